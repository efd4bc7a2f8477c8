//! Reads the stored drafts and outbox, and lists unreadable records.

use super::{DeliveryController, UserSession};
use crate::api;
use crate::clock::now;
use crate::delivery::store::{StoredRecord, UserStorage};
use leptos::prelude::*;
use portico_delivery::draft::DraftVersions;
use portico_delivery::draft_store::Stored;
use portico_delivery::leftover::{Leftover, merge_next};
use portico_delivery::outbox::{Entry, Stage, join};
use portico_delivery::store::{
    LEFTOVER_PREFIX, Outcome, Record, RecordValue, Transaction, Unreadable, Write, draft_id,
    entry_id, leftover_id,
};
use std::rc::Rc;

/// The maximum number of leftovers that are merged in one read, including the tries that another tab overtook.
const MAX_LEFTOVERS: u32 = 50;

/// How often one leftover is tried in one read, if another tab overtakes it or a record that it needs is missing. After
/// that, the next one is tried.
const MAX_TRIES: usize = 3;

/// A snapshot of one user's records in the store.
pub(in crate::delivery) struct UserRecords {
    pub drafts: Vec<Record<DraftVersions>>,
    pub entries: Vec<Record<Entry>>,
    pub unreadable: Vec<Unreadable>,
    /// Leftovers of closed pages that could not be merged yet.
    pub leftovers: Vec<Record<Leftover>>,
    /// Whether this read has merged a leftover.
    pub has_merged: bool,
}

/// Reads everything, after merging the leftovers of closed pages; `None` if the store failed.
pub(in crate::delivery) async fn read_all(storage: &UserStorage) -> Option<UserRecords> {
    let mut has_merged = false;
    let mut tried = Vec::new();
    for turn in 0..=MAX_LEFTOVERS {
        let mut records = UserRecords::read(storage).await?;
        records.has_merged = has_merged;
        let Some(transaction) = records
            .next_leftover(&tried)
            .filter(|_| turn < MAX_LEFTOVERS)
        else {
            return Some(records);
        };
        match storage.write(&transaction).await {
            Outcome::Done => {
                storage.tell(&transaction);
                has_merged = true;
            }
            // The last write removes the leftover.
            Outcome::Changed => tried.extend(transaction.writes.into_iter().next_back()),
            // The leftover stays where it is until there is space.
            Outcome::Full | Outcome::Failed => return Some(records),
        }
    }
    None
}

impl UserRecords {
    async fn read(storage: &UserStorage) -> Option<Self> {
        let kinds = [draft_id(""), entry_id(""), LEFTOVER_PREFIX.to_owned()];
        let prefixes = kinds.each_ref().map(String::as_str);
        let mut rows = storage.list(&prefixes).await?;
        // A leftover written after the user signed out is encrypted with a destroyed key; it is deleted when it
        // expires.
        rows.retain(|row| row.text.is_some() || !row.id.starts_with(LEFTOVER_PREFIX));
        let [drafts, entries, leftovers] = prefixes;
        let drafts = ReadRecords::of(&rows, drafts);
        let entries = ReadRecords::of(&rows, entries);
        let leftovers = ReadRecords::of(&rows, leftovers);
        let unreadable = [drafts.unreadable, entries.unreadable, leftovers.unreadable];
        Some(Self {
            drafts: drafts.records,
            entries: entries.records,
            unreadable: unreadable.into_iter().flatten().collect(),
            leftovers: leftovers.records,
            has_merged: false,
        })
    }

    /// The transaction that merges the next leftover, except those that were `tried` too often unchanged.
    fn next_leftover(&self, tried: &[Write]) -> Option<Transaction> {
        let unreadable: Vec<_> = self.unreadable.iter().map(|one| one.id.clone()).collect();
        let mut leftovers = self.leftovers.clone();
        leftovers.retain(|leftover| {
            let draft = &leftover.value.draft;
            let id = leftover_id(&draft.service.id, &draft.tab);
            let same = |one: &&Write| one.id == id && one.known == leftover.revision;
            tried.iter().filter(same).count() < MAX_TRIES
        });
        merge_next(&leftovers, &self.drafts, &self.entries, &unreadable, now())
    }
}

