//! What the machines ask of a store, and what it answers. The rules are in the crate's documentation.

use crate::Millis;
use crate::draft::{DraftVersions, Left};
use crate::outbox::Entry;
use serde_json::Value;

/// The record of a service's draft: all its [`DraftVersions`]. A person has one a service.
#[must_use]
pub fn draft_id(service: &str) -> String {
    ["draft/", service].concat()
}

/// The record of an [`Entry`] of the outbox.
#[must_use]
pub fn entry_id(key: &str) -> String {
    ["entry/", key].concat()
}

/// What the names of all records that tabs have left begin with, see [`left_id`].
pub const LEFT: &str = "left/";

/// The record of what a tab has left of a service's draft, a [`Left`]: nobody else writes it.
#[must_use]
pub fn left_id(service: &str, tab: &str) -> String {
    [LEFT, service, "/", tab].concat()
}

/// In place of a revision that a writer knows: whatever is there, or nothing. The greatest whole number of JavaScript.
pub const ANY: u64 = (1 << 53) - 1;

/// What was read, and the revision it had. Writing it again names this revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<T> {
    /// Changes with every write; greater than 0.
    pub revision: u64,
    /// What is kept.
    pub value: T,
}

/// One record to write or to remove.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// Names the record, see [`draft_id`] and [`entry_id`].
    pub id: String,
    /// The revision that it must have now; 0: there must be none; [`ANY`]: that does not matter.
    pub known: u64,
    /// The revision that it gets. Never one that this record had before, even if it was removed in between.
    pub revision: u64,
    /// What to keep; nothing removes the record, and demands that there is none where `known` is 0.
    pub value: Option<Value>,
    /// When the store may drop the record by itself; 0: never.
    pub until: Millis,
}

/// Writes nothing, and lets the transaction come to nothing if there is a record of this name.
pub(crate) fn absent(id: String) -> Write {
    Write {
        id,
        known: 0,
        revision: 1,
        value: None,
        until: 0,
    }
}

impl Write {
    /// Removes a record, whatever it is.
    pub(crate) fn drop(id: String) -> Self {
        Self {
            known: ANY,
            ..absent(id)
        }
    }

    /// Whether it only demands that there is no such record.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.known == 0 && self.value.is_none()
    }

    /// Whether other tabs have nothing to hear of it: it changes nothing, or nothing that they know.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.is_check() || self.known == ANY
    }
}

/// Writes that happen together or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// At least one, each of another record.
    pub writes: Vec<Write>,
    /// When it counts as done.
    pub durability: Durability,
}

/// How sure a store has to be before it says `Done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives the end of the tab and of the browser.
    Relaxed,
    /// It survives the loss of power.
    Strict,
    /// The page is going away: nobody may be there to hear the outcome, and the store may be busy. The next page finds
    /// what is written so, whatever else the store still had to do; so it demands nothing ([`ANY`]).
    Leaving,
}

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is written.
    Done,
    /// Nothing is written: a record had another revision.
    Changed,
    /// Nothing is written: there is no room.
    Full,
    /// Nothing is written: the store cannot be used (now), or its key was destroyed by signing out.
    Failed,
}

/// A record that this version cannot read: broken, or written by a later version. It is kept and shown, never dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// Names the record.
    pub id: String,
    /// Its content as far as it is JSON.
    pub value: Option<Value>,
}

/// Reads a draft's record.
///
/// # Errors
/// The record as it was, when it cannot be read.
pub fn read_versions(
    id: &str,
    value: Option<Value>,
    revision: u64,
) -> Result<Record<DraftVersions>, Unreadable> {
    read(id, value, revision, DraftVersions::from_json)
}

/// Reads an entry's record.
///
/// # Errors
/// The record as it was, when it cannot be read.
pub fn read_entry(
    id: &str,
    value: Option<Value>,
    revision: u64,
) -> Result<Record<Entry>, Unreadable> {
    read(id, value, revision, Entry::from_json)
}

/// Reads what a tab has left.
///
/// # Errors
/// The record as it was, when it cannot be read.
pub fn read_left(
    id: &str,
    value: Option<Value>,
    revision: u64,
) -> Result<Record<Left>, Unreadable> {
    read(id, value, revision, Left::from_json)
}

fn read<T>(
    id: &str,
    value: Option<Value>,
    revision: u64,
    from_json: fn(&Value) -> Option<T>,
) -> Result<Record<T>, Unreadable> {
    match value.as_ref().and_then(from_json) {
        Some(value) => Ok(Record { revision, value }),
        None => Err(Unreadable {
            id: id.to_owned(),
            value,
        }),
    }
}

impl<T> Record<T> {
    /// Removes the record, if it is still the one that was read.
    pub(crate) fn remove(&self, id: String) -> Write {
        Write {
            id,
            known: self.revision,
            revision: self.revision.saturating_add(1),
            value: None,
            until: 0,
        }
    }

    /// Replaces the record, if it is still the one that was read.
    pub(crate) fn replace(&self, id: String, value: Value, until: Millis) -> Write {
        Write {
            id,
            known: self.revision,
            revision: self.revision.saturating_add(1),
            value: Some(value),
            until,
        }
    }
}

/// Makes a record, if there is none of this name. Its first revision is the time, so that a record which was removed
/// and made again has none of its old revisions: whoever still knows one of those is told that it changed.
pub(crate) fn create(id: String, value: Value, until: Millis, now: Millis) -> Write {
    Write {
        id,
        known: 0,
        revision: now.max(1),
        value: Some(value),
        until,
    }
}

impl Transaction {
    /// Writes that the disk must have before anything follows from them.
    pub(crate) fn strict(writes: Vec<Write>) -> Self {
        Self {
            writes,
            durability: Durability::Strict,
        }
    }
}
