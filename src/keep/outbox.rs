//! The outbox at work in this tab: the machine that sends, and those who wait for what becomes of an entry.

mod choices;

use super::desk::{Desk, Sitting};
use super::draft::{Form, until};
use super::now;
use super::store::Shelf;
use crate::client;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::{NewRequest, Problem, RequestId};
use portico_delivery::Millis;
use portico_delivery::draft::{Event as DraftEvent, Notice};
use portico_delivery::outbox::{
    Answer, Command, Entry, Event, Exclusive, Intent, Reason, Receipt, Sender, Stage,
};
use portico_delivery::store::{Record, entry_id, read_entry};
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// How long the backend's word on who is signed in counts, in milliseconds.
const CONFIRMATION: Millis = 60_000;

/// How long somebody waits before the screen, in milliseconds; the outbox goes on without them.
const PATIENCE: u32 = 25_000;

/// What became of a form that was sent, as far as anybody would wait for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sent {
    /// The backend has it; `replayed` when it had been received before.
    Received { request: RequestId, replayed: bool },
    /// The backend refused it, and so has not recorded it. The draft is open again.
    Refused(Problem),
    /// The form is another one now. The draft is open again.
    FormChanged,
    /// It is in the outbox and goes on by itself, or waits there for its author: [`crate::route::Route::Drafts`] shows it.
    Waiting,
    /// Other versions of the draft are there: somebody has to choose first.
    Choose,
    /// The store refused it. Nothing was sent; what was typed is still on the screen.
    NotKept,
}

/// Sends what is in one person's outbox.
pub(super) struct Post {
    sender: RefCell<Sender>,
    waiters: RefCell<Vec<Rc<Waiter>>>,
    alarm: RefCell<Option<Timeout>>,
    online: Cell<bool>,
}

/// Somebody who waits for the end of a form's first attempt.
struct Waiter {
    key: String,
    sent: RefCell<Option<Sent>>,
    waker: RefCell<Option<Waker>>,
    patience: RefCell<Option<Timeout>>,
}

impl Post {
    pub(super) fn new(tab: String, user: String, shelf: &Shelf) -> Rc<Self> {
        let exclusive = if shelf.has_locks() {
            Exclusive::Lock
        } else {
            Exclusive::Lease
        };
        Rc::new(Self {
            sender: RefCell::new(Sender::new(tab, user, exclusive, false)),
            waiters: RefCell::default(),
            alarm: RefCell::default(),
            online: Cell::new(false),
        })
    }

    /// Whether anything may be sent.
    pub(super) fn is_online(&self) -> bool {
        self.online.get()
    }

    pub(super) fn stop(&self) {
        self.alarm.take();
        for waiter in self.waiters.take() {
            waiter.end(Sent::Waiting);
        }
    }
}