impl DeliveryController {
    /// Reads everything again.
    pub(in crate::delivery) async fn read(&self, session: &Rc<UserSession>) {
        let mut turn = self.number();
        let mut read = read_all(&session.storage).await;
        let twofold = read
            .as_ref()
            .and_then(|records| joined(&records.drafts, &records.entries));
        if let Some(transaction) = twofold {
            self.store(session, &transaction).await;
            turn = self.number();
            read = read_all(&session.storage).await;
        }
        if session.is_over.get() || self.delivery.is_gone() {
            return;
        }
        if let Some(records) = read {
            if turn >= self.shown_drafts.get() {
                self.shown_drafts.set(turn);
                self.drafts.set(records.drafts);
            }
            self.show_entries(turn, records.entries);
            self.unreadable.set(records.unreadable);
            if records.has_merged {
                self.all_changed(session);
            }
        }
        // This rebuilds whole pages, possibly a form that is being filled in, so it is reported once.
        if !self.loaded.get_untracked() {
            self.loaded.set(true);
        }
    }

    /// The merged leftovers may belong to any form of this tab.
    fn all_changed(&self, session: &Rc<UserSession>) {
        let forms: Vec<_> = session.forms.borrow().values().cloned().collect();
        for form in &forms {
            self.heard_of_draft(session, form);
        }
    }

    /// Displays the outbox that was read. `turn` is a number from [`Self::number`] from before the read: of two reads,
    /// the one that started later counts, whichever finishes first.
    pub(in crate::delivery) fn show_entries(&self, turn: u32, entries: Vec<Record<Entry>>) {
        if turn < self.shown_entries.get() {
            return;
        }
        self.shown_entries.set(turn);
        let open = |record: &&Record<Entry>| !matches!(record.value.stage, Stage::Acknowledged(_));
        let waiting = entries.iter().filter(open).count();
        if self.delivery.waiting.try_get_untracked() != Some(waiting) {
            self.delivery.waiting.try_set(waiting);
        }
        self.entries.set(entries);
        self.settle_senders();
    }
}

/// All readable outbox entries; `None` if the store failed.
pub(in crate::delivery) async fn read_entries(storage: &UserStorage) -> Option<Vec<Record<Entry>>> {
    let rows = storage.list(&[&entry_id("")]).await?;
    Some(ReadRecords::of(&rows, "").records)
}

/// A service's stored draft and the outbox; `None` if the store failed or the draft is unreadable.
pub(in crate::delivery) async fn stored(session: &UserSession, service: &str) -> Option<Stored> {
    let mut records = read_all(&session.storage).await?;
    let id = draft_id(service);
    if records.unreadable.iter().any(|one| one.id == id) {
        return None;
    }
    records
        .drafts
        .retain(|draft| draft.value.main.service.id == service);
    Some(Stored {
        draft: records.drafts.pop(),
        entries: records.entries,
    })
}

/// Joins a draft and an entry of the same request, as left by a page that was closed while sending.
fn joined(drafts: &[Record<DraftVersions>], entries: &[Record<Entry>]) -> Option<Transaction> {
    entries.iter().find_map(|entry| {
        let same = |draft: &&Record<DraftVersions>| draft.value.has_key(&entry.value.key);
        let draft = drafts.iter().find(same)?;
        Some(join(entry, draft, now()))
    })
}

/// Decoded records in the order of the store, and unreadable ones.
struct ReadRecords<T> {
    records: Vec<Record<T>>,
    unreadable: Vec<Unreadable>,
}

impl<T: RecordValue> ReadRecords<T> {
    /// The records whose IDs have this prefix.
    fn of(rows: &[StoredRecord], prefix: &str) -> Self {
        let (mut records, mut unreadable) = (Vec::new(), Vec::new());
        for row in rows.iter().filter(|row| row.id.starts_with(prefix)) {
            let text = row.text.as_ref();
            let value = text.and_then(|text| api::parse_json(text).ok());
            match Record::read(&row.id, value, row.revision) {
                Ok(record) => records.push(record),
                Err(record) => unreadable.push(record),
            }
        }
        Self {
            records,
            unreadable,
        }
    }
}
