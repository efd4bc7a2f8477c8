//! Dispatches events, and executes the commands of the state machines in a tab.

use crate::bug::Bug;
use crate::event::SimEvent;
use crate::message::Step;
use crate::operation::{Effect, Submitter};
use crate::store::token_in;
use crate::tab::Form;
use crate::world::World;
use portico_delivery::draft_store::{Command as DraftCommand, Event as DraftEvent, Notice};
use portico_delivery::outbox::{Command, Entry, Event, Stage};
use portico_delivery::store::{Outcome, Transaction, Write};
use portico_delivery::{Millis, SECOND};

impl World {
    pub(crate) fn happen(&mut self, what: SimEvent) {
        let tab = match &what {
            SimEvent::DraftWake { tab, .. }
            | SimEvent::SenderWake { tab, .. }
            | SimEvent::Outcome { tab, .. }
            | SimEvent::Read { tab, .. }
            | SimEvent::Locked { tab }
            | SimEvent::Heard { tab, .. } => Some(*tab),
            SimEvent::Network(step) => match step {
                Step::Depart { message, .. } => Some(message.tab),
                Step::Back { tab, .. } | Step::GiveUp { tab, .. } | Step::Copied { tab, .. } => {
                    Some(*tab)
                }
                _ => None,
            },
            SimEvent::Act
            | SimEvent::Apply(_)
            | SimEvent::Click { .. }
            | SimEvent::Sleep { .. } => None,
        };
        let tab = tab.map(|tab| &mut self.tabs[tab as usize]);
        if let Some(tab) = tab.filter(|tab| tab.frozen.is_some()) {
            tab.inbox.push(what);
            return;
        }
        match what {
            SimEvent::Act => self.act(),
            SimEvent::DraftWake { tab, form, alarm } => {
                if self.form(tab, form).is_some_and(|form| form.alarm == alarm) {
                    self.draft_store(tab, DraftEvent::Wake);
                }
            }
            SimEvent::SenderWake { tab, alarm } => {
                if self.tabs[tab as usize].sender_alarm == alarm {
                    self.sender(tab, Event::Wake);
                }
            }
            SimEvent::Apply(op) => self.apply(*op),
            SimEvent::Outcome { tab, who, outcome } => self.outcome(tab, who, outcome),
            SimEvent::Read { tab, who } => self.read_store(tab, who),
            SimEvent::Locked { tab } => {
                let device = self.tabs[tab as usize].device;
                if self.devices[device].lock.front() == Some(&tab) {
                    self.sender(tab, Event::Locked);
                }
            }
            SimEvent::Heard { tab, service: None } => self.sender(tab, Event::Wake),
            SimEvent::Heard {
                tab,
                service: Some(service),
            } => {
                let form = self.tabs[tab as usize].form.as_ref();
                if form.is_some_and(|form| form.service == service) {
                    self.draft_store(tab, DraftEvent::Changed);
                }
            }
            SimEvent::Network(step) => self.step(step),
            SimEvent::Click {
                tab,
                transaction,
                effect,
            } => self.click(tab, *transaction, effect),
            SimEvent::Sleep { days } => self.sleep(days),
        }
    }

    /// Changes made in a tab after this time need not be stored yet.
    pub(crate) fn young_since(&self, tab: u32) -> Millis {
        let tab = &self.tabs[tab as usize];
        let (until, since) = tab.grace;
        let now = self.awake();
        let last = tab.frozen.unwrap_or(if now < until { since } else { now });
        last.saturating_sub(SECOND)
    }

    pub(crate) fn form(&mut self, tab: u32, form: u64) -> Option<&mut Form> {
        let tab = &mut self.tabs[tab as usize];
        tab.form.as_mut().filter(|own| tab.alive && own.id == form)
    }

    /// The user makes a decision about the versions of a draft, and agrees to the deletion of those that are not kept.
    pub(crate) fn decide(&mut self, tab: u32, event: DraftEvent) {
        if let Some(form) = self.tabs[tab as usize].form.as_mut() {
            form.deciding = Some(token_in(&form.draft_store.draft().answers));
        }
        self.draft_store(tab, event);
    }

    /// Sends an event to a tab's draft store and executes its commands.
    pub(crate) fn draft_store(&mut self, tab: u32, event: DraftEvent) {
        let clock = self.clock(self.tabs[tab as usize].device);
        let Some(form) = self.tabs[tab as usize].form.as_mut() else {
            return;
        };
        let (id, service) = (form.id, form.service);
        let commands = form.draft_store.on(event, clock);
        for command in commands {
            match command {
                DraftCommand::WakeAt(at) => {
                    let alarm = self.name();
                    if let Some(form) = self.form(tab, id) {
                        form.alarm = alarm;
                    }
                    let delay = at.saturating_sub(clock);
                    self.plan(
                        delay,
                        SimEvent::DraftWake {
                            tab,
                            form: id,
                            alarm,
                        },
                    );
                }
                DraftCommand::Load => {
                    self.busy(tab, id, 1);
                    self.plan_store(
                        tab,
                        SimEvent::Read {
                            tab,
                            who: Submitter::DraftStore(id),
                        },
                    );
                }
                DraftCommand::Store(transaction) => {
                    self.busy(tab, id, 1);
                    let deciding = self.form(tab, id).and_then(|form| form.deciding);
                    let is_quiet = transaction.writes.iter().all(Write::is_quiet);
                    let deciding = deciding.filter(|_| !is_quiet);
                    let effect = deciding.map_or(Effect::None, Effect::Goes);
                    self.hand_over(tab, Submitter::DraftStore(id), transaction, effect);
                }
                DraftCommand::Push(push) => self.push_draft(tab, id, push),
                DraftCommand::Tell(notice) => self.told(tab, id, service, notice),
            }
        }
        if let Some(form) = self.form(tab, id).filter(|form| form.busy == 0) {
            form.deciding = None;
            form.given_up = None;
        }
    }

