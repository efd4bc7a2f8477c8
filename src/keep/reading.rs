//! Reading what the browser keeps: drafts, the outbox, and what can no longer be read.

use super::desk::{Desk, Sitting};
use super::now;
use super::store::{Row, Shelf};
use crate::client;
use leptos::prelude::*;
use portico_delivery::draft::{Stored, Versions};
use portico_delivery::outbox::{Entry, Stage, join};
use portico_delivery::store::{
    Record, Transaction, Unreadable, draft_id, entry_id, read_entry, read_versions,
};
use serde_json::Value;
use std::rc::Rc;

impl Desk {
    /// Reads everything again.
    pub(super) async fn read(&self, sitting: &Rc<Sitting>) {
        let mut turn = self.number();
        let mut drafts = sitting.shelf.list(&draft_id("")).await.map(Read::versions);
        let mut entries = sitting.shelf.list(&entry_id("")).await.map(Read::entries);
        if let (Some(drafts_read), Some(entries_read)) = (&drafts, &entries)
            && let Some(transaction) = joined(&drafts_read.records, &entries_read.records)
        {
            self.store(sitting, &transaction).await;
            turn = self.number();
            drafts = sitting.shelf.list(&draft_id("")).await.map(Read::versions);
            entries = sitting.shelf.list(&entry_id("")).await.map(Read::entries);
        }
        if sitting.is_over.get() || self.app.is_gone() {
            return;
        }
        let mut unreadable = Vec::new();
        if let Some(mut read) = drafts.filter(|_| turn >= self.shown_drafts.get()) {
            self.shown_drafts.set(turn);
            unreadable.append(&mut read.unreadable);
            self.drafts.set(read.records);
        }
        if let Some(mut read) = entries {
            unreadable.append(&mut read.unreadable);
            self.show_entries(turn, read.records);
        }
        self.unreadable.set(unreadable);
        // Whole pages are built when this comes, a form that is being filled among them: it is told once.
        if !self.loaded.get_untracked() {
            self.loaded.set(true);
        }
    }

    /// Shows the outbox as it was read. `turn` is a number of [`Self::number`] from before that: of two reads the one
    /// that began later counts, whichever is done first.
    pub(super) fn show_entries(&self, turn: u32, entries: Vec<Record<Entry>>) {
        if turn < self.shown_entries.get() {
            return;
        }
        self.shown_entries.set(turn);
        let open = |record: &&Record<Entry>| !matches!(record.value.stage, Stage::Acknowledged(_));
        let waiting = entries.iter().filter(open).count();
        if self.keep.waiting.try_get_untracked() != Some(waiting) {
            self.keep.waiting.try_set(waiting);
        }
        self.entries.set(entries);
        self.settle_senders();
    }
}

/// All entries of the outbox that can be read; nothing when the store failed.
pub(super) async fn read_entries(shelf: &Shelf) -> Option<Vec<Record<Entry>>> {
    let rows = shelf.list(&entry_id("")).await?;
    Some(Read::entries(rows).records)
}

/// What the store has of a service's draft and of the outbox; nothing when it failed or the draft cannot be read.
pub(super) async fn stored(sitting: &Sitting, service: &str) -> Option<Stored> {
    let entries = read_entries(&sitting.shelf).await?;
    let id = draft_id(service);
    let mut rows = sitting.shelf.list(&id).await?;
    // Other services' names may begin with this one's.
    rows.retain(|row| row.id == id);
    let Read {
        mut records,
        unreadable,
    } = Read::versions(rows);
    unreadable.is_empty().then(|| Stored {
        draft: records.pop(),
        entries,
    })
}

/// A draft and an entry of the same order, as a page leaves them that was closed while it was sending: made one.
fn joined(drafts: &[Record<Versions>], entries: &[Record<Entry>]) -> Option<Transaction> {
    entries.iter().find_map(|entry| {
        let same = |draft: &&Record<Versions>| draft.value.has_key(&entry.value.key);
        let draft = drafts.iter().find(same)?;
        Some(join(entry, draft, now()))
    })
}

/// Reads a record by its id, its content and its revision.
type Reader<T> = fn(&str, Option<Value>, u64) -> Result<Record<T>, Unreadable>;

/// Records that were read, in the order of the store, and those that cannot be read.
struct Read<T> {
    records: Vec<Record<T>>,
    unreadable: Vec<Unreadable>,
}

impl Read<Versions> {
    fn versions(rows: Vec<Row>) -> Self {
        Self::of(rows, read_versions)
    }
}

impl Read<Entry> {
    fn entries(rows: Vec<Row>) -> Self {
        Self::of(rows, read_entry)
    }
}

impl<T> Read<T> {
    fn of(rows: Vec<Row>, read: Reader<T>) -> Self {
        let (mut records, mut unreadable) = (Vec::new(), Vec::new());
        for row in rows {
            let value = row.text.and_then(|text| client::parse_json(&text).ok());
            match read(&row.id, value, row.revision) {
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