impl Waiter {
    fn end(&self, sent: Sent) {
        self.patience.take();
        self.sent.borrow_mut().get_or_insert(sent);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Desk {
    /// Something may have changed: network, sign-in, time, the outbox.
    pub(super) fn wake(&self) {
        let sitting = self.sitting();
        let confirmed = self.confirmed_is(&sitting.user);
        // Without the backend's word that its owner is here nothing is begun: it stays free to be edited.
        let online = window().navigator().on_line() && confirmed;
        let before = sitting.post.online.replace(online);
        if online != before {
            self.drive(&sitting, Event::Online(online));
            if online {
                self.drive(&sitting, Event::SignedIn);
            }
        }
        self.drive(&sitting, Event::Wake);
        self.upload_queued(&sitting, online && !before);
    }

    fn confirmed_is(&self, user: &str) -> bool {
        let same = |inner: &mut super::Inner| inner.confirmed.as_deref() == Some(user);
        self.keep.with(same) == Some(true)
    }

    /// Lets the machine know, and does what it says.
    fn drive(&self, sitting: &Rc<Sitting>, event: Event) {
        if sitting.is_over.get() {
            return;
        }
        let commands = sitting.post.sender.borrow_mut().on(event, now(), die());
        for command in commands {
            self.carry_out(sitting.clone(), command);
        }
    }

    fn carry_out(&self, sitting: Rc<Sitting>, command: Command) {
        match command {
            Command::Lock => self.spawn(async move |desk| {
                if sitting.shelf.hold().await {
                    desk.drive(&sitting, Event::Locked);
                }
            }),
            Command::Unlock => sitting.shelf.let_go(),
            Command::Load => self.spawn(async move |desk| {
                let entries = read_entries(&sitting.shelf).await;
                if let Some(entries) = entries.clone().filter(|_| !sitting.is_over.get()) {
                    desk.show_entries(entries);
                }
                desk.drive(&sitting, Event::Loaded(entries));
            }),
            Command::Store(transaction) => self.spawn(async move |desk| {
                let outcome = desk.store(&sitting, &transaction).await;
                desk.drive(&sitting, Event::Stored(outcome));
            }),
            Command::Send(entry) => self.spawn(async move |desk| {
                let answer = desk.attempt(&entry).await;
                desk.drive(&sitting, Event::Answered(answer));
            }),
            Command::WakeAt(at) => {
                let desk = self.me();
                let post = sitting.post.clone();
                let wake = move || {
                    if let Some(desk) = desk {
                        desk.wake();
                    }
                };
                post.alarm.replace(Some(Timeout::new(until(at), wake)));
            }
            Command::Show(entry) => {
                self.refused.set(None);
                self.spawn(async move |desk| {
                    desk.read(&sitting).await;
                    if let Stage::Acknowledged(receipt) = &entry.stage {
                        desk.announce(&entry, receipt);
                    }
                });
            }
            Command::Unstored(outcome) => self.refused.set(Some(outcome)),
        }
    }

    /// One attempt, in its author's name or not at all.
    async fn attempt(&self, entry: &Entry) -> Answer {
        let client = self.app.client;
        let fresh = self
            .keep
            .with(|inner| now().saturating_sub(inner.confirmed_at) < CONFIRMATION);
        if fresh != Some(true) {
            match client.who().await {
                Ok(Some(user)) if user == entry.user => {
                    self.keep.with(|inner| inner.confirmed_at = now());
                }
                Ok(_) => {
                    self.app.portal.retry();
                    return Answer::Stopped(Reason::SignIn);
                }
                Err(_) => return Answer::LOST,
            }
        }
        let answer = client.deliver(&entry.intent, &entry.body, &entry.key).await;
        if answer == Answer::Stopped(Reason::SignIn) {
            self.app.portal.retry();
        }
        answer
    }

    /// Tells the host page about a request that is recorded.
    fn announce(&self, entry: &Entry, receipt: &Receipt) {
        if let Intent::Request(draft) = &entry.intent {
            let detail = [
                ("id", receipt.id.as_str()),
                ("number", &receipt.number),
                ("service", &draft.service.id),
            ];
            self.app.emit("portico-request-sent", &detail);
        }
    }

    /// Hands a form over and waits.
    pub(super) async fn send(
        &self,
        sitting: Rc<Sitting>,
        form: Rc<Form>,
        answers: Map<String, Value>,
    ) -> Sent {
        self.take_in(&sitting, &form);
        let draft = form.draft();
        let request = NewRequest {
            service: form.service.id.clone(),
            form_version: draft.form_version,
            answers,
        };
        let Ok(body) = serde_json::to_string(&request) else {
            return Sent::NotKept;
        };
        let waiter = Rc::new(Waiter {
            key: draft.key,
            sent: RefCell::default(),
            waker: RefCell::default(),
            patience: RefCell::default(),
        });
        let patient = Rc::downgrade(&waiter);
        let impatient = move || {
            if let Some(waiter) = patient.upgrade() {
                waiter.end(Sent::Waiting);
            }
        };
        waiter
            .patience
            .replace(Some(Timeout::new(PATIENCE, impatient)));
        sitting.post.waiters.borrow_mut().push(waiter.clone());
        self.tell(&sitting, &form, DraftEvent::Send { body });
        let sent = poll_fn(|context| match waiter.sent.borrow_mut().take() {
            Some(sent) => Poll::Ready(sent),
            None => {
                waiter.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await;
        let others = |other: &Rc<Waiter>| !Rc::ptr_eq(other, &waiter);
        sitting.post.waiters.borrow_mut().retain(others);
        if matches!(sent, Sent::Received { .. } | Sent::Waiting) {
            sitting.forms.borrow_mut().remove(&form.id);
        }
        form.news
            .update(|news| news.form_changed = sent == Sent::FormChanged);
        sent
    }

    /// The machine of a draft does not hand it over before somebody has decided something.
    pub(super) fn held_back(&self, sitting: &Sitting, form: &Form) {
        self.end(sitting, &form.draft().key, &Sent::Choose);
    }

    /// The machine of a draft says what became of the hand-over.
    pub(super) fn handed_over(&self, sitting: &Rc<Sitting>, form: &Rc<Form>, notice: &Notice) {
        let key = form.draft().key;
        let sent = match notice {
            // Without a network nobody waits. Just after a sign-in the backend's word on it may still be on its way.
            Notice::Queued(_) if !window().navigator().on_line() => Some(Sent::Waiting),
            Notice::Queued(_) => None,
            Notice::Unsent(_) => Some(Sent::NotKept),
            _ => {
                self.keep_edit(sitting, form);
                Some(Sent::Waiting)
            }
        };
        if let Some(sent) = sent {
            self.end(sitting, &key, &sent);
        }
        if matches!(notice, Notice::Queued(_)) {
            let waited_for = sitting
                .post
                .waiters
                .borrow()
                .iter()
                .any(|one| one.key == key);
            if !waited_for {
                sitting.forms.borrow_mut().remove(&form.id);
            }
            self.forget_draft(form.service.id.as_str());
            let sitting = sitting.clone();
            self.spawn(async move |desk| {
                desk.read(&sitting).await;
                desk.wake();
            });
        }
    }

    fn end(&self, sitting: &Sitting, key: &str, sent: &Sent) {
        for waiter in sitting
            .post
            .waiters
            .borrow()
            .iter()
            .filter(|one| one.key == key)
        {
            waiter.end(sent.clone());
        }
    }

    /// Tells those who wait what the outbox says now.
    pub(super) fn settle_senders(&self) {
        let sitting = self.sitting();
        let waiting: Vec<String> = sitting
            .post
            .waiters
            .borrow()
            .iter()
            .filter(|one| one.sent.borrow().is_none())
            .map(|waiter| waiter.key.clone())
            .collect();
        for key in waiting {
            let Some(record) = self.entry(&key) else {
                continue;
            };
            let sent = match &record.value.stage {
                Stage::Queued(_) | Stage::Sending(_) => continue,
                Stage::Checking(_) => Sent::Waiting,
                Stage::Acknowledged(receipt) => {
                    self.forget(&record);
                    Sent::Received {
                        request: receipt.id.clone().into(),
                        replayed: receipt.replayed,
                    }
                }
                Stage::NeedsYou(Reason::Refused { problem, .. }) => {
                    let problem = client::read_problem(problem);
                    self.take_back(&record, || ());
                    Sent::Refused(problem)
                }
                Stage::NeedsYou(Reason::FormChanged) => {
                    self.take_back(&record, || ());
                    Sent::FormChanged
                }
                Stage::NeedsYou(_) => Sent::Waiting,
            };
            self.end(&sitting, &key, &sent);
        }
    }

    /// An entry as the screen has it.
    pub(super) fn entry(&self, key: &str) -> Option<Record<Entry>> {
        let found = |record: &&Record<Entry>| record.value.key == key;
        self.entries
            .with_untracked(|entries| entries.iter().find(found).cloned())
    }
}

async fn read_entries(shelf: &Shelf) -> Option<Vec<Record<Entry>>> {
    let rows = shelf.list(&entry_id("")).await?;
    let read = |row: super::store::Row| {
        let value = row.text.and_then(|text| client::parse_json(&text).ok());
        read_entry(&row.id, value, row.revision).ok()
    };
    Some(rows.into_iter().filter_map(read).collect())
}

/// A random number.
pub(super) fn die() -> u32 {
    let mut bytes = [0_u8; 4];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u32::from_le_bytes(bytes)
}
