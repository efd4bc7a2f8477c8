//! The interface between the state machines and the store. The documentation of the crate lists the store's
//! obligations.

use crate::Millis;
use serde_json::Value;

/// The id of the record with all [`DraftVersions`](crate::draft::DraftVersions) of a service. A user has one such record per service.
#[must_use]
pub fn draft_id(service: &str) -> String {
    ["draft/", service].concat()
}

/// The id of the record of an outbox [`Entry`](crate::outbox::Entry).
#[must_use]
pub fn entry_id(key: &str) -> String {
    ["entry/", key].concat()
}

/// The prefix of the ids of all leftover records, see [`leftover_id`].
pub const LEFTOVER_PREFIX: &str = "left/";

/// The id of the record with a tab's leftover of a service's draft, a [`Leftover`](crate::leftover::Leftover). Only that tab writes it.
#[must_use]
pub fn leftover_id(service: &str, tab: &str) -> String {
    [LEFTOVER_PREFIX, service, "/", tab].concat()
}

/// Matches any revision, or no record at all. The value is the greatest safe integer of JavaScript.
pub const ANY: u64 = (1 << 53) - 1;

/// A value that was read, and its revision. Writing the value again names this revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<T> {
    /// Changes with every write; greater than 0.
    pub revision: u64,
    /// The stored value.
    pub value: T,
}

/// One record to write or remove.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The id of the record, see [`draft_id`] and [`entry_id`].
    pub id: String,
    /// The required current revision; 0 requires that there is no record, and [`ANY`] requires nothing.
    pub known: u64,
    /// The new revision. It must never be one that this record had before, even if it was removed in between.
    pub revision: u64,
    /// The value to store. `None` removes the record or, if `known` is 0, requires that there is none.
    pub value: Option<Value>,
    /// When the store may delete the record on its own; 0 means never.
    pub until: Millis,
}

/// Writes nothing, and makes the transaction fail if there is a record with this id.
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
    /// Removes a record with any revision.
    pub(crate) fn drop(id: String) -> Self {
        Self {
            known: ANY,
            ..absent(id)
        }
    }

    /// Whether it only requires that there is no such record.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.known == 0 && self.value.is_none()
    }

    /// Whether other tabs need no notice of it, because it changes nothing that they read.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.is_check() || self.known == ANY
    }
}

/// Writes that are executed atomically.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// At least one write, each to a different record.
    pub writes: Vec<Write>,
    /// When the transaction counts as done.
    pub durability: Durability,
}

/// What a store guarantees when it reports `Done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The data survives the end of the tab and of the browser.
    Relaxed,
    /// The data survives a power failure.
    Strict,
    /// The page is being closed: the outcome may reach nobody, and the store may be busy. The next page finds the data
    /// regardless of other pending work, so these writes have no preconditions ([`ANY`]).
    Leaving,
}

/// The outcome of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was written.
    Done,
    /// Nothing was written: a record had another revision.
    Changed,
    /// Nothing was written: there is no space left.
    Full,
    /// Nothing was written: the store is unavailable, or its encryption key was destroyed by signing out.
    Failed,
}

/// A record that this version cannot read: broken, or written by a later version. It is kept and shown, never deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// The id of the record.
    pub id: String,
    /// The content, if it is JSON.
    pub value: Option<Value>,
}

/// The value of a record.
pub trait RecordValue: Sized {
    /// Decodes what this release or an earlier one has stored; `None` for anything else.
    fn from_json(value: &Value) -> Option<Self>;
}

impl<T: RecordValue> Record<T> {
    /// Decodes a record.
    ///
    /// # Errors
    /// The unchanged record, if it cannot be read.
    pub fn read(id: &str, value: Option<Value>, revision: u64) -> Result<Self, Unreadable> {
        match value.as_ref().and_then(T::from_json) {
            Some(value) => Ok(Self { revision, value }),
            None => Err(Unreadable {
                id: id.to_owned(),
                value,
            }),
        }
    }
}

impl<T> Record<T> {
    /// Removes the record, if it still has the revision that was read.
    pub(crate) fn remove(&self, id: String) -> Write {
        Write {
            id,
            known: self.revision,
            revision: self.revision.saturating_add(1),
            value: None,
            until: 0,
        }
    }

    /// Replaces the record, if it still has the revision that was read.
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

/// Creates a record, if there is none with this id. The first revision is the current time, so that a record which was
/// removed and created again never reuses an old revision. A writer that still knows an old one is told that the record
/// changed.
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
    /// Creates a transaction with [`Durability::Strict`].
    pub(crate) fn strict(writes: Vec<Write>) -> Self {
        Self {
            writes,
            durability: Durability::Strict,
        }
    }
}
