//! What pages see of drafts and the outbox, and do with them.

use super::Delivery;
use super::controller::{DeliveryController, DraftElsewhere, Form};
use leptos::prelude::*;
use portico_delivery::draft::DraftVersions;
use portico_delivery::draft_store::Event;
use portico_delivery::outbox::{Entry, Intent};
use portico_delivery::store::Record;
use serde_json::Value;
use std::rc::Rc;

/// Readers are told of changes.
impl Delivery {
    /// The drafts of this browser. What is in the outbox is none.
    pub(crate) fn drafts(self) -> Vec<Record<DraftVersions>> {
        let Some(controller) = self.loaded_controller() else {
            return Vec::new();
        };
        let mut drafts = controller.drafts.get();
        drafts.retain(|draft| !self.is_sent(&draft.value.main.key));
        drafts
    }

    /// Whether the order of the draft with this key is in the outbox.
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

    /// What is in the outbox.
    pub(crate) fn entries(self) -> Vec<Record<Entry>> {
        self.loaded_controller()
            .map(|controller| controller.entries.get())
            .unwrap_or_default()
    }

    /// How many records cannot be read.
    pub(crate) fn unreadable(self) -> usize {
        self.loaded_controller()
            .map_or(0, |controller| controller.unreadable.with(Vec::len))
    }

    /// Whether the store refuses what the outbox gives it.
    pub(crate) fn is_refused(self) -> bool {
        self.loaded_controller()
            .is_some_and(|controller| controller.refused.get().is_some())
    }

    /// Whether there is a network, and somebody who is signed in.
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

    /// Gives a draft up, with all its versions.
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

    /// Somebody was told that a draft is going to be dropped.
    pub(crate) fn warned(self, record: &Record<DraftVersions>) {
        if record.value.main.warned_at.is_none() {
            self.machine(record, Event::Warned);
        }
    }

    /// Does something to a draft that may not be open.
    fn machine(self, record: &Record<DraftVersions>, event: Event) {
        let Some(controller) = self.loaded_controller() else {
            return;
        };
        let session = controller.session();
        let form = controller.form_of(&session, record);
        controller.tell(&session, &form, event);
    }

    /// Makes a draft of an entry again; `then` is called once it is one.
    pub(crate) fn edit(self, entry: &Record<Entry>, then: impl FnOnce() + 'static) {
        self.act(|controller| controller.edit(entry, then));
    }

    /// Gives an entry up.
    pub(crate) fn cancel(self, entry: &Record<Entry>) {
        self.act(|controller| controller.cancel(entry));
    }

    /// Sends an entry without waiting any longer.
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

    /// Takes a received entry out.
    pub(crate) fn dismiss(self, entry: &Record<Entry>) {
        self.act(|controller| controller.dismiss(entry));
    }

    /// Sends what was changed after an entry was sent as a comment.
    pub(crate) fn comment(self, entry: &Record<Entry>) {
        self.act(|controller| {
            if let Intent::Request(sent) = &entry.value.intent {
                // What is recorded may be another device's, so that nothing is known to be in it.
                let recorded = if entry.value.unlike {
                    &Value::Null
                } else {
                    &sent.answers
                };
                let left = entry.value.left();
                let texts = left.iter().map(|text| changes(recorded, &text.answers));
                controller.comment(entry, texts.collect::<Vec<_>>().join("\n\n"));
            }
        });
    }

    /// Drops what was changed after an entry was sent.
    pub(crate) fn drop_edit(self, entry: &Record<Entry>) {
        self.act(|controller| controller.drop_edit(entry));
    }

    fn act(self, act: impl FnOnce(&Rc<DeliveryController>)) {
        if let Some(controller) = self.loaded_controller() {
            act(&controller);
        }
    }
}

/// What stands otherwise in the later answers, as Markdown.
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
