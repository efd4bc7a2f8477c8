//! The draft of an open form: executes the state machine that saves it.

mod adopt;
mod open;

use super::reading::stored;
use super::timing::until;
use super::{DeliveryController, UserSession};
use crate::clock::now;
use crate::delivery::draft_handle::{ContentReader, DraftStatus};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::ServiceRef;
use portico_delivery::draft::{Draft, DraftVersions};
use portico_delivery::draft_store::{Command, Content, DraftStore, Event, Notice};
use portico_delivery::store::{Durability, Outcome, Record};
use std::cell::RefCell;
use std::rc::Rc;

/// The delay before a change is read from the screen, in milliseconds; the state machine adds its own.
const LOOK: u32 = 50;

/// The form of one service in this tab, open or closed.
pub(in crate::delivery) struct Form {
    pub id: u32,
    pub service: ServiceRef,
    pub draft_store: RefCell<DraftStore>,
    /// Reads the contents of the screen, as long as it exists.
    pub read: RefCell<Option<ContentReader>>,
    /// The status to display above the form.
    pub status: ArcRwSignal<DraftStatus>,
    /// Incremented whenever the screen has to show another version.
    pub shown: ArcRwSignal<u32>,
    touched: RefCell<Option<Timeout>>,
    alarm: RefCell<Option<Timeout>>,
}

impl Form {
    pub(in crate::delivery) fn new(
        id: u32,
        service: ServiceRef,
        draft_store: DraftStore,
    ) -> Rc<Self> {
        Rc::new(Self {
            id,
            service,
            draft_store: RefCell::new(draft_store),
            read: RefCell::default(),
            status: ArcRwSignal::default(),
            shown: ArcRwSignal::new(0),
            touched: RefCell::default(),
            alarm: RefCell::default(),
        })
    }

    pub(in crate::delivery) fn draft(&self) -> Draft {
        self.draft_store.borrow().draft().clone()
    }

    /// The contents of the screen, if it is shown.
    fn content(&self) -> Option<Content> {
        self.page().and_then(|read| read())
    }

    /// Whether a page shows it.
    pub(in crate::delivery) fn is_on_screen(&self) -> bool {
        self.read.borrow().is_some()
    }

    /// The page that shows it.
    pub(in crate::delivery) fn page(&self) -> Option<ContentReader> {
        self.read.borrow().clone()
    }

    /// Whether it is in the outbox.
    pub(in crate::delivery) fn is_sent(&self) -> bool {
        self.draft_store.borrow().is_sent()
    }

    /// Whether there was ever any input.
    pub(in crate::delivery) fn is_empty(&self) -> bool {
        let draft_store = self.draft_store.borrow();
        draft_store.versions().is_none() && draft_store.is_saved()
    }
}

impl DeliveryController {
    /// The contents of the screen have changed, and will be read soon.
    pub(in crate::delivery) fn touch(&self, session: &Rc<UserSession>, form: &Rc<Form>) {
        self.watch_unload();
        if form.touched.borrow().is_some() {
            return;
        }
        let (controller, session) = (self.strong(), session.clone());
        let weak = Rc::downgrade(form);
        let look = move || {
            if let (Some(controller), Some(form)) = (controller, weak.upgrade()) {
                form.touched.take();
                controller.store_input(&session, &form);
            }
        };
        form.touched.replace(Some(Timeout::new(LOOK, look)));
    }

    /// Passes the contents of the screen to the draft store.
    pub(in crate::delivery) fn store_input(&self, session: &Rc<UserSession>, form: &Rc<Form>) {
        if let Some(content) = form.content() {
            self.tell(session, form, Event::Typed(content));
        }
    }

    /// Writes unsaved changes at once, because the page may not run later.
    pub(in crate::delivery) fn flush_form(&self, session: &Rc<UserSession>, form: &Rc<Form>) {
        if form.touched.take().is_some() {
            self.store_input(session, form);
        }
        self.tell(session, form, Event::Leaving);
    }

    pub(in crate::delivery) fn heard_of_draft(&self, session: &Rc<UserSession>, form: &Rc<Form>) {
        self.tell(session, form, Event::Changed);
    }

    /// Passes an event to the state machine, and executes its commands.
    pub(in crate::delivery) fn tell(
        &self,
        session: &Rc<UserSession>,
        form: &Rc<Form>,
        event: Event,
    ) {
        if session.is_over.get() {
            return;
        }
        let commands = form.draft_store.borrow_mut().on(event, now());
        self.obey_all(session, form, commands);
    }

    pub(in crate::delivery) fn obey_all(
        &self,
        session: &Rc<UserSession>,
        form: &Rc<Form>,
        commands: Vec<Command>,
    ) {
        for command in commands {
            self.obey(session, form, command);
        }
    }

    /// A draft no longer exists: the list must not display it again.
    pub(in crate::delivery) fn drop_draft(&self, service: &str) {
        let other = |record: &Record<DraftVersions>| record.value.main.service.id != service;
        self.drafts.update(|drafts| drafts.retain(other));
    }

    /// A draft was discarded: its server copy is being deleted.
    pub(in crate::delivery) fn discarded(&self, service: &str) {
        self.drop_draft(service);
        self.discarded.borrow_mut().push(service.to_owned());
    }

