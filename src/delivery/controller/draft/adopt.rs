//! Adopts the input that a visitor typed and sent before signing in.

use super::super::reading::read_all;
use super::super::{DeliveryController, UserSession};
use super::Form;
use crate::api;
use crate::clock::now;
use crate::delivery::browser::VisitorRecords;
use crate::delivery::local_flags;
use crate::delivery::record_owner::RecordOwner;
use crate::delivery::store::UserStorage;
use portico_contract::ServiceRef;
use portico_delivery::draft::{Draft, DraftVersions};
use portico_delivery::outbox::{Entry, hand_on};
use portico_delivery::store::{Durability, Outcome, Record, Transaction, Write, entry_id};
use std::rc::Rc;

/// How often the store is checked for the visitor's input.
const MAX_READS: u32 = 100;

impl DeliveryController {
    /// Adopts the drafts and entries of a visitor who has signed in. Each is removed from the old storage once it is in
    /// the new one, so that discarded drafts do not come back; the rest is destroyed when nothing is missing.
    pub(in crate::delivery) async fn adopt(
        &self,
        session: &Rc<UserSession>,
        visitor: &VisitorRecords,
    ) {
        let from = &visitor.storage;
        if !matches!(session.person, Some(RecordOwner::User(_))) || from.is_same(&session.storage) {
            return;
        }
        let Some(kept) = read_all(from).await else {
            return;
        };
        if !kept.unreadable.is_empty() || !kept.leftovers.is_empty() {
            return;
        }
        if !self.adopt_entries(session, from, kept.entries).await || session.is_over.get() {
            return;
        }
        let is_saved = self.adopt_drafts(session, from, kept.drafts).await;
        let is_all_here = is_saved && visitor.has_copied && !session.is_over.get();
        if is_all_here && from.destroy().await && matches!(from, UserStorage::Durable(_)) {
            local_flags::clear_visitor();
        }
    }

    /// Adopts the outbox entries. Returns whether all of them were stored.
    async fn adopt_entries(
        &self,
        session: &Rc<UserSession>,
        from: &UserStorage,
        entries: Vec<Record<Entry>>,
    ) -> bool {
        for entry in entries {
            if session.is_over.get() {
                return false;
            }
            let gone = gone(&entry);
            let transaction = hand_on(entry.value, &session.user, now());
            match self.store(session, &transaction).await {
                // Or it exists here already, from an interrupted move.
                Outcome::Done | Outcome::Changed => drop(from.write(&gone).await),
                Outcome::Full | Outcome::Failed => return false,
            }
        }
        true
    }

    /// Adopts the drafts with all of their versions. Returns whether all of them were stored.
    async fn adopt_drafts(
        &self,
        session: &Rc<UserSession>,
        from: &UserStorage,
        drafts: Vec<Record<DraftVersions>>,
    ) -> bool {
        let mut rest = Vec::new();
        for record in drafts {
            let gone = record.discard();
            let DraftVersions { main, others, .. } = record.value;
            let versions = [main].into_iter().chain(others);
            let forms = versions.map(|one| {
                let open = self.open_form(session, &one);
                open.unwrap_or_else(|| self.adopt_one(session, one))
            });
            rest.push((gone, forms.collect::<Vec<_>>()));
        }
        // Input that one read finds is stored; a conflict takes another round, and a busy store a few more.
        for _ in 0..MAX_READS {
            self.read(session).await;
            // A later session continues with the rest.
            if session.is_over.get() {
                return false;
            }
            let is_saved = |form: &Rc<Form>| form.draft_store.borrow().is_saved();
            let (here, missing): (Vec<_>, Vec<_>) = rest
                .into_iter()
                .partition(|(_, forms)| forms.iter().all(is_saved));
            for (gone, _) in &here {
                from.write(gone).await;
            }
            rest = missing;
            if rest.is_empty() {
                break;
            }
        }
        rest.is_empty()
    }

    /// The open form that a version belongs to: this tab's input for the same request, or an unchanged form.
    fn open_form(&self, session: &UserSession, version: &Draft) -> Option<Rc<Form>> {
        let tab = self.tab();
        let is_of = |form: &&Rc<Form>| {
            let draft_store = form.draft_store.borrow();
            let draft = draft_store.draft();
            let is_same = draft.answers == version.answers && draft.files == version.files;
            draft.key == version.key && (version.tab == tab || is_same)
        };
        session.forms.borrow().values().find(is_of).cloned()
    }

    fn adopt_one(&self, session: &Rc<UserSession>, draft: Draft) -> Rc<Form> {
        let service = ServiceRef {
            id: draft.service.id.clone().into(),
            name: draft.service.name.clone(),
            icon: None,
            language: None,
        };
        // As if each came from a separate tab, so that none replaces another.
        let draft_store = self.draft_store(session, draft, api::new_key());
        let form = Form::new(self.number(), service, draft_store);
        session.forms.borrow_mut().insert(form.id, form.clone());
        self.type_again(session, &form);
        form
    }
}

/// Removes an entry from the storage where it was read, if it is unchanged.
fn gone(entry: &Record<Entry>) -> Transaction {
    let write = Write {
        id: entry_id(&entry.value.key),
        known: entry.revision,
        revision: entry.revision.saturating_add(1),
        value: None,
        until: 0,
    };
    Transaction {
        writes: vec![write],
        durability: Durability::Relaxed,
    }
}
