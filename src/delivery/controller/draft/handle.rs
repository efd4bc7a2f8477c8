//! A page's view of a draft: a handle, and its status.

use super::super::sent::SendOutcome;
use super::super::{DeliveryController, UserSession};
use super::Form;
use crate::api::new_key;
use crate::clock::now;
use crate::delivery::Delivery;
use crate::delivery::browser::FILE_LIFE;
use leptos::prelude::*;
use portico_contract::ServiceRef;
use portico_delivery::Millis;
use portico_delivery::draft::{Draft, DraftVersions, Migrated, Service, Unfit};
use portico_delivery::draft_store::{Choice, Content, DraftStore, Event};
use portico_delivery::store::{Outcome, Record};
use portico_delivery::upload::Upload;
use serde_json::{Map, Value};
use std::rc::Rc;

/// A form's draft. A handle: copying it copies no state. It has no effect once another user has signed in.
#[derive(Clone, Copy)]
pub(crate) struct DraftHandle {
    pub(in crate::delivery) delivery: Delivery,
    id: u32,
}

/// A form that was just opened.
pub(crate) struct OpenedDraft {
    pub draft: DraftHandle,
    /// All answers of the form: the defaults, or the stored input.
    pub answers: Value,
    /// The open step, from 0.
    pub step: u32,
    /// The selected files.
    pub files: Vec<Upload>,
}

/// The status of a draft, see [`super::super::notice`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DraftStatus {
    /// When it was last saved.
    pub saved_at: Option<Millis>,
    /// The store refuses to save: the input would be lost with this tab.
    pub unsaved: Option<Outcome>,
    /// The contents come from an earlier visit, at this time, in this tab or on this device.
    pub restored: Option<(Millis, String)>,
    /// Another tab has a different version of this draft.
    pub elsewhere: Option<Draft>,
    /// Another tab shows the same form.
    pub open_elsewhere: bool,
    /// The number of other stored versions.
    pub others: usize,
    /// It was sent or discarded in another tab: further input is a new draft.
    pub gone: bool,
    /// It is so old that it is unknown whether another device has sent it.
    pub stale: bool,
    /// It was refused because the form has changed.
    pub form_changed: bool,
    /// It was sent or discarded on another device; the local draft stays.
    pub gone_elsewhere: bool,
}

impl Delivery {
    /// Opens a service's form, once [`is_ready`](Self::is_ready). `first` are the initial answers without any input;
    /// `migrate` converts input for an older version of the form.
    pub(crate) fn open(
        self,
        service: &ServiceRef,
        version: &str,
        first: Value,
        migrate: &dyn Fn(&Value) -> Migrated,
    ) -> OpenedDraft {
        super::super::start(self);
        let id = self
            .loaded_controller()
            .map(|controller| controller.open(service, version, first.clone(), migrate))
            .unwrap_or_default();
        let draft = DraftHandle { delivery: self, id };
        let form = draft.form().map(|(_, _, form)| form.draft());
        let (answers, step, files) = form.map_or((first, 0, Vec::new()), |draft| {
            (draft.answers, draft.step, draft.files)
        });
        OpenedDraft {
            draft,
            answers,
            step,
            files,
        }
    }
}

impl DeliveryController {
    fn open(
        &self,
        service: &ServiceRef,
        version: &str,
        first: Value,
        migrate: &dyn Fn(&Value) -> Migrated,
    ) -> u32 {
        let session = self.session();
        let mine = |form: &&Rc<Form>| form.service.id == service.id;
        let open = session.forms.borrow().values().find(mine).cloned();
        let form = open.unwrap_or_else(|| {
            let mine = |record: &&Record<DraftVersions>| is_of(record, service.id.as_str());
            let kept = self
                .drafts
                .with_untracked(|drafts| drafts.iter().find(mine).cloned());
            let restored = kept.as_ref().map(|record| {
                let main = &record.value.main;
                (main.saved_at, String::new())
            });
            let others = kept.as_ref().map_or(0, |record| record.value.others.len());
            let listed = Service {
                id: service.id.0.clone(),
                name: service.name.clone(),
            };
            let user = session.user.clone();
            let new = Draft::new(listed, user, version.to_owned(), new_key(), first);
            let draft_store = DraftStore::open(self.tab(), new, kept, self.has_server(&session));
            let form = Form::new(self.number(), service.clone(), draft_store);
            form.status.update(|status| {
                status.restored = restored;
                status.others = others;
            });
            session.forms.borrow_mut().insert(form.id, form.clone());
            // The deletion of the server's copy may still be in progress.
            if !self.was_discarded(service.id.as_str()) {
                self.meet(&session, &form);
            }
            form
        });
        self.ask_around(&session, service.id.as_str());
        let draft = form.draft();
        if draft.form_version != version {
            let event = Event::FormChanged {
                form_version: version.to_owned(),
                migrated: migrate(&draft.answers),
            };
            self.tell(&session, &form, event);
        }
        form.id
    }
}

