//! What people do with an entry of the outbox.

use super::super::desk::{Desk, Sitting};
use super::super::draft::Form;
use super::super::now;
use crate::client::{self, new_key};
use leptos::prelude::*;
use portico_contract::NewComment;
use portico_delivery::draft::{Event, Versions};
use portico_delivery::outbox::{self, Entry, Intent, NotNow};
use portico_delivery::store::{Outcome, Record, Transaction};
use std::rc::Rc;

impl Desk {
    /// Makes a draft of an entry again. The draft of the same service that was begun meanwhile is kept beside it.
    pub(in super::super) fn take_back(&self, entry: &Record<Entry>, then: impl FnOnce() + 'static) {
        let entry = entry.clone();
        let sitting = self.sitting();
        self.spawn(async move |desk| {
            let Intent::Request(draft) = &entry.value.intent else {
                return;
            };
            let service = draft.service.id.clone();
            desk.read(&sitting).await;
            let over = desk.kept(&service);
            let Ok(transaction) = outbox::edit(&entry, over.as_ref(), now()) else {
                return;
            };
            let outcome = desk.store(&sitting, &transaction).await;
            desk.read(&sitting).await;
            let forms: Vec<_> = sitting.forms.borrow().values().cloned().collect();
            for form in forms
                .iter()
                .filter(|form| form.service.id.as_str() == service)
            {
                desk.tell(&sitting, form, Event::Changed);
            }
            if outcome == Outcome::Done {
                then();
            }
        });
    }

    /// What was typed after the entry of its key was sent is kept beside that entry.
    pub(in super::super) fn keep_edit(&self, sitting: &Rc<Sitting>, form: &Rc<Form>) {
        let draft = form.draft();
        let (sitting, form) = (sitting.clone(), form.clone());
        self.spawn(async move |desk| {
            desk.read(&sitting).await;
            let Some(entry) = desk.entry(&draft.key) else {
                return;
            };
            let from = desk.kept(form.service.id.as_str());
            if let Ok(transaction) = outbox::keep_edit(&entry, draft, from.as_ref()) {
                desk.store(&sitting, &transaction).await;
                desk.tell(&sitting, &form, Event::Changed);
            }
            desk.read(&sitting).await;
        });
    }

    /// The draft of a service as it was read last.
    fn kept(&self, service: &str) -> Option<Record<Versions>> {
        let mine = |record: &&Record<Versions>| record.value.main.service.id == service;
        self.drafts
            .with_untracked(|drafts| drafts.iter().find(mine).cloned())
    }

    /// Gives an entry up.
    pub(in super::super) fn cancel(&self, entry: &Record<Entry>) {
        self.change(outbox::cancel(entry));
    }

    /// Takes a received entry out: its author has seen it.
    pub(in super::super) fn forget(&self, entry: &Record<Entry>) {
        self.change(outbox::forget(entry));
    }

    /// Waits no longer.
    pub(in super::super) fn retry(&self, entry: &Record<Entry>) {
        self.change(outbox::retry(entry, now()));
    }

    /// Its author has found it among their requests.
    pub(in super::super) fn settle_entry(&self, entry: &Record<Entry>) {
        self.change(outbox::settle(entry));
    }

    /// Its author has not found it: it is sent as a new one.
    pub(in super::super) fn send_as_new(&self, entry: &Record<Entry>) {
        self.change(outbox::send_as_new(entry, new_key(), now()));
    }

    /// Sends what was typed after an entry was sent as a comment.
    pub(in super::super) fn comment(&self, entry: &Record<Entry>, text: String) {
        let comment = NewComment { text: text.clone() };
        let Ok(body) = client::to_json(&comment) else {
            return;
        };
        self.change(outbox::comment(entry, new_key(), text, body, now()));
    }

    /// Drops what was typed after an entry was sent.
    pub(in super::super) fn drop_edit(&self, entry: &Record<Entry>) {
        self.change(outbox::drop_edit(entry));
    }

    /// Carries a change out, unless it has come too late; then the entry is shown as it is now.
    fn change(&self, transaction: Result<Transaction, NotNow>) {
        let sitting = self.sitting();
        self.spawn(async move |desk| {
            if let Ok(transaction) = transaction {
                let outcome = desk.store(&sitting, &transaction).await;
                if matches!(outcome, Outcome::Full | Outcome::Failed) {
                    desk.refused.set(Some(outcome));
                }
            }
            desk.read(&sitting).await;
            desk.wake();
        });
    }
}
