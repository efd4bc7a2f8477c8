//! Reading what the browser keeps: drafts, the outbox, and what can no longer be read.

use super::{DeliveryController, UserSession};
use crate::api;
use crate::clock::now;
use crate::delivery::store::{StoredRecord, UserStorage};
use leptos::prelude::*;
use portico_delivery::draft::{DraftVersions, read_versions};
use portico_delivery::draft_store::Stored;
use portico_delivery::left::{Left, read_left, take_in};
use portico_delivery::outbox::{Entry, Stage, join, read_entry};
use portico_delivery::store::{
    LEFT, Outcome, Record, Transaction, Unreadable, Write, draft_id, entry_id, left_id,
};
use serde_json::Value;
use std::rc::Rc;

/// How many things that pages have left are taken in, one after another, and how often other tabs may come in between.
const MOST_LEFT: u32 = 50;

/// How often something that was left is tried in one read, while other tabs come in between or what it needs is not
/// there: the next one has its turn then.
const MOST_TRIES: usize = 3;

/// What the store has of one person, as it was at one moment.
pub(in crate::delivery) struct UserRecords {
    pub drafts: Vec<Record<DraftVersions>>,
    pub entries: Vec<Record<Entry>>,
    pub unreadable: Vec<Unreadable>,
    /// What pages have left that could not be taken in yet.
    pub left: Vec<Record<Left>>,
    /// Whether anything of that was taken in just now.
    pub has_taken_in: bool,
}

/// Reads everything, after taking in what pages have left that went; nothing when the store failed.
pub(in crate::delivery) async fn read_all(storage: &UserStorage) -> Option<UserRecords> {
    let mut has_taken_in = false;
    let mut tried = Vec::new();
    for turn in 0..=MOST_LEFT {
        let mut records = UserRecords::read(storage).await?;
        records.has_taken_in = has_taken_in;
        let Some(transaction) = records.next_left(&tried).filter(|_| turn < MOST_LEFT) else {
            return Some(records);
        };
        match storage.write(&transaction).await {
            Outcome::Done => {
                storage.tell(&transaction);
                has_taken_in = true;
            }
            // The last write removes what was left.
            Outcome::Changed => tried.extend(transaction.writes.into_iter().next_back()),
            // It stays where it is until there is room.
            Outcome::Full | Outcome::Failed => return Some(records),
        }
    }
    None
}

impl UserRecords {
    async fn read(storage: &UserStorage) -> Option<Self> {
        let kinds = [draft_id(""), entry_id(""), LEFT.to_owned()];
        let prefixes = kinds.each_ref().map(String::as_str);
        let mut rows = storage.list(&prefixes).await?;
        // What was left after somebody had signed out is sealed with a key that was destroyed; it goes with its time.
        rows.retain(|row| row.text.is_some() || !row.id.starts_with(LEFT));
        let [drafts, entries, left] = prefixes;
        let drafts = Read::of(&rows, drafts, read_versions);
        let entries = Read::of(&rows, entries, read_entry);
        let left = Read::of(&rows, left, read_left);
        let unreadable = [drafts.unreadable, entries.unreadable, left.unreadable];
        Some(Self {
            drafts: drafts.records,
            entries: entries.records,
            unreadable: unreadable.into_iter().flatten().collect(),
            left: left.records,
            has_taken_in: false,
        })
    }

    /// What takes in the next thing that a page has left, and that was not `tried` too often as it is.
    fn next_left(&self, tried: &[Write]) -> Option<Transaction> {
        let unreadable: Vec<_> = self.unreadable.iter().map(|one| one.id.clone()).collect();
        let mut left = self.left.clone();
        left.retain(|left| {
            let draft = &left.value.draft;
            let id = left_id(&draft.service.id, &draft.tab);
            let same = |one: &&Write| one.id == id && one.known == left.revision;
            tried.iter().filter(same).count() < MOST_TRIES
        });
        take_in(&left, &self.drafts, &self.entries, &unreadable, now())
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
            if records.has_taken_in {
                self.all_changed(session);
            }
        }
        // Whole pages are built when this comes, a form that is being filled among them: it is told once.
        if !self.loaded.get_untracked() {
            self.loaded.set(true);
        }
    }

    /// What was taken in may belong to any form of this tab.
    fn all_changed(&self, session: &Rc<UserSession>) {
        let forms: Vec<_> = session.forms.borrow().values().cloned().collect();
        for form in &forms {
            self.heard_of_draft(session, form);
        }
    }

    /// Shows the outbox as it was read. `turn` is a number of [`Self::number`] from before that: of two reads the one
    /// that began later counts, whichever is done first.
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

/// All entries of the outbox that can be read; nothing when the store failed.
pub(in crate::delivery) async fn read_entries(storage: &UserStorage) -> Option<Vec<Record<Entry>>> {
    let rows = storage.list(&[&entry_id("")]).await?;
    Some(Read::of(&rows, "", read_entry).records)
}

/// What the store has of a service's draft and of the outbox; nothing when it failed or the draft cannot be read.
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

/// A draft and an entry of the same order, as a page leaves them that was closed while it was sending: made one.
fn joined(drafts: &[Record<DraftVersions>], entries: &[Record<Entry>]) -> Option<Transaction> {
    entries.iter().find_map(|entry| {
        let same = |draft: &&Record<DraftVersions>| draft.value.has_key(&entry.value.key);
        let draft = drafts.iter().find(same)?;
        Some(join(entry, draft, now()))
    })
}

/// Reads a record by its id, its content and its revision.
type ReadRecord<T> = fn(&str, Option<Value>, u64) -> Result<Record<T>, Unreadable>;

/// Records that were read, in the order of the store, and those that cannot be read.
struct Read<T> {
    records: Vec<Record<T>>,
    unreadable: Vec<Unreadable>,
}

impl<T> Read<T> {
    /// Those whose ids begin so.
    fn of(rows: &[StoredRecord], prefix: &str, read: ReadRecord<T>) -> Self {
        let (mut records, mut unreadable) = (Vec::new(), Vec::new());
        for row in rows.iter().filter(|row| row.id.starts_with(prefix)) {
            let text = row.text.as_ref();
            let value = text.and_then(|text| api::parse_json(text).ok());
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