    pub(crate) fn busy(&mut self, tab: u32, form: u64, more: i32) {
        if let Some(form) = self.form(tab, form) {
            form.busy = form.busy.saturating_add_signed(more);
        }
    }

    fn told(&mut self, tab: u32, form: u64, service: &'static str, notice: Notice) {
        self.say(|| format!("tab {tab} is told {notice:?}"));
        let own = &mut self.tabs[tab as usize];
        match &notice {
            Notice::Saved | Notice::Show(_) => {
                own.told = false;
                self.spread(tab, Some(service));
            }
            Notice::Unsaved(_) => own.told = true,
            Notice::Queued(etag) => {
                own.told = false;
                self.server.take_off(etag.as_deref());
                self.spread(tab, Some(service));
                self.plan(1, SimEvent::Heard { tab, service: None });
            }
            Notice::Discarded(etag) => {
                self.server.take_off(etag.as_deref());
                self.spread(tab, Some(service));
            }
            _ => {}
        }
        if let Some(form) = self.form(tab, form) {
            match notice {
                Notice::Saved => {}
                notice => form.notice = Some(notice),
            }
        }
    }

    /// Usually notifies the other tabs of the device.
    pub(crate) fn spread(&mut self, tab: u32, service: Option<&'static str>) {
        let device = self.tabs[tab as usize].device;
        for other in 0..self.tabs.len() as u32 {
            let heard = &self.tabs[other as usize];
            if other != tab && heard.alive && heard.device == device && self.rng.permille(800) {
                let delay = self.rng.between(1, 10);
                self.plan(
                    delay,
                    SimEvent::Heard {
                        tab: other,
                        service,
                    },
                );
            }
        }
    }

    /// Sends an event to a tab's sender and executes its commands.
    pub(crate) fn sender(&mut self, tab: u32, event: Event) {
        let device = self.tabs[tab as usize].device;
        let clock = self.clock(device);
        let random = self.rng.random();
        let own = &mut self.tabs[tab as usize];
        let Some(sender) = own.sender.as_mut().filter(|_| own.alive) else {
            return;
        };
        for command in sender.on(event, clock, random) {
            match command {
                Command::Lock => {
                    self.devices[device].lock.push_back(tab);
                    self.grant(device);
                }
                Command::Unlock => self.unlock(device, tab),
                Command::Load => self.plan_store(
                    tab,
                    SimEvent::Read {
                        tab,
                        who: Submitter::Sender,
                    },
                ),
                Command::Store(transaction) => self.store_entry(tab, transaction),
                Command::Send(entry) => self.send_entry(tab, &entry),
                Command::WakeAt(at) => {
                    let alarm = self.name();
                    self.tabs[tab as usize].sender_alarm = alarm;
                    self.plan(
                        at.saturating_sub(clock),
                        SimEvent::SenderWake { tab, alarm },
                    );
                }
                Command::Show(entry) => self.show(tab, &entry),
                Command::Unstored(_) => {}
            }
        }
    }

    fn store_entry(&mut self, tab: u32, mut transaction: Transaction) {
        for write in &mut transaction.writes {
            let Some(value) = &mut write.value else {
                continue;
            };
            let stage = value
                .pointer("/stage/stage")
                .and_then(|stage| stage.as_str());
            match (self.bug, stage) {
                (Some(Bug::DropEarly), Some("sending")) => write.value = None,
                (Some(Bug::SendFirst), Some("sending")) => {
                    // The store is skipped, but the state machine believes that it succeeded.
                    let outcome = Outcome::Done;
                    return self.plan(
                        1,
                        SimEvent::Outcome {
                            tab,
                            who: Submitter::Sender,
                            outcome,
                        },
                    );
                }
                (Some(Bug::EditLost), Some("acknowledged")) => {
                    if let Some(members) = value.as_object_mut() {
                        members.remove("edits");
                    }
                }
                _ => {}
            }
        }
        self.hand_over(tab, Submitter::Sender, transaction, Effect::None);
    }

    fn show(&mut self, tab: u32, entry: &Entry) {
        self.say(|| format!("tab {tab} shows {} {:?}", entry.key, entry.stage));
        if let Stage::Acknowledged(receipt) = &entry.stage {
            let there = self.server.recorded.iter().find(|one| one.id == receipt.id);
            if there.is_none_or(|one| one.key != entry.key || one.body != entry.body) {
                let what = format!("acknowledged, but not there as it was sent: {}", entry.key);
                return self.fail(what);
            }
        }
        self.spread(tab, None);
    }

    pub(crate) fn grant(&mut self, device: usize) {
        if let Some(tab) = self.devices[device].lock.front() {
            let tab = *tab;
            self.plan(1, SimEvent::Locked { tab });
        }
    }

    pub(crate) fn unlock(&mut self, device: usize, tab: u32) {
        let held = self.devices[device].lock.front() == Some(&tab);
        self.devices[device].lock.retain(|waiting| *waiting != tab);
        if held {
            self.grant(device);
        }
    }
}
