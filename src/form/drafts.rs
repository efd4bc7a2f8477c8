//! What was typed and not yet sent, by service, as long as the portal is open.

use crate::client::new_key;
use leptos::prelude::*;
use portico_contract::ServiceId;
use std::collections::HashMap;

/// The unsent answers of this portal.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    kept: StoredValue<HashMap<ServiceId, Draft>, LocalStorage>,
}

/// One form's unsent answers.
#[derive(Clone)]
pub(crate) struct Draft {
    /// Names the intent to send this form: made once, so that a second try is no second request.
    pub key: String,
    /// What stands in each field, as typed.
    pub texts: HashMap<String, String>,
    /// The backend had another version of the form than the one that was filled.
    pub form_changed: bool,
}

impl Draft {
    fn new() -> Self {
        Self {
            key: new_key(),
            texts: HashMap::new(),
            form_changed: false,
        }
    }
}

impl Drafts {
    pub(crate) fn new() -> Self {
        Self {
            kept: StoredValue::new_local(HashMap::new()),
        }
    }

    /// The draft of a service's form, begun when there is none.
    pub(super) fn open(self, service: &ServiceId) -> Draft {
        self.kept
            .try_update_value(|kept| {
                kept.entry(service.clone())
                    .or_insert_with(Draft::new)
                    .clone()
            })
            .unwrap_or_else(Draft::new)
    }

    pub(super) fn keep(self, service: &ServiceId, field: &str, text: String) {
        self.kept.try_update_value(|kept| {
            if let Some(draft) = kept.get_mut(service) {
                draft.texts.insert(field.to_owned(), text);
            }
        });
    }

    /// The key of the intent to send a service's form.
    pub(crate) fn key(self, service: &ServiceId) -> String {
        self.open(service).key
    }

    /// Forgets everything: somebody signed out.
    pub(crate) fn clear(self) {
        self.kept.try_update_value(HashMap::clear);
    }

    /// The form is to be opened anew, with the same answers.
    pub(crate) fn form_changed(self, service: &ServiceId) {
        self.kept.try_update_value(|kept| {
            if let Some(draft) = kept.get_mut(service) {
                draft.form_changed = true;
            }
        });
    }

    /// The next try is a new intent: the person has decided so.
    pub(crate) fn renew_key(self, service: &ServiceId) {
        self.kept.try_update_value(|kept| {
            if let Some(draft) = kept.get_mut(service) {
                draft.key = new_key();
            }
        });
    }

    /// The form was sent.
    pub(crate) fn close(self, service: &ServiceId) {
        self.kept.try_update_value(|kept| kept.remove(service));
    }
}
