//! Simulates the network between tabs and the backend.

use crate::bug::Bug;
use crate::event::SimEvent;
use crate::fault::Fault;
use crate::message::{Message, RawResponse, Step};
use crate::server::Reaction;
use crate::store::Token;
use crate::tab::Tab;
use crate::world::World;
use portico_delivery::draft_store::Event as DraftEvent;
use portico_delivery::outbox::{AttemptResult, Entry, Event, Intent, Reason, Receipt};
use portico_delivery::{Millis, SECOND};
use serde_json::Value;

/// The timeout of a request.
const TIME_LIMIT: Millis = 20 * SECOND;

impl World {
    pub(crate) fn plan_step(&mut self, delay: Millis, step: Step) {
        self.plan(delay, SimEvent::Network(step));
    }

    pub(crate) fn send_entry(&mut self, tab: u32, entry: &Entry) {
        let device = self.tabs[tab as usize].device;
        let mut message = Message {
            tab,
            device,
            attempt: self.name(),
            key: entry.key.clone(),
            body: entry.body.clone(),
            sent_at: self.now,
        };
        match (self.bug, entry.edits.last(), &entry.intent) {
            (Some(Bug::NewKey), ..) if entry.attempts > 1 => {
                message.key = format!("{}-{}", entry.key, entry.attempts);
            }
            (Some(Bug::RebuildBody), Some(edit), Intent::Request(_)) => {
                message.body = crate::tab::body_of(edit);
            }
            _ => {}
        }
        self.tabs[tab as usize].attempt = Some(message.attempt);
        self.say(|| {
            format!(
                "tab {tab} sends {} {} (attempt {})",
                message.key, message.body, entry.attempts
            )
        });
        // First the tab checks who is signed in, which may take long.
        let slow = self.rng.permille(self.fault_rates.late);
        let asks = if slow { 60 * SECOND } else { 20 };
        let asks = self.rng.between(0, asks);
        let entry = Box::new(entry.clone());
        self.plan_step(asks, Step::Depart { message, entry });
    }

    /// Sends the entry itself, if there is time left.
    fn depart(&mut self, mut message: Message, entry: &Entry) {
        let (tab, device) = (message.tab, message.device);
        if !self.tabs[tab as usize].alive
            || self.tabs[tab as usize].attempt != Some(message.attempt)
        {
            return;
        }
        message.sent_at = self.now;
        let is_late = entry.time_left(self.clock(device)) < TIME_LIMIT;
        if is_late && self.bug != Some(Bug::LongAttempt) {
            self.fault(Fault::TooLate);
            return self.answered(tab, message.attempt, AttemptResult::LOST);
        }
        self.check_alone(&message);
        self.tabs[tab as usize].sends = Some((message.key.clone(), self.now + TIME_LIMIT));
        let limit = Step::GiveUp {
            tab,
            attempt: message.attempt,
        };
        self.plan_step(TIME_LIMIT, limit);
        if !self.devices[device].online {
            return;
        }
        if self.rng.permille(self.fault_rates.lost) {
            return self.fault(Fault::RequestLost);
        }
        let mut delay = self.rng.between(5, 300);
        if self.rng.permille(self.fault_rates.late) {
            delay = self.rng.between(500, 90 * SECOND);
            self.fault(Fault::RequestLate);
        }
        if self.rng.permille(self.fault_rates.twice) {
            self.fault(Fault::RequestTwice);
            let later = delay + self.rng.between(0, 5 * SECOND);
            let twin = Message {
                attempt: 0,
                ..message.clone()
            };
            self.under_way.push(twin.clone());
            self.plan_step(later, Step::Arrive(twin));
        }
        self.under_way.push(message.clone());
        self.plan_step(delay, Step::Arrive(message));
    }

    /// Whether a message with this key or this text may still reach the backend.
    pub(crate) fn is_under_way(&self, key: &str, token: Option<Token>) -> bool {
        let text = token.map_or(String::new(), |token| format!("\"t\":{token}}}"));
        let same = |one: &Message| one.key == key || (token.is_some() && one.body.ends_with(&text));
        self.under_way.iter().any(same) || self.server.is_running(key)
    }

    pub(crate) fn step(&mut self, step: Step) {
        match step {
            Step::Depart { message, entry } => self.depart(message, &entry),
            Step::Arrive(message) => self.arrive(message),
            Step::Finish(message) => self.finish(&message),
            Step::Back { tab, attempt, raw } => {
                let answer = self.read(&raw);
                self.answered(tab, attempt, answer);
            }
            Step::GiveUp { tab, attempt } => self.answered(tab, attempt, AttemptResult::LOST),
            Step::Push { tab, form, push } => self.push_arrives(tab, form, *push),
            Step::Look { tab, form, service } => {
                let copy = self.copy_of(service);
                self.copied(tab, form, DraftEvent::Met(copy));
            }
            Step::Copied { tab, form, event } => self.copy_heard(tab, form, *event),
        }
    }

    fn read(&self, raw: &RawResponse) -> AttemptResult {
        match (self.bug, &raw.body) {
            (Some(Bug::Html200), None) if raw.status == 200 => AttemptResult::Recorded(Receipt {
                id: "r0".to_owned(),
                number: String::new(),
                replayed: false,
            }),
            (Some(Bug::ProxyRefuses), None) if raw.status != 200 => {
                let problem = Value::Null;
                AttemptResult::Stopped(Reason::Refused {
                    status: raw.status,
                    problem,
                })
            }
            _ => AttemptResult::read(raw.status, raw.body.as_ref(), raw.asked, raw.replayed),
        }
    }

