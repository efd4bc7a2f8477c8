//! An open form's draft: the machine that keeps it, carried out in this browser.

mod adopt;
mod handle;

pub(crate) use handle::{DraftHandle, DraftStatus};

use super::reading::stored;
use super::timing::until;
use super::{DeliveryController, UserSession};
use crate::clock::now;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::ServiceRef;
use portico_delivery::draft::{Command, Content, Draft, DraftStore, DraftVersions, Event, Notice};
use portico_delivery::store::{Durability, Outcome, Record};
use std::cell::RefCell;
use std::rc::Rc;

/// What is typed is looked at this long after a change, in milliseconds; the machine adds its own patience.
const LOOK: u32 = 50;

/// How to read what is on the screen; nothing where that is gone.
pub(in crate::delivery) type Read = Rc<dyn Fn() -> Option<Content>>;

/// One service's form in this tab, open or left.
pub(in crate::delivery) struct Form {
    pub id: u32,
    pub service: ServiceRef,
    pub draft_store: RefCell<DraftStore>,
    /// How to read what is on the screen, as long as it is there.
    pub read: RefCell<Option<Read>>,
    /// What there is to say above the form.
    pub news: ArcRwSignal<DraftStatus>,
    /// Raised whenever the screen is to show another version.
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
            news: ArcRwSignal::default(),
            shown: ArcRwSignal::new(0),
            touched: RefCell::default(),
            alarm: RefCell::default(),
        })
    }

    pub(in crate::delivery) fn draft(&self) -> Draft {
        self.draft_store.borrow().draft().clone()
    }

    /// What is on the screen, where it is shown.
    fn content(&self) -> Option<Content> {
        let read = self.read.borrow().clone();
        read.and_then(|read| read())
    }

    /// Whether a page shows it.
    pub(in crate::delivery) fn is_on_screen(&self) -> bool {
        self.read.borrow().is_some()
    }

    /// Whether anything was ever typed into it.
    pub(in crate::delivery) fn is_empty(&self) -> bool {
        let draft_store = self.draft_store.borrow();
        draft_store.versions().is_none() && draft_store.is_saved()
    }
}

impl DeliveryController {
    /// Something changed on the screen; looked at soon.
    pub(in crate::delivery) fn touch(&self, sitting: &Rc<UserSession>, form: &Rc<Form>) {
        self.watch_unload();
        if form.touched.borrow().is_some() {
            return;
        }
        let (desk, sitting) = (self.me(), sitting.clone());
        let weak = Rc::downgrade(form);
        let look = move || {
            if let (Some(desk), Some(form)) = (desk, weak.upgrade()) {
                form.touched.take();
                desk.take_in(&sitting, &form);
            }
        };
        form.touched.replace(Some(Timeout::new(LOOK, look)));
    }

    /// Takes what is on the screen into the draft.
    pub(in crate::delivery) fn take_in(&self, sitting: &Rc<UserSession>, form: &Rc<Form>) {
        if let Some(content) = form.content() {
            self.tell(sitting, form, Event::Typed(content));
        }
    }

    /// Writes at once what is not written yet: nobody may be there later.
    pub(in crate::delivery) fn flush_form(&self, sitting: &Rc<UserSession>, form: &Rc<Form>) {
        if form.touched.take().is_some() {
            self.take_in(sitting, form);
        }
        self.tell(sitting, form, Event::Leaving);
    }

    pub(in crate::delivery) fn heard_of_draft(&self, sitting: &Rc<UserSession>, form: &Rc<Form>) {
        self.tell(sitting, form, Event::Changed);
    }

    /// Lets the machine know, and does what it says.
    pub(in crate::delivery) fn tell(
        &self,
        sitting: &Rc<UserSession>,
        form: &Rc<Form>,
        event: Event,
    ) {
        if sitting.is_over.get() {
            return;
        }
        let commands = form.draft_store.borrow_mut().on(event, now());
        self.obey_all(sitting, form, commands);
    }

    pub(in crate::delivery) fn obey_all(
        &self,
        sitting: &Rc<UserSession>,
        form: &Rc<Form>,
        commands: Vec<Command>,
    ) {
        for command in commands {
            self.obey(sitting, form, command);
        }
    }

    /// A draft is there no more: the list does not bring it back.
    pub(in crate::delivery) fn forget_draft(&self, service: &str) {
        let other = |record: &Record<DraftVersions>| record.value.main.service.id != service;
        self.drafts.update(|drafts| drafts.retain(other));
    }

    /// Somebody has given a draft up: what the server still has of it is on its way out.
    pub(in crate::delivery) fn discarded(&self, service: &str) {
        self.forget_draft(service);
        self.discarded.borrow_mut().push(service.to_owned());
    }

    pub(in crate::delivery) fn was_discarded(&self, service: &str) -> bool {
        self.discarded.borrow().iter().any(|one| one == service)
    }

