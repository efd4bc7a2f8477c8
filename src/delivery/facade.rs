//! The pages' access to drafts and the outbox.

use super::Delivery;
use super::controller::{DeliveryController, DraftElsewhere, Form};
use leptos::prelude::*;
use portico_delivery::draft::DraftVersions;
use portico_delivery::draft_store::Event;
use portico_delivery::outbox::{Entry, Intent};
use portico_delivery::store::Record;
use serde_json::Value;
use std::rc::Rc;

/// Callers of these are notified of changes.
impl Delivery {
    /// The drafts of this browser, without those in the outbox.
    pub(crate) fn drafts(self) -> Vec<Record<DraftVersions>> {
        let Some(controller) = self.loaded_controller() else {
            return Vec::new();
        };
        let mut drafts = controller.drafts.get();
        drafts.retain(|draft| !self.is_sent(&draft.value.main.key));
        drafts
    }

    /// Whether the request with this draft's key is in the outbox.
    pub(crate) fn is_sent(self, key: &str) -> bool {
        let same = |entry: &Record<Entry>| entry.value.key == key;
        self.loaded_controller()
            .is_some_and(|controller| controller.entries.with(|entries| entries.iter().any(same)))
    }

    /// The drafts of other devices.
    pub(crate) async fn drafts_elsewhere(self) -> Vec<DraftElsewhere> {
        match self.loaded_controller() {
            Some(controller) => controller.elsewhere(&controller.session()).await,
            None => Vec::new(),
        }
    }

    /// The outbox entries.
    pub(crate) fn entries(self) -> Vec<Record<Entry>> {
        self.loaded_controller()
            .map(|controller| controller.entries.get())
            .unwrap_or_default()
    }

    /// The number of unreadable records.
    pub(crate) fn unreadable(self) -> usize {
        self.loaded_controller()
            .map_or(0, |controller| controller.unreadable.with(Vec::len))
    }

    /// Whether the store refuses writes of the outbox.
    pub(crate) fn is_refused(self) -> bool {
        self.loaded_controller()
            .is_some_and(|controller| controller.refused.get().is_some())
    }

    /// Whether there is a network and a signed-in user.
    pub(crate) fn is_online(self) -> bool {
        self.loaded_controller()
            .is_some_and(|controller| controller.session().outbox.is_online())
    }

    /// Reads the store again.
    pub(crate) fn reread(self) {
        if let Some(controller) = self.loaded_controller() {
            let session = controller.session();
            controller.spawn(async move |controller| controller.read(&session).await);
        }
    }

    /// Discards a draft with all its versions.
    pub(crate) fn discard(self, record: &Record<DraftVersions>) {
        self.machine(record, Event::Discard);
        self.act(|controller| {
            let service = &record.value.main.service.id;
            let other = |form: &Rc<Form>| form.service.id.as_str() != service;
            controller
                .session()
                .forms
                .borrow_mut()
                .retain(|_, form| other(form));
            controller.discarded(service);
        });
    }

    /// The user was told that a draft will be deleted.
    pub(crate) fn warned(self, record: &Record<DraftVersions>) {
        if record.value.main.warned_at.is_none() {
            self.machine(record, Event::Warned);
        }
    }

    /// Changes a draft that may not be open.
    fn machine(self, record: &Record<DraftVersions>, event: Event) {
        let Some(controller) = self.loaded_controller() else {
            return;
        };
        let session = controller.session();
        let form = controller.form_of(&session, record);
        controller.tell(&session, &form, event);
    }

    /// Turns an entry back into a draft; `then` is called once it is one.
    pub(crate) fn edit(self, entry: &Record<Entry>, then: impl FnOnce() + 'static) {
        self.act(|controller| controller.edit(entry, then));
    }

    /// Cancels an entry.
    pub(crate) fn cancel(self, entry: &Record<Entry>) {
        self.act(|controller| controller.cancel(entry));
    }

    /// Sends an entry without further delay.
    pub(crate) fn retry(self, entry: &Record<Entry>) {
        self.act(|controller| controller.retry(entry));
    }

    /// "It is among my requests."
    pub(crate) fn settle_entry(self, entry: &Record<Entry>) {
        self.act(|controller| controller.settle_entry(entry));
    }

    /// "It is not among my requests."
    pub(crate) fn send_as_new(self, entry: &Record<Entry>) {
        self.act(|controller| controller.send_as_new(entry));
    }

    /// Removes a received entry.
    pub(crate) fn dismiss(self, entry: &Record<Entry>) {
        self.act(|controller| controller.dismiss(entry));
    }

    /// Sends the changes made after an entry was sent as a comment.
    pub(crate) fn comment(self, entry: &Record<Entry>) {
        self.act(|controller| {
            if let Intent::Request(sent) = &entry.value.intent {
                // The recorded content may come from another device and is unknown.
                let recorded = if entry.value.unlike {
                    &Value::Null
                } else {
                    &sent.answers
                };
                let edits = entry.value.unrecorded_edits();
                let texts = edits.iter().map(|text| changes(recorded, &text.answers));
                controller.comment(entry, texts.collect::<Vec<_>>().join("\n\n"));
            }
        });
    }

    /// Discards the changes made after an entry was sent.
    pub(crate) fn drop_edit(self, entry: &Record<Entry>) {
        self.act(|controller| controller.drop_edit(entry));
    }

    fn act(self, act: impl FnOnce(&Rc<DeliveryController>)) {
        if let Some(controller) = self.loaded_controller() {
            act(&controller);
        }
    }
}

/// The differences of the later answers, as Markdown.
fn changes(before: &Value, after: &Value) -> String {
    let Value::Object(after) = after else {
        return String::new();
    };
    let changed = after
        .iter()
        .filter(|(name, value)| before.get(name.as_str()) != Some(*value));
    let lines = changed.map(|(name, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        ["- **", name, "**: ", &text].concat()
    });
    lines.collect::<Vec<_>>().join("\n")
}