    /// Checks that two tabs of a device never send the same entry at the same time, as long as its clock runs normally.
    fn check_alone(&mut self, message: &Message) {
        let sends = |(tab, own): (usize, &Tab)| {
            let same = |(key, until): &(String, Millis)| *key == message.key && self.now < *until;
            tab != message.tab as usize
                && own.alive
                && own.device == message.device
                && own.sends.as_ref().is_some_and(same)
        };
        let is_twofold = self.tabs.iter().enumerate().any(sends);
        if is_twofold && !self.devices[message.device].was_set {
            self.fail(format!("sent by two tabs at once: {}", message.key));
        }
    }

    fn answered(&mut self, tab: u32, attempt: u64, answer: AttemptResult) {
        if !self.tabs[tab as usize].alive || self.tabs[tab as usize].attempt != Some(attempt) {
            return;
        }
        self.tabs[tab as usize].attempt = None;
        let sent = self.tabs[tab as usize].sends.take();
        if let (Some((key, _)), AttemptResult::Stopped(Reason::Blocked { .. })) = (sent, &answer) {
            self.blocked.push(key);
        }
        self.say(|| format!("tab {tab} hears {answer:?}"));
        self.sender(tab, Event::Attempted(answer));
    }

    fn arrive(&mut self, message: Message) {
        if let Some(place) = self
            .under_way
            .iter()
            .position(|one| one.attempt == message.attempt && one.key == message.key)
        {
            self.under_way.swap_remove(place);
        }
        // No network delays a message for days.
        if self.now - message.sent_at > 600 * SECOND {
            return self.fault(Fault::RequestLost);
        }
        if let Some(refusal) = self.refusal(message.device) {
            return self.answer(&message, refusal);
        }
        match self.server.begin(&message.key, &message.body, self.now) {
            Reaction::Answered(status, body, replayed) => {
                self.answer(
                    &message,
                    RawResponse {
                        status,
                        body: Some(body),
                        asked: None,
                        replayed,
                    },
                );
            }
            Reaction::Working => {
                let slow = self.rng.permille(self.fault_rates.late);
                let delay = if slow {
                    self.rng.between(SECOND, 40 * SECOND)
                } else {
                    self.rng.between(1, 40)
                };
                self.plan_step(delay, Step::Finish(message));
            }
        }
    }

    /// The response of whatever refuses a request before the backend begins with it.
    fn refusal(&mut self, device: usize) -> Option<RawResponse> {
        if self.rng.permille(self.fault_rates.pages) {
            let status = *self.rng.pick(&[200, 404, 502]).unwrap_or(&200);
            self.fault(if status == 200 {
                Fault::Page200
            } else {
                Fault::Page502
            });
            return Some(page(status));
        }
        if self.rng.permille(self.fault_rates.busy) {
            self.fault(Fault::TooMany);
            let status = *self.rng.pick(&[408, 425, 429]).unwrap_or(&429);
            let asked = self
                .rng
                .permille(500)
                .then(|| self.rng.between(1, 120) * SECOND);
            let body = Some(serde_json::json!({"type": "about:blank", "title": "Later"}));
            return Some(RawResponse {
                status,
                body,
                asked,
                replayed: false,
            });
        }
        if self.devices[device].session {
            return None;
        }
        let body = serde_json::json!({"type": "urn:portico:problem:sign-in", "title": "Sign in"});
        Some(RawResponse {
            status: 401,
            body: Some(body),
            asked: None,
            replayed: false,
        })
    }

    fn finish(&mut self, message: &Message) {
        // The backend was killed in the meantime, and its connections were closed.
        if !self.server.is_running(&message.key) {
            return;
        }
        let fails = self.rng.permille(self.fault_rates.errors);
        let (status, body) = self
            .server
            .finish(&message.key, &message.body, self.now, fails);
        if fails {
            self.fault(Fault::ServerError);
        } else {
            self.say(|| format!("the backend records {} {}", message.key, message.body));
            self.check_recorded(message);
        }
        self.answer(
            message,
            RawResponse {
                status,
                body: Some(body),
                asked: None,
                replayed: false,
            },
        );
    }

    fn answer(&mut self, message: &Message, mut raw: RawResponse) {
        if message.attempt == 0 {
            return;
        }
        if self.rng.permille(self.fault_rates.lost) {
            return self.fault(Fault::AnswerLost);
        }
        if self.rng.permille(self.fault_rates.pages / 2) {
            self.fault(Fault::AnswerCut);
            raw.body = None;
        }
        let mut delay = self.rng.between(5, 200);
        if self.rng.permille(self.fault_rates.late) {
            delay = self.rng.between(500, 30 * SECOND);
            self.fault(Fault::AnswerLate);
        }
        self.plan_step(
            delay,
            Step::Back {
                tab: message.tab,
                attempt: message.attempt,
                raw,
            },
        );
    }
}

fn page(status: u16) -> RawResponse {
    RawResponse {
        status,
        body: None,
        asked: None,
        replayed: false,
    }
}
