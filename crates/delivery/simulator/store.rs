//! The model of a browser's store, as the crate's documentation demands it.

use portico_delivery::Millis;
use portico_delivery::store::{ANY, Durability, Outcome, Transaction, Write};
use serde_json::Value;
use std::collections::BTreeMap;

/// How long a relaxed transaction may be lost with the power.
pub(crate) const FLUSHED_AFTER: Millis = 3_000;

/// A number that stands for a text somebody typed.
pub(crate) type Token = usize;

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) revision: u64,
    pub(crate) value: Value,
    /// The texts in it, found once.
    pub(crate) tokens: Vec<Token>,
}

/// Rows by their ids, as they were.
type Before = Vec<(String, Option<Row>)>;

#[derive(Default)]
pub(crate) struct Store {
    pub(crate) rows: BTreeMap<String, Row>,
    /// What the rows were before each transaction that the disk may not have yet.
    undo: Vec<(Millis, Before)>,
    /// What pages that left have put where even a busy store is found later.
    pub(crate) parked: BTreeMap<String, Row>,
    /// There is no room for anything new.
    pub(crate) full: bool,
    /// Counts the keys: a transaction of an earlier one comes to nothing.
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
            // The log is written in order, so that all before it are on the disk as well.
            self.undo.clear();
        } else {
            self.undo.push((now, before));
        }
        Outcome::Done
    }

    /// Parks what a page leaves.
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

    /// The store has this write: what was parked of it goes.
    fn settle(&mut self, write: &Write) {
        let is_older = |row: &Row| write.value.is_none() || row.revision <= write.revision;
        if self.parked.get(&write.id).is_some_and(is_older) {
            self.parked.remove(&write.id);
        }
    }

    /// The next page hands on what was parked.
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

    /// The power goes: what the disk does not have is undone. The texts of the drafts that this takes away.
    pub(crate) fn lose_power(&mut self, now: Millis, mut keep: impl FnMut() -> bool) -> Vec<Token> {
        self.undo.retain(|(at, _)| at + FLUSHED_AFTER > now);
        let mut lost = Vec::new();
        // Of the last ones some may have reached the disk, but never a later one without an earlier one.
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

    /// Somebody signed out: the key is destroyed, and everything with it.
    pub(crate) fn destroy(&mut self) {
        self.rows.clear();
        self.undo.clear();
        self.parked.clear();
        self.epoch += 1;
    }

    /// The records of a kind, by revision and content.
    pub(crate) fn list(&self, prefix: &str) -> Vec<(String, u64, Value)> {
        let rows = self.rows.iter().filter(|(id, _)| id.starts_with(prefix));
        rows.map(|(id, row)| (id.clone(), row.revision, row.value.clone()))
            .collect()
    }

    /// The key of an order that is in two places: an entry, and a version of a draft.
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

/// The texts in a draft's or an entry's record.
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

/// The text in a form's answers, if somebody typed one.
pub(crate) fn token_in(answers: &Value) -> Option<Token> {
    answers.get("t")?.as_u64().map(|token| token as Token)
}
