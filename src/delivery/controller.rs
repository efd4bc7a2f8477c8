//! The controller of drafts and the outbox: the records that were read from the store, and the state machines of this
//! tab.

mod draft;
mod outbox;
mod reading;
mod remote;
mod timing;
mod upload;

pub(super) use draft::Form;
pub(crate) use remote::DraftElsewhere;
pub(crate) use upload::UploadTask;

use super::browser::FILE_LIFE;
use super::draft_handle::{FormToOpen, OpenDraft};
use super::record_owner::RecordOwner;
use super::store::UserStorage;
use super::{Controller, Delivery, Handles, key_value};
use crate::clock::now;
use crate::history::Listener;
use crate::reactive::spawn_local;
use leptos::prelude::*;
use outbox::OutboxRunner;
use portico_delivery::DAY;
use portico_delivery::draft::{DraftVersions, Expiry, expiry};
use portico_delivery::outbox::Entry;
use portico_delivery::store::{Outcome, Record, Transaction, Unreadable, draft_id, entry_id};
use reading::read_all;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

/// The messages between tabs: the ID of a written record, or one of these followed by a service's ID.
const OPENED: &str = "opened/";
const OPEN_HERE: &str = "open here/";

/// The controller of one portal.
pub(super) struct DeliveryController {
    pub handles: Handles,
    pub delivery: Delivery,
    /// The records of the current user.
    pub drafts: ArcRwSignal<Vec<Record<DraftVersions>>>,
    pub entries: ArcRwSignal<Vec<Record<Entry>>>,
    pub unreadable: ArcRwSignal<Vec<Unreadable>>,
    /// Whether these are all records.
    pub loaded: ArcRwSignal<bool>,
    /// Whether the store refuses writes.
    pub refused: ArcRwSignal<Option<Outcome>>,
    /// Services whose draft was discarded in this tab.
    pub discarded: RefCell<Vec<String>>,
    weak: Weak<Self>,
    session: RefCell<Rc<UserSession>>,
    listeners: RefCell<Vec<Listener>>,
    /// Listens for the page's unloading while something is unsaved: a browser keeps no page with such a listener for
    /// "Back".
    unload: RefCell<Option<Listener>>,
    /// The number of the read whose result is on the screen, see [`DeliveryController::number`].
    pub shown_drafts: Cell<u32>,
    pub shown_entries: Cell<u32>,
    next: Cell<u32>,
}

/// The state for one user. The next user gets a new session, so that nothing reaches the wrong person.
pub(super) struct UserSession {
    pub person: Option<RecordOwner>,
    /// The user's ID in drafts and entries.
    pub user: String,
    pub storage: UserStorage,
    pub forms: RefCell<BTreeMap<u32, Rc<Form>>>,
    pub outbox: Rc<OutboxRunner>,
    /// The file of an outbox entry that is being uploaded.
    pub upload_task: RefCell<Option<Rc<UploadTask>>>,
    pub is_over: Cell<bool>,
}

/// Creates the controller of a portal, if it has none yet.
pub(crate) fn start(delivery: Delivery) {
    if delivery.controller().is_some() || delivery.is_gone() {
        return;
    }
    let controller = Rc::new_cyclic(|weak| DeliveryController {
        handles: delivery.handles(),
        delivery,
        drafts: ArcRwSignal::new(Vec::new()),
        entries: ArcRwSignal::new(Vec::new()),
        unreadable: ArcRwSignal::new(Vec::new()),
        loaded: ArcRwSignal::new(false),
        refused: ArcRwSignal::new(None),
        discarded: RefCell::default(),
        weak: weak.clone(),
        session: RefCell::new(UserSession::new(None, UserStorage::memory(), String::new())),
        listeners: RefCell::default(),
        unload: RefCell::default(),
        shown_drafts: Cell::new(0),
        shown_entries: Cell::new(0),
        next: Cell::new(0),
    });
    controller.listen();
    let work: Rc<dyn Controller> = controller.clone();
    delivery.with(|inner| inner.controller = Some(work));
    controller.entered();
}

