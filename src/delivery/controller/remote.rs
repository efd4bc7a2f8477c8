//! Drafts on the server, if the backend stores them: other devices continue them.

use super::draft::Form;
use super::{DeliveryController, UserSession};
use crate::api::{Failure, Load, PutOutcome};
use crate::clock::now;
use crate::delivery::record_owner::RecordOwner;
use crate::delivery::store::VolatileReason;
use leptos::prelude::*;
use portico_contract::{NewDraft, ServiceRef};
use portico_delivery::Millis;
use portico_delivery::draft::{Draft, Push, ServerCopy, Service};
use portico_delivery::draft_store::Event;
use serde_json::Value;
use std::rc::Rc;

impl DeliveryController {
    /// Whether the backend stores drafts of the current user.
    pub(in crate::delivery) fn has_server(&self, session: &UserSession) -> bool {
        let kept = self.handles.session.state_untracked();
        let able = matches!(kept, Load::Ready(portal) if portal.capabilities.drafts.is_some());
        // On a shared computer, input stays on the screen only.
        let shared = self.delivery.reason.try_get_untracked() == Some(Some(VolatileReason::Shared));
        able && !shared && matches!(session.person, Some(RecordOwner::User(_)))
    }

    /// Reads the server's copy of a draft that was just opened.
    pub(in crate::delivery) fn meet(&self, session: &Rc<UserSession>, form: &Rc<Form>) {
        if !self.has_server(session) {
            return;
        }
        let (session, form) = (session.clone(), form.clone());
        self.spawn(async move |controller| {
            let copy = match controller
                .handles
                .client
                .server_draft(form.service.id.as_str())
                .await
            {
                Ok((draft, etag)) => ServerCopy::Present {
                    draft: Box::new(read(draft, &session.user)),
                    etag,
                },
                Err(Failure::NotFound) => ServerCopy::Absent,
                Err(_) => return,
            };
            controller.tell(&session, &form, Event::Met(copy));
        });
    }

    /// Stores a draft on the server.
    pub(in crate::delivery) fn push(&self, session: Rc<UserSession>, form: Rc<Form>, push: Push) {
        self.spawn(async move |controller| {
            let Value::Object(answers) = push.draft.answers else {
                return;
            };
            let draft = NewDraft {
                form_version: push.draft.form_version,
                key: push.draft.key,
                answers,
                step: push.draft.step,
                device: Some(device()),
            };
            let service = form.service.id.as_str();
            let put = controller
                .handles
                .client
                .put_draft(service, &draft, push.etag.as_deref())
                .await;
            let event = match put {
                PutOutcome::Stored { tag } => Event::Pushed { etag: tag },
                PutOutcome::Newer { draft, tag } => Event::Met(ServerCopy::Present {
                    draft: Box::new(read(*draft, &session.user)),
                    etag: tag,
                }),
                PutOutcome::Absent => Event::Met(ServerCopy::Absent),
                PutOutcome::Failed { asked } => Event::NotPushed { asked },
                // Another attempt would have the same result; the local draft is safe in any case.
                PutOutcome::Refused => return,
            };
            controller.tell(&session, &form, event);
        });
    }

    /// Deletes the server's copy of a discarded draft.
    pub(in crate::delivery) fn take_off(&self, service: &str, etag: Option<String>) {
        if let Some(etag) = etag {
            let service = service.to_owned();
            // If the deletion fails, the draft is offered again at the next visit.
            self.spawn(async move |controller| {
                let _ = controller
                    .handles
                    .client
                    .delete_draft(&service, &etag)
                    .await;
            });
        }
    }

    /// The drafts that are on the server.
    pub(in crate::delivery) async fn elsewhere(
        &self,
        session: &UserSession,
    ) -> Vec<DraftElsewhere> {
        if !self.has_server(session) {
            return Vec::new();
        }
        let Ok(drafts) = self.handles.client.server_drafts().await else {
            return Vec::new();
        };
        let listed = drafts.items.into_iter().map(|draft| DraftElsewhere {
            service: service(draft.service),
            key: draft.key,
            saved_at: moment(&draft.updated_at),
            device: draft.device.unwrap_or_default(),
        });
        listed.collect()
    }
}

/// A draft on the server, as a list displays it.
#[derive(Clone)]
pub(crate) struct DraftElsewhere {
    /// The requested service.
    pub(crate) service: Service,
    /// The key that the request will be sent with.
    pub(crate) key: String,
    /// The time of the last change.
    pub(crate) saved_at: Millis,
    /// The name of the device that made the change.
    pub(crate) device: String,
}

fn service(service: ServiceRef) -> Service {
    Service {
        id: service.id.0,
        name: service.name,
    }
}

/// The server's draft as a version of the local one.
fn read(draft: portico_contract::Draft, user: &str) -> Draft {
    let service = service(draft.service);
    let answers = Value::Object(draft.answers);
    let user = user.to_owned();
    Draft {
        step: draft.step,
        tab: draft.device.unwrap_or_default(),
        saved_at: moment(&draft.updated_at),
        ..Draft::new(service, user, draft.form_version, draft.key, answers)
    }
}

/// A time of the API; now, if it is unreadable.
fn moment(text: &str) -> Millis {
    let time = js_sys::Date::parse(text);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float to integer cast saturates"
    )]
    if time.is_finite() {
        time as Millis
    } else {
        now()
    }
}

/// The name of this device in the lists of other devices: a browser and a system, such as `Firefox, Linux`.
fn device() -> String {
    const BROWSERS: [(&str, &str); 4] = [
        ("Firefox/", "Firefox"),
        ("Edg", "Edge"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let agent = window().navigator().user_agent().unwrap_or_default();
    let found = |words: &[(&str, &'static str)]| {
        words
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => [browser, ", ", system].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}
