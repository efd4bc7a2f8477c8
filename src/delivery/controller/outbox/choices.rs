//! The user's actions on outbox entries.

use super::super::reading::{read_entries, stored};
use super::super::{DeliveryController, UserSession};
use crate::api::{self, new_key};
use crate::clock::now;
use leptos::prelude::*;
use portico_contract::NewComment;
use portico_delivery::draft_store::Event;
use portico_delivery::outbox::{self, ActionError, Entry, Intent};
use portico_delivery::store::{Outcome, Record, Transaction};
use std::rc::Rc;

/// How often another change may interfere before a change is abandoned.
const MAX_TRIES: u32 = 20;

impl DeliveryController {
    /// Turns an entry back into a draft; `then` is called once it is one.
    pub(in crate::delivery) fn edit(&self, entry: &Record<Entry>, then: impl FnOnce() + 'static) {
        let key = entry.value.key.clone();
        let session = self.session();
        self.spawn(async move |controller| {
            if controller.take_back(&session, &key).await {
                then();
            }
        });
    }

    /// Turns the entry with a key back into a draft, however often other changes interfere. A draft of the same service
    /// that was started in the meantime is kept beside it. Returns whether the entry has left the outbox.
    pub(in crate::delivery) async fn take_back(
        &self,
        session: &Rc<UserSession>,
        key: &str,
    ) -> bool {
        let mut is_back = false;
        for _ in 0..MAX_TRIES {
            let Some(entries) = read_entries(&session.storage).await else {
                break;
            };
            let Some(entry) = entries.into_iter().find(|entry| entry.value.key == key) else {
                is_back = true;
                break;
            };
            let Intent::Request(draft) = &entry.value.intent else {
                break;
            };
            let Some(stored) = stored(session, &draft.service.id).await else {
                break;
            };
            let Ok(transaction) = outbox::edit(&entry, stored.draft.as_ref(), now()) else {
                break;
            };
            match self.store(session, &transaction).await {
                Outcome::Changed => {}
                outcome => {
                    is_back = outcome == Outcome::Done;
                    break;
                }
            }
        }
        self.read(session).await;
        let forms: Vec<_> = session.forms.borrow().values().cloned().collect();
        for form in forms.iter().filter(|form| form.draft().key == key) {
            self.tell(session, form, Event::Changed);
        }
        is_back
    }

    /// Cancels an entry.
    pub(in crate::delivery) fn cancel(&self, entry: &Record<Entry>) {
        self.change(outbox::cancel(entry));
    }

    /// Removes a received entry after its author has seen it.
    pub(in crate::delivery) fn dismiss(&self, entry: &Record<Entry>) {
        self.change(outbox::remove_acknowledged(entry));
    }

    /// Ends the entry's wait.
    pub(in crate::delivery) fn retry(&self, entry: &Record<Entry>) {
        self.change(outbox::retry(entry, now()));
        self.upload_queued(&self.session(), true);
    }

    /// Its author has found it among their requests.
    pub(in crate::delivery) fn settle_entry(&self, entry: &Record<Entry>) {
        self.change(outbox::settle(entry));
    }

    /// Its author has not found it: it is sent as a new request.
    pub(in crate::delivery) fn send_as_new(&self, entry: &Record<Entry>) {
        self.change(outbox::send_as_new(entry, new_key(), now()));
    }

    /// Sends edits that were made after sending as a comment.
    pub(in crate::delivery) fn comment(&self, entry: &Record<Entry>, text: String) {
        let comment = NewComment { text: text.clone() };
        let Ok(body) = api::to_json(&comment) else {
            return;
        };
        self.change(outbox::comment(entry, new_key(), text, body, now()));
    }

    /// Discards edits that were made after sending.
    pub(in crate::delivery) fn drop_edit(&self, entry: &Record<Entry>) {
        self.change(outbox::drop_edit(entry));
    }

    /// Executes a change, unless it comes too late; then the entry is displayed in its current state.
    fn change(&self, transaction: Result<Transaction, ActionError>) {
        let session = self.session();
        self.spawn(async move |controller| {
            if let Ok(transaction) = transaction {
                let outcome = controller.store(&session, &transaction).await;
                if matches!(outcome, Outcome::Full | Outcome::Failed) {
                    controller.refused.set(Some(outcome));
                }
            }
            controller.read(&session).await;
            controller.wake();
        });
    }
}
