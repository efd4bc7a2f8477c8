//! Durable drafts and exactly-once submission: drafts, selected files and the outbox of one portal.
//!
//! This module and [`identity`] are part of every portal: they know the current user, and whether this browser stores
//! anything. Everything else is in two chunks: [`opening`] opens the user's records, and is loaded as soon as there may be
//! any or some are about to be written; the [`controller`] is loaded when a form is opened or the outbox has entries.
//!
//! How a form uses it (every page that needs the [`Delivery`] receives it as an argument):
//!
//! 1. It calls [`Delivery::start_controller`] and waits for [`Delivery::is_ready`], in parallel with its own resources.
//! 2. [`Delivery::open`] returns an [`OpenedDraft`]: the draft to fill in, with its idempotency key, and the input that
//!    this tab has stored before.
//! 3. [`DraftHandle::attach`] defines how to read the input, and [`DraftHandle::touched`] reports a change, which is
//!    stored within a second. [`DraftHandle::status`] reports versions of other tabs, devices and earlier visits.
//! 4. [`DraftHandle::send`] moves the draft into the outbox and returns the outcome of the first attempt; the outbox
//!    continues by itself. [`notice`] is displayed above the form if nothing can be stored.
//!
//! Everything here lives as long as the portal, not as long as a page.

mod age;
mod browser;
mod buttons;
pub(crate) mod comments;
mod controller;
mod draft_handle;
mod facade;
mod identity;
mod key_value;
mod local_flags;
mod notice;
mod opening;
mod record_owner;
mod sent;
mod shared_computer;
mod store;

pub(crate) use age::age;
pub(crate) use buttons::{button, confirmed};
pub(crate) use controller::{DraftElsewhere, UploadTask, start};
pub(crate) use draft_handle::{DraftHandle, FormToOpen};
pub(crate) use notice::notice;
pub(crate) use opening::records_chunk;
pub(crate) use sent::SendOutcome;
pub(crate) use shared_computer::switch;
pub(crate) use store::VolatileReason;

use crate::announcer::Announcer;
use crate::api::{Client, Failure, new_key};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::reactive::StoredValue;
use crate::session::Session;
use browser::{BrowserStore, VisitorRecords};
use draft_handle::OpenDraft;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_delivery::Millis;
use record_owner::RecordOwner;
use std::any::Any;
use std::pin::Pin;
use std::rc::Rc;
use store::UserStorage;

/// The result of loading the chunk of drafts and the outbox.
pub(crate) type Starting = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// Loads the chunk of drafts and the outbox, and creates the [`controller`] there.
pub(crate) type StartController = fn(Delivery) -> Starting;

/// The functions of the chunk that opens stored records.
#[derive(Clone, Copy)]
pub(crate) struct RecordsChunk {
    /// Opens the records of the current user, if others are open.
    enter: fn(Delivery) -> Pin<Box<dyn Future<Output = ()>>>,
    /// Destroys the records of a user who has signed out.
    see_off: fn(Host) -> Pin<Box<dyn Future<Output = ()>>>,
}

/// Loads the chunk that opens stored records.
pub(crate) type LoadRecords = fn() -> Pin<Box<dyn Future<Output = Result<RecordsChunk, Failure>>>>;

/// The drafts and the outbox of one portal. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Delivery {
    start_controller: StartController,
    load_records: LoadRecords,
    handles: StoredValue<Handles>,
    inner: StoredValue<Inner>,
    ready: RwSignal<bool>,
    reason: RwSignal<Option<VolatileReason>>,
    waiting: RwSignal<usize>,
    arrived: RwSignal<u32>,
}

/// The parts of the portal that the work on drafts and the outbox needs.
#[derive(Clone, Copy)]
pub(crate) struct Handles {
    pub host: Host,
    pub client: Client,
    pub session: Session,
    /// Announces received entries on any screen, except on those that display the news themselves.
    pub i18n: I18n,
    pub nav: Navigator,
    pub announcer: Announcer,
}