impl Delivery {
    /// The controller, if there is one.
    pub(super) fn loaded_controller(self) -> Option<Rc<DeliveryController>> {
        let work: Rc<dyn Any> = self.controller()?;
        work.downcast().ok()
    }
}

impl UserSession {
    fn new(person: Option<RecordOwner>, storage: UserStorage, tab: String) -> Rc<Self> {
        let user = match &person {
            Some(RecordOwner::User(id)) => id.clone(),
            _ => "visitor".to_owned(),
        };
        Rc::new(Self {
            outbox: OutboxRunner::new(tab, user.clone(), &storage),
            person,
            user,
            storage,
            forms: RefCell::default(),
            upload_task: RefCell::default(),
            is_over: Cell::new(false),
        })
    }
}

impl DeliveryController {
    /// The session of the current user.
    pub(super) fn session(&self) -> Rc<UserSession> {
        self.session.borrow().clone()
    }

    pub(super) fn strong(&self) -> Option<Rc<Self>> {
        self.weak.upgrade()
    }

    /// A number that is unique within this controller.
    pub(super) fn number(&self) -> u32 {
        self.next.set(self.next.get() + 1);
        self.next.get()
    }

    /// Runs a task that ends with the portal.
    pub(super) fn spawn<F: Future<Output = ()> + 'static>(&self, task: impl FnOnce(Rc<Self>) -> F) {
        if let Some(me) = self.strong() {
            spawn_local(task(me));
        }
    }

    /// Asks the other tabs whether they have the same form open.
    pub(super) fn ask_around(&self, session: &UserSession, service: &str) {
        session.storage.say(&[OPENED, service].concat());
    }

    /// Passes a transaction to the store, and tells the other tabs.
    pub(super) async fn store(&self, session: &UserSession, transaction: &Transaction) -> Outcome {
        let outcome = session.storage.write(transaction).await;
        if outcome == Outcome::Done {
            session.storage.tell(transaction);
        }
        outcome
    }

    /// Deletes drafts that have expired after a warning.
    async fn expire(&self, session: &Rc<UserSession>) {
        let now = now();
        let over =
            |record: &&Record<DraftVersions>| expiry(&record.value.main, now) == Expiry::Over;
        let over = self.drafts.with_untracked(|all| {
            all.iter()
                .filter(over)
                .map(Record::discard)
                .collect::<Vec<_>>()
        });
        for transaction in &over {
            self.store(session, transaction).await;
        }
        if !over.is_empty() {
            self.read(session).await;
        }
    }

    /// Deletes older files that neither a draft nor an entry refers to. A newer file may have been selected or copied
    /// in another tab that has not stored its reference yet.
    async fn tidy_files(session: &Rc<UserSession>) {
        let old = (now() + FILE_LIFE).saturating_sub(DAY);
        let Some(files) = session.storage.files(old).await else {
            return;
        };
        let Some(kept) = read_all(&session.storage).await else {
            return;
        };
        // Unreadable records and unmerged leftovers may refer to any of them.
        if !kept.unreadable.is_empty() || !kept.leftovers.is_empty() {
            return;
        }
        let named = Self::named_files(session, &kept);
        let own = |id: &&String| !named.contains(*id) && !key_value::is_key_value_id(id);
        for id in files.iter().filter(own) {
            session.storage.drop_file(id).await;
        }
    }

    /// Something is unsaved. `beforeunload` then reports early that the user leaves, while there is time to encrypt it.
    pub(super) fn watch_unload(&self) {
        let mut unload = self.unload.borrow_mut();
        if unload.is_none() {
            let weak = self.weak.clone();
            *unload = Listener::new("beforeunload", move || {
                if let Some(controller) = weak.upgrade() {
                    controller.leaving();
                }
            });
        }
    }

    /// Something was saved.
    pub(super) fn unwatch_unload(&self) {
        let session = self.session();
        let forms = session.forms.borrow();
        if forms
            .values()
            .all(|form| form.draft_store.borrow().is_saved())
        {
            self.unload.take();
        }
    }

    fn listen(&self) {
        let weak = self.weak.clone();
        let on = move |event, act: fn(&DeliveryController)| {
            let weak = weak.clone();
            Listener::new(event, move || {
                if let Some(controller) = weak.upgrade() {
                    act(&controller);
                }
            })
        };
        let leaving: fn(&Self) = |controller| controller.leaving();
        let listeners = [
            on("pagehide", leaving),
            on("visibilitychange", |controller| {
                if document().hidden() {
                    controller.leaving();
                } else {
                    controller.wake();
                }
            }),
            on("online", Self::wake),
            on("offline", Self::wake),
            on("pageshow", Self::wake),
        ];
        self.listeners
            .replace(listeners.into_iter().flatten().collect());
    }

    /// The page may never run again.
    fn leaving(&self) {
        let session = self.session();
        for form in session.forms.borrow().values() {
            self.flush_form(&session, form);
        }
    }
}