impl DeliveryController {
    /// The form of a draft in this tab: the open one, or a temporary one for this action.
    pub(in crate::delivery) fn form_of(
        &self,
        session: &Rc<UserSession>,
        record: &Record<DraftVersions>,
    ) -> Rc<Form> {
        let main = &record.value.main;
        let mine = |form: &&Rc<Form>| form.service.id.as_str() == main.service.id;
        let open = session.forms.borrow().values().find(mine).cloned();
        open.unwrap_or_else(|| {
            let service = ServiceRef {
                id: main.service.id.clone().into(),
                name: main.service.name.clone(),
                icon: None,
                language: None,
            };
            let kept = Some(record.clone());
            let draft_store =
                DraftStore::open(self.tab(), main.clone(), kept, self.has_server(session));
            Form::new(self.number(), service, draft_store)
        })
    }
}

/// A service's draft in the store.
fn is_of(record: &Record<DraftVersions>, service: &str) -> bool {
    record.value.main.service.id == service
}

impl DraftHandle {
    fn form(self) -> Option<(Rc<DeliveryController>, Rc<UserSession>, Rc<Form>)> {
        let controller = self.delivery.loaded_controller()?;
        let session = controller.session();
        let form = session.forms.borrow().get(&self.id).cloned()?;
        Some((controller, session, form))
    }

    fn tell(self, event: Event) {
        if let Some((controller, session, form)) = self.form() {
            controller.tell(&session, &form, event);
        }
    }

    /// Defines how to read the screen, until the current owner is disposed of; then the draft is saved at once. `read`
    /// returns `None` once there is nothing to read.
    pub(crate) fn attach(self, read: impl Fn() -> Option<Content> + 'static) {
        if let Some((_, _, form)) = self.form() {
            form.read.replace(Some(Rc::new(read)));
        }
        on_cleanup(move || {
            if let Some((controller, session, form)) = self.form() {
                controller.flush_form(&session, &form);
                form.read.take();
            }
        });
    }

    /// The key of the entry in the outbox.
    pub(crate) fn key(self) -> String {
        self.form()
            .map_or_else(String::new, |(_, _, form)| form.draft().key)
    }

    /// The input, a selection or an upload has changed.
    pub(crate) fn touched(self) {
        if let Some((controller, session, form)) = self.form() {
            controller.touch(&session, &form);
        }
    }

    /// The status of the draft; callers are notified of changes.
    pub(crate) fn status(self) -> DraftStatus {
        self.form()
            .map(|(_, _, form)| form.status.get())
            .unwrap_or_default()
    }

    /// Changes whenever the screen has to be rebuilt with [`Delivery::open`]; callers are notified of changes. A form
    /// that no longer exists counts as changed.
    pub(crate) fn shown(self) -> u32 {
        self.form()
            .map_or(u32::MAX, |(_, _, form)| form.shown.get())
    }

    /// Answers that have no place in the current form.
    pub(crate) fn unfit(self) -> Vec<Unfit> {
        self.status();
        self.form()
            .map(|(_, _, form)| form.draft().unfit)
            .unwrap_or_default()
    }

    /// The user has dealt with the answers that had no place.
    pub(crate) fn dismiss_unfit(self) {
        if let Some((controller, session, form)) = self.form() {
            controller.tell(&session, &form, Event::UnfitSeen);
            form.status.update(|_| ());
        }
    }

    /// All other versions of this draft.
    pub(crate) fn versions(self) -> Vec<Draft> {
        let Some((_, _, form)) = self.form() else {
            return Vec::new();
        };
        let draft_store = form.draft_store.borrow();
        draft_store.alternatives().cloned().collect()
    }

    /// Continues with one of the versions, and discards the others.
    pub(crate) fn choose(self, choice: Choice) {
        if let Some((_, _, form)) = self.form() {
            form.status.update(|status| {
                status.elsewhere = None;
                status.others = 0;
                status.gone = false;
            });
        }
        self.tell(Event::Choose(choice));
    }

    /// The draft was not sent from anywhere: continue it with a new key.
    pub(crate) fn renew(self) {
        if let Some((_, _, form)) = self.form() {
            form.status.update(|status| status.stale = false);
        }
        self.tell(Event::Renew { key: new_key() });
    }

    /// Discards the draft everywhere. The form starts again with its initial answers and a new key.
    pub(crate) fn discard(self) {
        if let Some((controller, session, form)) = self.form() {
            form.read.take();
            controller.tell(&session, &form, Event::Discard);
            session.forms.borrow_mut().remove(&self.id);
            controller.discarded(form.service.id.as_str());
            form.shown.update(|shown| *shown += 1);
        }
    }

    /// Stores the bytes of a selected file for further attempts to upload it. Returns whether there was space.
    pub(crate) async fn keep_file(self, id: &str, file: &web_sys::File) -> bool {
        match self.form() {
            Some((_, session, _)) => session.storage.put_file(id, file, now() + FILE_LIFE).await,
            None => false,
        }
    }

    /// The bytes of a file that was selected before.
    pub(crate) async fn file(self, file: &Upload) -> Option<web_sys::File> {
        let (_, session, _) = self.form()?;
        session
            .storage
            .file(&file.id, &file.name, &file.media_type)
            .await
    }

    /// Moves the form into the outbox, and waits for the outcome as long as a user would.
    pub(crate) async fn send(self, answers: Map<String, Value>) -> SendOutcome {
        match self.form() {
            Some((controller, session, form)) => controller.send(session, form, answers).await,
            None => SendOutcome::NotStored,
        }
    }
}
