//! A model of a browser store that meets the requirements in the crate's documentation.

use portico_delivery::Millis;
use portico_delivery::store::{ANY, Durability, Outcome, Transaction, Write};
use serde_json::Value;
use std::collections::BTreeMap;

/// How long a relaxed transaction may be lost by a power failure.
pub(crate) const FLUSHED_AFTER: Millis = 3_000;

/// A number that represents a text typed by a user.
pub(crate) type Token = usize;

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) revision: u64,
    pub(crate) value: Value,
    /// The texts in the record, extracted once.
    pub(crate) tokens: Vec<Token>,
}

/// Rows with their previous contents.
type PreviousRows = Vec<(String, Option<Row>)>;

#[derive(Default)]
pub(crate) struct Store {
    pub(crate) rows: BTreeMap<String, Row>,
    /// The previous rows of each transaction that may not be on disk yet.
    undo: Vec<(Millis, PreviousRows)>,
    /// Writes of closing pages, kept where the next page finds them even if the store is busy.
    pub(crate) parked: BTreeMap<String, Row>,
    /// Whether there is no space for new data.
    pub(crate) full: bool,
    /// The number of the encryption key. A transaction of an earlier key fails.
    pub(crate) epoch: u32,
}

impl Store {
    pub(crate) fn commit(&mut self, transaction: &Transaction, now: Millis) -> Outcome {
        let known = |id: &str| self.rows.get(id).map_or(0, |row| row.revision);
        if transaction
            .writes
            .iter()
            .any(|write| write.known != ANY && known(&write.id) != write.known)
        {
            return Outcome::Changed;
        }
        if self.full && transaction.writes.iter().any(|write| write.value.is_some()) {
            return Outcome::Full;
        }
        let mut before = Vec::new();
        for write in &transaction.writes {
            self.settle(write);
            let old = match &write.value {
                Some(value) => self.rows.insert(
                    write.id.clone(),
                    Row {
                        revision: write.revision,
                        tokens: tokens_of(value),
                        value: value.clone(),
                    },
                ),
                None => self.rows.remove(&write.id),
            };
            before.push((write.id.clone(), old));
        }
        if transaction.durability == Durability::Strict {
            // The log is written in order, so all earlier transactions are on disk too.
            self.undo.clear();
        } else {
            self.undo.push((now, before));
        }
        Outcome::Done
    }

    /// Keeps the write of a closing page.
    pub(crate) fn park(&mut self, write: &Write) {
        if let Some(value) = &write.value {
            let row = Row {
                revision: write.revision,
                tokens: tokens_of(value),
                value: value.clone(),
            };
            self.parked.insert(write.id.clone(), row);
        }
    }

    /// Removes a kept write once the store has it or a newer one.
    fn settle(&mut self, write: &Write) {
        let is_older = |row: &Row| write.value.is_none() || row.revision <= write.revision;
        if self.parked.get(&write.id).is_some_and(is_older) {
            self.parked.remove(&write.id);
        }
    }

    /// Applies the kept writes when the next page opens.
    pub(crate) fn unpark(&mut self) {
        if self.full {
            return;
        }
        for (id, row) in std::mem::take(&mut self.parked) {
            let has = self.rows.get(&id).map_or(0, |row| row.revision);
            if has < row.revision {
                self.rows.insert(id, row);
            }
        }
    }

    /// A power failure: undoes what is not on disk. Returns the texts of the drafts that are lost by this.
    pub(crate) fn lose_power(&mut self, now: Millis, mut keep: impl FnMut() -> bool) -> Vec<Token> {
        self.undo.retain(|(at, _)| at + FLUSHED_AFTER > now);
        let mut lost = Vec::new();
        // Some of the last transactions may have reached the disk, but never a later one without an earlier one.
        while let Some((_, rows)) = self.undo.pop() {
            if keep() {
                break;
            }
            for (id, row) in rows {
                let new = self.rows.remove(&id);
                lost.extend(new.into_iter().flat_map(|row| row.tokens));
                if let Some(row) = row {
                    self.rows.insert(id, row);
                }
            }
        }
        self.undo.clear();
        let parked = std::mem::take(&mut self.parked);
        lost.extend(parked.into_values().flat_map(|row| row.tokens));
        lost
    }

    /// The user signed out: the key is destroyed, and all data with it.
    pub(crate) fn destroy(&mut self) {
        self.rows.clear();
        self.undo.clear();
        self.parked.clear();
        self.epoch += 1;
    }

    /// The records with this prefix, with their revisions and contents.
    pub(crate) fn list(&self, prefix: &str) -> Vec<(String, u64, Value)> {
        let rows = self.rows.iter().filter(|(id, _)| id.starts_with(prefix));
        rows.map(|(id, row)| (id.clone(), row.revision, row.value.clone()))
            .collect()
    }

    /// A key that occurs in both an entry and a version of a draft.
    pub(crate) fn twofold(&self) -> Option<&str> {
        let keys = |row: &'_ Row| -> Vec<String> {
            let main = row.value.get("main").into_iter();
            let others = row.value.get("others").and_then(Value::as_array);
            let key = |draft: &Value| Some(draft.get("key")?.as_str()?.to_owned());
            main.chain(others.into_iter().flatten())
                .filter_map(key)
                .collect()
        };
        let drafts = self
            .rows
            .iter()
            .filter(|(id, _)| id.starts_with("draft/"))
            .flat_map(|(_, row)| keys(row))
            .collect::<Vec<_>>();
        let entries = self.rows.keys().filter_map(|id| id.strip_prefix("entry/"));
        entries
            .into_iter()
            .find(|key| drafts.iter().any(|own| own == key))
    }

    pub(crate) fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        self.rows
            .values()
            .chain(self.parked.values())
            .flat_map(|row| row.tokens.iter().copied())
    }
}

/// The texts in the record of a draft or an entry.
fn tokens_of(value: &Value) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut add = |draft: Option<&Value>| {
        tokens.extend(draft.and_then(|draft| token_in(draft.get("answers")?)));
    };
    add(value.get("main"));
    add(value.get("draft"));
    for name in ["others", "edits"] {
        let more = value.get(name).and_then(Value::as_array);
        more.into_iter()
            .flatten()
            .for_each(|other| add(Some(other)));
    }
    if let Some(intent) = value.get("intent") {
        add(intent.get("draft"));
        let text = intent.get("text").and_then(Value::as_str);
        tokens.extend(text.and_then(|text| text.parse::<Token>().ok()));
    }
    tokens
}

/// The text in the answers of a form, if there is one.
pub(crate) fn token_in(answers: &Value) -> Option<Token> {
    answers.get("t")?.as_u64().map(|token| token as Token)
}
