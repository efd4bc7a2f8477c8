//! Opens the drafts of forms, and carries out what their pages ask for.

use super::super::{DeliveryController, UserSession};
use super::Form;
use crate::api::new_key;
use crate::delivery::draft_handle::{ContentReader, DraftStatus, FormToOpen, OpenDraft, Sending};
use crate::delivery::store::UserStorage;
use leptos::prelude::*;
use portico_contract::ServiceRef;
use portico_delivery::draft::{Draft, DraftVersions, Service};
use portico_delivery::draft_store::{DraftStore, Event};
use portico_delivery::store::Record;
use serde_json::{Map, Value};
use std::rc::Rc;

impl DeliveryController {
    /// Opens a service's form, or finds the open one, and returns its number.
    pub(in crate::delivery) fn open_of_service(&self, form: &FormToOpen<'_>) -> u32 {
        let FormToOpen {
            service,
            version,
            first,
            migrate,
        } = *form;
        let session = self.session();
        let open = session.form_of_service(service.id.as_str());
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
            let new = Draft::new(listed, user, version.to_owned(), new_key(), first.clone());
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
    /// The open form with this number.
    pub(in crate::delivery) fn opened_form(&self, id: u32) -> Option<OpenedForm> {
        let session = self.session();
        let form = session.forms.borrow().get(&id).cloned()?;
        Some(OpenedForm {
            controller: self.strong()?,
            session,
            form,
        })
    }

    /// The form of a draft in this tab: the open one, or a temporary one for this action.
    pub(in crate::delivery) fn form_of(
        &self,
        session: &Rc<UserSession>,
        record: &Record<DraftVersions>,
    ) -> Rc<Form> {
        let main = &record.value.main;
        let open = session.form_of_service(&main.service.id);
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

impl UserSession {
    /// The form of a service in this tab. One that was sent and left belongs to the outbox: whoever opens the service's
    /// form again begins another request.
    pub(in crate::delivery) fn form_of_service(&self, service: &str) -> Option<Rc<Form>> {
        let is_open = |form: &&Rc<Form>| {
            form.service.id.as_str() == service && (form.is_on_screen() || !form.is_sent())
        };
        self.forms.borrow().values().find(is_open).cloned()
    }
}

/// A service's draft in the store.
fn is_of(record: &Record<DraftVersions>, service: &str) -> bool {
    record.value.main.service.id == service
}

/// A form that is open for the current user.
pub(in crate::delivery) struct OpenedForm {
    controller: Rc<DeliveryController>,
    session: Rc<UserSession>,
    form: Rc<Form>,
}

impl OpenDraft for OpenedForm {
    fn draft(&self) -> Draft {
        self.form.draft()
    }

    fn versions(&self) -> Vec<Draft> {
        let draft_store = self.form.draft_store.borrow();
        draft_store.alternatives().cloned().collect()
    }

    fn status(&self) -> ArcRwSignal<DraftStatus> {
        self.form.status.clone()
    }

    fn shown(&self) -> ArcRwSignal<u32> {
        self.form.shown.clone()
    }

    fn attach(&self, read: ContentReader) {
        self.form.read.replace(Some(read));
    }

    fn detach(&self) {
        self.controller.flush_form(&self.session, &self.form);
        self.form.read.take();
    }

    fn touch(&self) {
        self.controller.touch(&self.session, &self.form);
    }

    fn tell(&self, event: Event) {
        self.controller.tell(&self.session, &self.form, event);
    }

    fn discard(&self) {
        self.form.read.take();
        self.tell(Event::Discard);
        self.session.forms.borrow_mut().remove(&self.form.id);
        self.controller.discarded(self.form.service.id.as_str());
        self.form.shown.update(|shown| *shown += 1);
    }

    fn storage(&self) -> UserStorage {
        self.session.storage.clone()
    }

    fn send(&self, answers: Map<String, Value>) -> Sending {
        let (controller, session) = (self.controller.clone(), self.session.clone());
        let form = self.form.clone();
        Box::pin(async move { controller.send(session, form, answers).await })
    }
}
