//! Where drafts and the outbox are worked on: what was read from the store, and what goes on in this tab.

mod draft;
mod outbox;
mod reading;
mod remote;
mod sent;
mod timing;
mod upload;

pub(super) use draft::Form;
pub(crate) use draft::{DraftHandle, DraftStatus};
pub(crate) use remote::DraftElsewhere;
pub(crate) use sent::Sent;
pub(crate) use upload::UploadTask;

use super::browser::FILE_LIFE;
use super::person::Person;
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

/// What tabs tell each other: the id of a record that they have written, or one of these before a service's id.
const OPENED: &str = "opened/";
const OPEN_HERE: &str = "open here/";

/// The controller of one portal.
pub(super) struct DeliveryController {
    pub handles: Handles,
    pub delivery: Delivery,
    /// What was read for the person who is here.
    pub drafts: ArcRwSignal<Vec<Record<DraftVersions>>>,
    pub entries: ArcRwSignal<Vec<Record<Entry>>>,
    pub unreadable: ArcRwSignal<Vec<Unreadable>>,
    /// Whether that is all there is.
    pub loaded: ArcRwSignal<bool>,
    /// Whether the store refuses what it is given.
    pub refused: ArcRwSignal<Option<Outcome>>,
    /// Services whose draft was given up in this tab.
    pub discarded: RefCell<Vec<String>>,
    weak: Weak<Self>,
    session: RefCell<Rc<UserSession>>,
    listeners: RefCell<Vec<Listener>>,
    /// Hears that the page is about to go, as long as something is not stored: a browser that has such a listener keeps no
    /// page for "Back".
    unload: RefCell<Option<Listener>>,
    /// Which read of the store is on the screen, by [`DeliveryController::number`].
    pub shown_drafts: Cell<u32>,
    pub shown_entries: Cell<u32>,
    next: Cell<u32>,
}

/// What is open for one person. Whoever comes later gets another one, so that nothing gets into the wrong hands.
pub(super) struct UserSession {
    pub person: Option<Person>,
    /// Who it is in drafts and entries.
    pub user: String,
    pub storage: UserStorage,
    pub forms: RefCell<BTreeMap<u32, Rc<Form>>>,
    pub outbox: Rc<OutboxRunner>,
    /// The file that an entry of the outbox waits for and that is being uploaded.
    pub upload_task: RefCell<Option<Rc<UploadTask>>>,
    pub is_over: Cell<bool>,
}

/// Makes the controller of a portal, if it has none yet.
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
    /// The controller, where there is one.
    pub(super) fn loaded_controller(self) -> Option<Rc<DeliveryController>> {
        let work: Rc<dyn Any> = self.controller()?;
        work.downcast().ok()
    }

    /// Whether it is known what was kept for the person who is here. Until then a form waits.
    pub(crate) fn is_ready(self) -> bool {
        self.want();
        if !self.is_entered() {
            return false;
        }
        start(self);
        self.loaded_controller()
            .is_some_and(|controller| controller.loaded.get())
    }
}

impl UserSession {
    fn new(person: Option<Person>, storage: UserStorage, tab: String) -> Rc<Self> {
        let user = match &person {
            Some(Person::User(id)) => id.clone(),
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
    /// Whoever sits here now.
    pub(super) fn session(&self) -> Rc<UserSession> {
        self.session.borrow().clone()
    }

    pub(super) fn strong(&self) -> Option<Rc<Self>> {
        self.weak.upgrade()
    }

    /// A number that nothing else of this controller has.
    pub(super) fn number(&self) -> u32 {
        self.next.set(self.next.get() + 1);
        self.next.get()
    }

    /// Runs a task that ends when the portal goes.
    pub(super) fn spawn<F: Future<Output = ()> + 'static>(&self, task: impl FnOnce(Rc<Self>) -> F) {
        if let Some(me) = self.strong() {
            spawn_local(task(me));
        }
    }

    /// Asks the other tabs whether they have a form open too.
    pub(super) fn ask_around(&self, session: &UserSession, service: &str) {
        session.storage.say(&[OPENED, service].concat());
    }

    /// Hands a transaction to the store and tells the other tabs.
    pub(super) async fn store(&self, session: &UserSession, transaction: &Transaction) -> Outcome {
        let outcome = session.storage.write(transaction).await;
        if outcome == Outcome::Done {
            session.storage.tell(transaction);
        }
        outcome
    }

    /// Removes drafts that have had their time and their warning.
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

    /// Drops files that were kept a while ago and that neither a draft nor an entry names any more. A file that is
    /// younger may have been chosen in another tab, or copied for it, that has not stored yet what names it.
    async fn tidy_files(session: &Rc<UserSession>) {
        let old = (now() + FILE_LIFE).saturating_sub(DAY);
        let Some(files) = session.storage.files(old).await else {
            return;
        };
        let Some(kept) = read_all(&session.storage).await else {
            return;
        };
        // What cannot be read, or taken in, may name any of them.
        if !kept.unreadable.is_empty() || !kept.left.is_empty() {
            return;
        }
        let named = Self::named_files(session, &kept);
        let own = |id: &&String| !named.contains(*id) && !key_value::is_aside(id);
        for id in files.iter().filter(own) {
            session.storage.drop_file(id).await;
        }
    }

    /// Something is not stored. Whoever leaves then says so by `beforeunload` first, when there is still time to encrypt it.
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

    /// Something was stored.
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
        // The same person in another place, such as memory instead of the browser's store, goes on typing.
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
            // A visitor who has signed in goes on typing under their own name. No form opens before it has that.
            if !goes_on && before.person == Some(Person::Visitor) {
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
        let forms: Vec<_> = session.forms.borrow().values().cloned().collect();
        let of = |service: &str| {
            forms
                .iter()
                .find(|form| form.service.id.as_str() == service)
        };
        if let Some(service) = message.strip_prefix(OPENED) {
            if of(service).is_some_and(|form| form.is_on_screen()) {
                session.storage.say(&[OPEN_HERE, service].concat());
            }
            return;
        }
        if let Some(service) = message.strip_prefix(OPEN_HERE) {
            if let Some(form) = of(service) {
                form.status.update(|status| status.open_elsewhere = true);
            }
            return;
        }
        let is_meant = |form: &&Rc<Form>| {
            draft_id(form.service.id.as_str()) == message || entry_id(&form.draft().key) == message
        };
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