    pub(in crate::delivery) fn was_discarded(&self, service: &str) -> bool {
        self.discarded.borrow().iter().any(|one| one == service)
    }

    fn obey(&self, session: &Rc<UserSession>, form: &Rc<Form>, command: Command) {
        let (session, form) = (session.clone(), form.clone());
        match command {
            Command::WakeAt(at) => {
                let controller = self.strong();
                let weak = Rc::downgrade(&form);
                let wake = move || {
                    if let (Some(controller), Some(form)) = (controller, weak.upgrade()) {
                        controller.tell(&session, &form, Event::Wake);
                    }
                };
                form.alarm.replace(Some(Timeout::new(until(at), wake)));
            }
            Command::Load => self.spawn(async move |controller| {
                let stored = stored(&session, form.service.id.as_str()).await;
                let event =
                    stored.map_or(Event::NotLoaded, |stored| Event::Loaded(Box::new(stored)));
                controller.tell(&session, &form, event);
            }),
            Command::Store(transaction) => {
                // The browser is called synchronously, because the page may be gone after this turn of the event loop.
                let outcome = session.storage.write(&transaction);
                self.spawn(async move |controller| {
                    let outcome = outcome.await;
                    if outcome == Outcome::Done && transaction.durability != Durability::Leaving {
                        session.storage.tell(&transaction);
                    }
                    controller.tell(&session, &form, Event::Stored(outcome));
                });
            }
            Command::Push(push) => self.push(session, form, push),
            Command::Tell(notice) => self.notice(&session, &form, notice),
        }
    }

    /// Passes the state machine's status to the screen.
    fn notice(&self, session: &Rc<UserSession>, form: &Rc<Form>, notice: Notice) {
        match notice {
            Notice::Saved => {
                form.status.update(|status| {
                    status.unsaved = None;
                    status.gone = false;
                    status.saved_at = Some(now());
                });
                self.unwatch_unload();
            }
            Notice::Unsaved(outcome) => form.status.update(|status| status.unsaved = Some(outcome)),
            Notice::Elsewhere(draft) => {
                form.status.update(|status| status.elsewhere = Some(draft));
                self.held_back(session, form);
            }
            Notice::Others(count) => {
                form.status.update(|status| status.others = count);
                self.held_back(session, form);
            }
            Notice::Gone => {
                form.status.update(|status| {
                    status.elsewhere = None;
                    status.others = 0;
                    status.gone = true;
                });
                self.held_back(session, form);
            }
            Notice::Stale => {
                form.status.update(|status| status.stale = true);
                self.held_back(session, form);
            }
            Notice::RemoteGone => form.status.update(|status| status.gone_elsewhere = true),
            Notice::Show(draft) => {
                form.status.set(DraftStatus {
                    restored: Some((draft.saved_at, draft.tab)),
                    ..DraftStatus::default()
                });
                form.shown.update(|shown| *shown += 1);
            }
            Notice::Discarded(etag) => {
                self.take_off(form.service.id.as_str(), etag);
                form.status.set(DraftStatus::default());
            }
            Notice::Queued(ref etag) => {
                self.take_off(form.service.id.as_str(), etag.clone());
                self.handed_over(session, form, &notice);
            }
            Notice::InOutbox | Notice::Unsent(_) => self.handed_over(session, form, &notice),
        }
    }

    /// Continues for the same user in another storage, or for the visitor who has signed in.
    pub(in crate::delivery) fn carry(&self, before: &UserSession, session: &Rc<UserSession>) {
        let forms = std::mem::take(&mut *before.forms.borrow_mut());
        for (id, form) in forms {
            session.forms.borrow_mut().insert(id, form.clone());
            // The latest input exists only on the screen.
            if form.touched.take().is_some()
                && let Some(content) = form.content()
            {
                form.draft_store
                    .borrow_mut()
                    .on(Event::Typed(content), now());
            }
            let empty = form.is_empty();
            self.begin_again(session, &form, form.draft());
            if !empty {
                self.type_again(session, &form);
            }
        }
    }

    /// A state machine that has not read the store; its first write detects what is stored already.
    fn begin_again(&self, session: &UserSession, form: &Form, draft: Draft) {
        form.draft_store
            .replace(self.draft_store(session, draft, self.tab()));
    }

    fn draft_store(&self, session: &UserSession, mut draft: Draft, tab: String) -> DraftStore {
        draft.user.clone_from(&session.user);
        DraftStore::open(tab, draft, None, self.has_server(session))
    }

    /// Marks the current contents as changed just now.
    pub(in crate::delivery) fn type_again(&self, session: &Rc<UserSession>, form: &Rc<Form>) {
        let Draft {
            answers,
            step,
            files,
            ..
        } = form.draft();
        let content = Content {
            answers,
            step,
            files,
        };
        self.tell(session, form, Event::Typed(content));
        self.tell(session, form, Event::Wake);
    }

    pub(in crate::delivery) fn tab(&self) -> String {
        self.delivery
            .with(|inner| inner.tab.clone())
            .unwrap_or_default()
    }
}
