//! What is typed survives, and what is sent is sent once: drafts, chosen files and the outbox of one portal.
//!
//! This module, [`identity`] and [`store`] are part of every portal: they find out whether this browser keeps anything
//! for the person who is here. Everything else is the [`controller`], which lies in the file of the pages around forms and
//! is fetched when a form is opened or something waits to be sent.
//!
//! A form uses it like this (every page that needs it is handed the [`Delivery`]):
//!
//! 1. It waits for [`Delivery::is_ready`] beside its own resources.
//! 2. [`Delivery::open`] gives an [`OpenedDraft`]: the draft that is about to be typed, with the idempotency key in it, and
//!    what this tab had typed into it before.
//! 3. [`DraftHandle::attach`] says how to read what is typed, [`DraftHandle::touched`] that it changed. It is in the
//!    store within a second. [`DraftHandle::status`] tells of what other tabs, devices and earlier visits left.
//! 4. [`DraftHandle::send`] moves it into the outbox and says what became of the first attempt; the outbox goes on by
//!    itself. [`notice`] stands above the form where nothing can be kept.
//!
//! Everything here lives as long as the portal, not as long as a page.

mod age;
mod browser;
mod buttons;
pub(crate) mod comments;
mod controller;
mod facade;
mod identity;
mod key_value;
mod local_flags;
mod notice;
mod person;
mod shared_computer;
mod store;

pub(crate) use age::age;
pub(crate) use buttons::{button, confirmed};
pub(crate) use controller::{DraftElsewhere, DraftHandle, Sent, UploadTask, start};
pub(crate) use notice::notice;
pub(crate) use shared_computer::switch;
pub(crate) use store::Reason;

use crate::announcer::Announcer;
use crate::api::{Client, new_key};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::reactive::StoredValue;
use crate::session::Session;
use browser::{Browser, VisitorRecords};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use person::Person;
use portico_delivery::Millis;
use std::any::Any;
use std::pin::Pin;
use std::rc::Rc;
use store::UserStorage;

/// Fetches the file of forms and makes the [`controller`] there.
pub(crate) type StartController = fn(Delivery) -> Pin<Box<dyn Future<Output = ()>>>;

/// What one portal keeps. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Delivery {
    start_controller: StartController,
    handles: StoredValue<Handles>,
    inner: StoredValue<Inner>,
    ready: RwSignal<bool>,
    reason: RwSignal<Option<Reason>>,
    waiting: RwSignal<usize>,
    arrived: RwSignal<u32>,
}

/// The parts of the portal that the work on drafts and the outbox needs.
#[derive(Clone, Copy)]
pub(crate) struct Handles {
    pub host: Host,
    pub client: Client,
    pub session: Session,
    /// What was received is told over whatever screen is shown, unless it is one that shows that itself.
    pub i18n: I18n,
    pub nav: Navigator,
    pub announcer: Announcer,
}

struct Inner {
    /// Names this tab among all tabs, for as long as this portal lives.
    tab: String,
    browser: Browser,
    /// Who is here.
    person: Option<Person>,
    /// Whose records are open.
    entered: Option<Person>,
    /// Whom the backend has confirmed last, if it still does.
    confirmed: Option<String>,
    /// When, by the device's clock.
    confirmed_at: Millis,
    /// Whether the person who is here was confirmed at all since this portal started.
    proven: bool,
    /// Whether anybody needs what is kept: the browser's store is not touched for those who only read.
    wanted: bool,
    /// Whose records go to another place, while they do.
    moves: Option<Person>,
    /// Whether a task is opening records.
    entering: bool,
    storage: Option<UserStorage>,
    /// What the same person had typed and sent before they signed in, until the controller takes it over.
    visitor: Option<VisitorRecords>,
    /// Another try to open the browser's store.
    later: Option<Timeout>,
    controller: Option<Rc<dyn Controller>>,
}

/// What the controller does for those who do not know it: it lies in another file of the module.
trait Controller: Any {
    /// Other records are open now, or the same person's in another place.
    fn entered(&self);
    /// Another tab said something.
    fn heard(&self, message: &str);
    /// The backend has confirmed who is here.
    fn confirmed(&self);
    /// Writes what is not written yet.
    fn flush(&self);
    fn stop(&self);
}

impl Delivery {
    pub(crate) fn new(start_controller: StartController, handles: Handles) -> Self {
        Self {
            start_controller,
            handles: StoredValue::new(handles),
            inner: StoredValue::new(Inner {
                tab: new_key(),
                browser: Browser::Untried,
                person: None,
                entered: None,
                confirmed: None,
                confirmed_at: 0,
                proven: false,
                wanted: local_flags::has_kept(),
                moves: None,
                entering: false,
                storage: None,
                visitor: None,
                later: None,
                controller: None,
            }),
            ready: RwSignal::new(false),
            reason: RwSignal::new(None),
            waiting: RwSignal::new(0),
            arrived: RwSignal::new(0),
        }
    }

    /// Begins to follow who is signed in.
    pub(crate) fn start(self) {
        self.follow();
    }

    /// Lets go of the store, the other tabs and the window.
    pub(crate) fn stop(self) {
        let held = self.with(|inner| {
            (inner.person, inner.later) = (None, None);
            let browser = std::mem::replace(&mut inner.browser, Browser::None(Reason::Refused));
            let visitor = inner.visitor.take().map(|visitor| visitor.storage);
            let storages = [inner.storage.take(), visitor];
            (inner.controller.take(), storages, browser)
        });
        let Some((controller, storages, browser)) = held else {
            return;
        };
        if let Some(controller) = controller {
            controller.flush();
            controller.stop();
        }
        for storage in storages.into_iter().flatten() {
            storage.close();
        }
        if let Browser::Open(database) = browser {
            database.close();
        }
    }

    /// Whether the records of the person who is here are open.
    pub(crate) fn is_entered(self) -> bool {
        self.ready.get()
    }

    /// Why nothing is kept beyond this page, where that is so.
    pub(crate) fn reason(self) -> Option<Reason> {
        self.reason.get()
    }

    /// How many requests and comments the backend has not confirmed.
    pub(crate) fn waiting(self) -> usize {
        self.waiting.get()
    }

    /// Counts up when something of the outbox was received: lists of requests are asked for again.
    pub(crate) fn arrived(self) -> u32 {
        self.arrived.get()
    }

    /// Whether the portal was removed while a task of it was waiting.
    pub(crate) fn is_gone(self) -> bool {
        self.handles.try_with_value(|_| ()).is_none()
    }

    /// Only as long as the portal is there.
    fn handles(self) -> Handles {
        self.handles.get_value()
    }

    /// The state, as long as the portal is there.
    fn with<T>(self, change: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner.try_update_value(change)
    }

    fn controller(self) -> Option<Rc<dyn Controller>> {
        self.with(|inner| inner.controller.clone()).flatten()
    }
}