    fn obey(&self, sitting: &Rc<UserSession>, form: &Rc<Form>, command: Command) {
        let (sitting, form) = (sitting.clone(), form.clone());
        match command {
            Command::WakeAt(at) => {
                let desk = self.me();
                let weak = Rc::downgrade(&form);
                let wake = move || {
                    if let (Some(desk), Some(form)) = (desk, weak.upgrade()) {
                        desk.tell(&sitting, &form, Event::Wake);
                    }
                };
                form.alarm.replace(Some(Timeout::new(until(at), wake)));
            }
            Command::Load => self.spawn(async move |desk| {
                let stored = stored(&sitting, form.service.id.as_str()).await;
                let event =
                    stored.map_or(Event::NotLoaded, |stored| Event::Loaded(Box::new(stored)));
                desk.tell(&sitting, &form, event);
            }),
            Command::Store(transaction) => {
                // The browser is asked now: after this turn the page may be gone.
                let outcome = sitting.shelf.write(&transaction);
                self.spawn(async move |desk| {
                    let outcome = outcome.await;
                    if outcome == Outcome::Done && transaction.durability != Durability::Leaving {
                        sitting.shelf.tell(&transaction);
                    }
                    desk.tell(&sitting, &form, Event::Stored(outcome));
                });
            }
            Command::Push(push) => self.push(sitting, form, push),
            Command::Tell(notice) => self.notice(&sitting, &form, notice),
        }
    }

    /// Puts what the machine has to say where the screen sees it.
    fn notice(&self, sitting: &Rc<UserSession>, form: &Rc<Form>, notice: Notice) {
        match notice {
            Notice::Saved => {
                form.news.update(|news| {
                    news.unsaved = None;
                    news.gone = false;
                    news.saved_at = Some(now());
                });
                self.unwatch_unload();
            }
            Notice::Unsaved(outcome) => form.news.update(|news| news.unsaved = Some(outcome)),
            Notice::Elsewhere(draft) => {
                form.news.update(|news| news.elsewhere = Some(draft));
                self.held_back(sitting, form);
            }
            Notice::Others(count) => {
                form.news.update(|news| news.others = count);
                self.held_back(sitting, form);
            }
            Notice::Gone => {
                form.news.update(|news| {
                    news.elsewhere = None;
                    news.others = 0;
                    news.gone = true;
                });
                self.held_back(sitting, form);
            }
            Notice::Stale => {
                form.news.update(|news| news.stale = true);
                self.held_back(sitting, form);
            }
            Notice::RemoteGone => form.news.update(|news| news.gone_elsewhere = true),
            Notice::Show(draft) => {
                form.news.set(DraftStatus {
                    restored: Some((draft.saved_at, draft.tab)),
                    ..DraftStatus::default()
                });
                form.shown.update(|shown| *shown += 1);
            }
            Notice::Discarded(etag) => {
                self.take_off(form.service.id.as_str(), etag);
                form.news.set(DraftStatus::default());
            }
            Notice::Queued(ref etag) => {
                self.take_off(form.service.id.as_str(), etag.clone());
                self.handed_over(sitting, form, &notice);
            }
            Notice::InOutbox | Notice::Unsent(_) => self.handed_over(sitting, form, &notice),
        }
    }

    /// Goes on typing for the same person in another place, or for the visitor who has signed in.
    pub(in crate::delivery) fn carry(&self, before: &UserSession, sitting: &Rc<UserSession>) {
        let forms = std::mem::take(&mut *before.forms.borrow_mut());
        for (id, form) in forms {
            sitting.forms.borrow_mut().insert(id, form.clone());
            // What was typed a moment ago is on the screen alone.
            if form.touched.take().is_some()
                && let Some(content) = form.content()
            {
                form.draft_store
                    .borrow_mut()
                    .on(Event::Typed(content), now());
            }
            let empty = form.is_empty();
            self.begin_again(sitting, &form, form.draft());
            if !empty {
                self.type_again(sitting, &form);
            }
        }
    }

    /// A machine that has not seen the store; what lies there already is found by its first write.
    fn begin_again(&self, sitting: &UserSession, form: &Form, draft: Draft) {
        form.draft_store
            .replace(self.draft_store(sitting, draft, self.tab()));
    }

    fn draft_store(&self, sitting: &UserSession, mut draft: Draft, tab: String) -> DraftStore {
        draft.user.clone_from(&sitting.user);
        DraftStore::open(tab, draft, None, self.has_server(sitting))
    }

    /// The draft as it is counts as typed just now.
    pub(in crate::delivery) fn type_again(&self, sitting: &Rc<UserSession>, form: &Rc<Form>) {
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
        self.tell(sitting, form, Event::Typed(content));
        self.tell(sitting, form, Event::Wake);
    }

    pub(in crate::delivery) fn tab(&self) -> String {
        self.delivery
            .with(|inner| inner.tab.clone())
            .unwrap_or_default()
    }
}