impl Controller for DeliveryController {
    fn is_loaded(&self) -> bool {
        self.loaded.get()
    }

    fn open(&self, form: &FormToOpen<'_>) -> u32 {
        self.open_of_service(form)
    }

    fn opened(&self, id: u32) -> Option<Rc<dyn OpenDraft>> {
        Some(Rc::new(self.opened_form(id)?))
    }

    fn entered(&self) {
        let Some((person, storage, tab)) = self.delivery.with(|inner| {
            let storage = inner.storage.clone().unwrap_or_else(UserStorage::memory);
            (inner.entered.clone(), storage, inner.tab.clone())
        }) else {
            return;
        };
        let known = person.is_some();
        let session = UserSession::new(person, storage, tab);
        let before = self.session.replace(session.clone());
        before.is_over.set(true);
        before.outbox.stop();
        // The same user continues in another storage, such as memory instead of the browser's store.
        let goes_on = known && before.person == session.person;
        if !goes_on {
            self.loaded.set(false);
            self.drafts.set(Vec::new());
            self.entries.set(Vec::new());
        }
        if !known {
            return;
        }
        if goes_on {
            self.carry(&before, &session);
        }
        let visitor = self.delivery.with(|inner| inner.visitor.take()).flatten();
        self.spawn(async move |controller| {
            // A visitor who has signed in continues under their own name. No form opens before that.
            if !goes_on && before.person == Some(RecordOwner::Visitor) {
                controller.carry(&before, &session);
            }
            if let Some(visitor) = visitor {
                controller.adopt(&session, &visitor).await;
                visitor.storage.close();
            }
            controller.read(&session).await;
            controller.wake();
            controller.expire(&session).await;
            Self::tidy_files(&session).await;
        });
    }

    fn heard(&self, message: &str) {
        let session = self.session();
        if let Some(service) = message.strip_prefix(OPENED) {
            let open = session.form_of_service(service);
            if open.is_some_and(|form| form.is_on_screen()) {
                session.storage.say(&[OPEN_HERE, service].concat());
            }
            return;
        }
        if let Some(service) = message.strip_prefix(OPEN_HERE) {
            if let Some(form) = session.form_of_service(service) {
                form.status.update(|status| status.open_elsewhere = true);
            }
            return;
        }
        let is_meant = |form: &&Rc<Form>| {
            draft_id(form.service.id.as_str()) == message || entry_id(&form.draft().key) == message
        };
        let forms: Vec<_> = session.forms.borrow().values().cloned().collect();
        for form in forms.iter().filter(is_meant) {
            self.heard_of_draft(&session, form);
        }
        self.spawn(async move |controller| {
            controller.read(&session).await;
            controller.wake();
        });
    }

    fn confirmed(&self) {
        self.wake();
    }

    fn flush(&self) {
        self.leaving();
    }

    fn stop(&self) {
        self.listeners.borrow_mut().clear();
        self.unload.take();
        let session = self.session();
        session.is_over.set(true);
        session.outbox.stop();
        session.upload_task.take();
        session.forms.borrow_mut().clear();
    }
}
