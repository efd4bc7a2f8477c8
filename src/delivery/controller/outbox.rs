//! The outbox at work in this tab: the machine that sends, and those who wait for what becomes of an entry.

mod choices;
mod waiting;

use super::reading::read_entries;
use super::sent::Sent;
use super::timing::until;
use super::{DeliveryController, UserSession};
use crate::announcer::Toast;
use crate::api::{self, Failure};
use crate::clock::now;
use crate::delivery::store::UserStorage;
use crate::delivery::{Handles, Inner};
use crate::i18n::t;
use crate::random::random;
use crate::route::Route;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_delivery::Millis;
use portico_delivery::outbox::{
    Answer, Command, Entry, Event, Exclusive, Intent, Reason, Receipt, Sender, Stage,
};
use portico_delivery::store::Record;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use waiting::Waiter;

/// How long the backend's word on who is signed in counts, in milliseconds.
const CONFIRMATION: Millis = 60_000;

/// Sends what is in one person's outbox.
pub(in crate::delivery) struct OutboxRunner {
    sender: RefCell<Sender>,
    waiters: RefCell<Vec<Rc<Waiter>>>,
    alarm: RefCell<Option<Timeout>>,
    online: Cell<bool>,
}

impl OutboxRunner {
    pub(in crate::delivery) fn new(tab: String, user: String, storage: &UserStorage) -> Rc<Self> {
        let exclusive = if storage.has_locks() {
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
    pub(in crate::delivery) fn is_online(&self) -> bool {
        self.online.get()
    }

    /// Whether somebody stands before the screen and waits for what becomes of an entry.
    fn is_awaited(&self, key: &str) -> bool {
        let waiters = self.waiters.borrow();
        waiters.iter().any(|waiter| waiter.is_for(key))
    }

    pub(in crate::delivery) fn stop(&self) {
        self.alarm.take();
        for waiter in self.waiters.take() {
            waiter.end(Sent::Waiting);
        }
    }
}

impl DeliveryController {
    /// Something may have changed: network, sign-in, time, the outbox.
    pub(in crate::delivery) fn wake(&self) {
        let session = self.session();
        let confirmed = self.confirmed_is(&session.user);
        // Without the backend's word that its owner is here nothing is begun: it stays free to be edited.
        let online = window().navigator().on_line() && confirmed;
        let before = session.outbox.online.replace(online);
        if online != before {
            self.drive(&session, Event::Online(online));
            if online {
                self.drive(&session, Event::SignedIn);
            }
        }
        self.drive(&session, Event::Wake);
        self.upload_queued(&session, online && !before);
    }

    fn confirmed_is(&self, user: &str) -> bool {
        let same = |inner: &mut Inner| inner.confirmed.as_deref() == Some(user);
        self.delivery.with(same) == Some(true)
    }

    /// Lets the machine know, and does what it says.
    fn drive(&self, session: &Rc<UserSession>, event: Event) {
        if session.is_over.get() {
            return;
        }
        let commands = session
            .outbox
            .sender
            .borrow_mut()
            .on(event, now(), random());
        for command in commands {
            self.carry_out(session.clone(), command);
        }
    }

    fn carry_out(&self, session: Rc<UserSession>, command: Command) {
        match command {
            Command::Lock => self.spawn(async move |controller| {
                if session.storage.hold().await {
                    controller.drive(&session, Event::Locked);
                }
            }),
            Command::Unlock => session.storage.let_go(),
            Command::Load => self.spawn(async move |controller| {
                let turn = controller.number();
                let entries = read_entries(&session.storage).await;
                if let Some(entries) = entries.clone().filter(|_| !session.is_over.get()) {
                    controller.show_entries(turn, entries);
                }
                controller.drive(&session, Event::Loaded(entries));
            }),
            Command::Store(transaction) => self.spawn(async move |controller| {
                let outcome = controller.store(&session, &transaction).await;
                controller.drive(&session, Event::Stored(outcome));
            }),
            Command::Send(entry) => self.spawn(async move |controller| {
                let answer = controller.attempt(&entry).await;
                controller.drive(&session, Event::Answered(answer));
            }),
            Command::WakeAt(at) => {
                let controller = self.strong();
                let outbox = session.outbox.clone();
                let wake = move || {
                    if let Some(controller) = controller {
                        controller.wake();
                    }
                };
                outbox.alarm.replace(Some(Timeout::new(until(at), wake)));
            }
            Command::Show(entry) => {
                self.refused.set(None);
                let is_awaited = session.outbox.is_awaited(&entry.key);
                self.spawn(async move |controller| {
                    controller.read(&session).await;
                    if let Stage::Acknowledged(receipt) = &entry.stage {
                        controller.announce(&entry, receipt);
                        if !is_awaited {
                            controller.tell_of_arrival(&entry, receipt);
                        }
                    }
                });
            }
            Command::Unstored(outcome) => self.refused.set(Some(outcome)),
        }
    }

    /// One attempt, in its author's name or not at all. Where the host's token was refused, its next one is another
    /// attempt: first it is asked whose it is.
    async fn attempt(&self, entry: &Entry) -> Answer {
        let answer = self.attempt_once(entry).await;
        if answer != Answer::Stopped(Reason::SignIn) || !self.handles.client.has_token_source() {
            return answer;
        }
        self.delivery.doubt();
        self.attempt_once(entry).await
    }

    async fn attempt_once(&self, entry: &Entry) -> Answer {
        let client = self.handles.client;
        let fresh = self
            .delivery
            .with(|inner| now().saturating_sub(inner.confirmed_at) < CONFIRMATION);
        if fresh != Some(true) {
            match client.who().await {
                Ok(Some(user)) if user == entry.user => {
                    self.delivery.with(|inner| inner.confirmed_at = now());
                }
                Ok(_) | Err(Failure::SignIn) => {
                    self.handles.session.refresh();
                    return Answer::Stopped(Reason::SignIn);
                }
                Err(Failure::Busy { asked, .. }) => return Answer::Unknown { asked },
                Err(_) => return Answer::LOST,
            }
        }
        // All that came before may have taken long, or the page stood still. Nothing has left: it is tried again.
        if entry.time_left(now()) < api::TIME_LIMIT.into() {
            return Answer::LOST;
        }
        let answer = client.deliver(entry).await;
        if answer == Answer::Stopped(Reason::SignIn) {
            self.handles.session.refresh();
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
            self.handles.host.emit("portico-request-sent", &detail);
        }
    }

    /// Tells whoever is elsewhere by now that what waited was received.
    fn tell_of_arrival(&self, entry: &Entry, receipt: &Receipt) {
        let Handles {
            i18n,
            nav,
            announcer,
            ..
        } = self.handles;
        self.delivery.arrived.try_update(|arrived| *arrived += 1);
        if matches!(
            nav.route().get_untracked(),
            Route::Drafts | Route::Waiting(_)
        ) {
            return;
        }
        let (text, id) = match &entry.intent {
            Intent::Request(draft) => {
                let (name, number) = (&draft.service.name, &receipt.number);
                let text = t!(i18n, "arrived-request", service = name, number = number);
                (text, &receipt.id)
            }
            Intent::Comment {
                number, request, ..
            } => (t!(i18n, "arrived-comment", number = number), request),
        };
        announcer.toast.try_set(Some(Toast {
            text,
            link: Some((Route::Request(id.as_str().into()), t!(i18n, "arrived-show"))),
        }));
    }

    /// An entry as the screen has it.
    pub(in crate::delivery) fn entry(&self, key: &str) -> Option<Record<Entry>> {
        let found = |record: &&Record<Entry>| record.value.key == key;
        self.entries
            .with_untracked(|entries| entries.iter().find(found).cloned())
    }
}
