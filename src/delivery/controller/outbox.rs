//! The outbox of this tab: executes the state machine that sends, and notifies those who wait for an entry.

mod choices;
mod waiting;

use super::reading::read_entries;
use super::timing::until;
use super::{DeliveryController, UserSession};
use crate::announcer::Toast;
use crate::api::{self, Failure};
use crate::clock::now;
use crate::delivery::sent::SendOutcome;
use crate::delivery::store::UserStorage;
use crate::delivery::{Handles, Inner};
use crate::i18n::t;
use crate::random::random;
use crate::route::Route;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_delivery::Millis;
use portico_delivery::outbox::{
    AttemptResult, Command, Entry, Event, Exclusivity, Intent, Reason, Receipt, Sender, Stage,
};
use portico_delivery::store::Record;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use waiting::Waiter;

/// How long the backend's confirmation of the user is trusted, in milliseconds.
const CONFIRMATION: Millis = 60_000;

/// Sends the entries of one user's outbox.
pub(in crate::delivery) struct OutboxRunner {
    sender: RefCell<Sender>,
    waiters: RefCell<Vec<Rc<Waiter>>>,
    alarm: RefCell<Option<Timeout>>,
    online: Cell<bool>,
}

impl OutboxRunner {
    pub(in crate::delivery) fn new(tab: String, user: String, storage: &UserStorage) -> Rc<Self> {
        let exclusive = if storage.has_locks() {
            Exclusivity::Lock
        } else {
            Exclusivity::Lease
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

    /// Whether the user is waiting in front of the screen for the outcome of an entry.
    fn is_awaited(&self, key: &str) -> bool {
        let waiters = self.waiters.borrow();
        waiters.iter().any(|waiter| waiter.is_for(key))
    }

    pub(in crate::delivery) fn stop(&self) {
        self.alarm.take();
        for waiter in self.waiters.take() {
            waiter.end(SendOutcome::Waiting);
        }
    }
}

impl DeliveryController {
    /// The network, the sign-in, the time or the outbox may have changed.
    pub(in crate::delivery) fn wake(&self) {
        let session = self.session();
        let confirmed = self.confirmed_is(&session.user);
        // No attempt is started without the backend's confirmation of the user, so the entry can still be edited.
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

    /// Passes an event to the state machine, and executes its commands.
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
                let result = controller.attempt(&entry).await;
                controller.drive(&session, Event::Attempted(result));
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
                let is_awaited = session.outbox.is_awaited(&entry.key)
                    && self.form_on_screen(&session, &entry.key).is_some();
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

    /// One attempt, in its author's name or not at all. If the host's token was refused, its next one is another
    /// attempt, before which its user is checked.
    async fn attempt(&self, entry: &Entry) -> AttemptResult {
        let result = self.attempt_once(entry).await;
        if result != AttemptResult::Stopped(Reason::SignIn)
            || !self.handles.client.has_token_source()
        {
            return result;
        }
        self.delivery.doubt();
        self.attempt_once(entry).await
    }

    async fn attempt_once(&self, entry: &Entry) -> AttemptResult {
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
                    return AttemptResult::Stopped(Reason::SignIn);
                }
                Err(Failure::Busy { asked, .. }) => return AttemptResult::Unknown { asked },
                Err(_) => return AttemptResult::LOST,
            }
        }
        // The preparations may have taken long, or the page was suspended. Nothing has been sent, so it is tried again.
        if entry.time_left(now()) < api::TIME_LIMIT.into() {
            return AttemptResult::LOST;
        }
        let result = client.deliver(entry).await;
        if result == AttemptResult::Stopped(Reason::SignIn) {
            self.handles.session.refresh();
        }
        result
    }

    /// Notifies the host page of a recorded request.
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

    /// Tells users who have left the page that their entry was received.
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

    /// An entry as displayed.
    pub(in crate::delivery) fn entry(&self, key: &str) -> Option<Record<Entry>> {
        let found = |record: &&Record<Entry>| record.value.key == key;
        self.entries
            .with_untracked(|entries| entries.iter().find(found).cloned())
    }
}