struct Inner {
    /// Identifies this tab among all tabs, as long as this portal lives.
    tab: String,
    browser: BrowserStore,
    /// The current user.
    person: Option<RecordOwner>,
    /// The owner of the open records.
    entered: Option<RecordOwner>,
    /// The user whom the backend confirmed last, unless it has revoked that.
    confirmed: Option<String>,
    /// The time of the confirmation, by the device's clock.
    confirmed_at: Millis,
    /// Whether the current user was confirmed since this portal started.
    proven: bool,
    /// Whether the stored records are needed: visitors who only read never open the browser's store.
    wanted: bool,
    /// The owner whose records are being moved to another storage.
    moves: Option<RecordOwner>,
    /// Whether a task is opening records.
    entering: bool,
    storage: Option<UserStorage>,
    /// The records of the same person from before the sign-in, until the controller adopts them.
    visitor: Option<VisitorRecords>,
    /// The timer for another attempt to open the browser's store.
    later: Option<Timeout>,
    controller: Option<Rc<dyn Controller>>,
}

/// The controller's interface for callers outside its chunk.
trait Controller: Any {
    /// Whether the current user's records have been read; callers are notified of changes.
    fn is_loaded(&self) -> bool;
    /// Opens a service's form and returns its number, see [`Delivery::open`].
    fn open(&self, form: &FormToOpen<'_>) -> u32;
    /// The open form with this number.
    fn opened(&self, id: u32) -> Option<Rc<dyn OpenDraft>>;
    /// Other records were opened, or the same owner's in another storage.
    fn entered(&self);
    /// Another tab sent a message.
    fn heard(&self, message: &str);
    /// The backend has confirmed the current user.
    fn confirmed(&self);
    /// Writes all unsaved changes.
    fn flush(&self);
    fn stop(&self);
}

impl Delivery {
    pub(crate) fn new(
        start_controller: StartController,
        load_records: LoadRecords,
        handles: Handles,
    ) -> Self {
        Self {
            start_controller,
            load_records,
            handles: StoredValue::new(handles),
            inner: StoredValue::new(Inner {
                tab: new_key(),
                browser: BrowserStore::Untried,
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

    /// Starts to follow the current user.
    pub(crate) fn start(self) {
        self.follow();
    }

    /// Closes the store, the channel to other tabs, and the listeners on the window.
    pub(crate) fn stop(self) {
        let held = self.with(|inner| {
            (inner.person, inner.later) = (None, None);
            let browser = std::mem::replace(
                &mut inner.browser,
                BrowserStore::None(VolatileReason::Refused),
            );
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
        if let BrowserStore::Open(database) = browser {
            database.close();
        }
    }

    /// Loads the controller and creates it. After a failure, the next call tries again.
    pub(crate) fn start_controller(self) -> Starting {
        (self.start_controller)(self)
    }

    /// Whether the controller was created. Without it, no form can be opened.
    pub(crate) fn has_controller(self) -> bool {
        self.controller().is_some()
    }

    /// Whether the current user's records have been read by the controller. Until then, forms wait.
    pub(crate) fn is_ready(self) -> bool {
        self.want();
        self.is_entered()
            && self
                .controller()
                .is_some_and(|controller| controller.is_loaded())
    }

    /// Whether the records of the current user are open.
    pub(crate) fn is_entered(self) -> bool {
        self.ready.get()
    }

    /// The reason why nothing is stored beyond this page, if that is so.
    pub(crate) fn reason(self) -> Option<VolatileReason> {
        self.reason.get()
    }

    /// The number of requests and comments that the backend has not confirmed.
    pub(crate) fn waiting(self) -> usize {
        self.waiting.get()
    }

    /// Incremented when an outbox entry is received, so that lists of requests are loaded again.
    pub(crate) fn arrived(self) -> u32 {
        self.arrived.get()
    }

    /// Whether the portal was removed while one of its tasks was waiting.
    pub(crate) fn is_gone(self) -> bool {
        self.handles.try_with_value(|_| ()).is_none()
    }

    /// `None` once the portal is removed.
    fn handles(self) -> Handles {
        self.handles.get_value()
    }

    /// The state; `None` once the portal is removed.
    fn with<T>(self, change: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner.try_update_value(change)
    }

    fn controller(self) -> Option<Rc<dyn Controller>> {
        self.with(|inner| inner.controller.clone()).flatten()
    }
}
