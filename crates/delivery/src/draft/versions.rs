//! All versions of a service's draft: the main one, and alternatives for the user to choose from.

use super::{Draft, Remote};
use crate::store::{Durability, Record, RecordValue, Transaction, Write, create, draft_id};
use crate::{Millis, json};
use serde_json::Value;

/// The record of a service's draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftVersions {
    /// The version that is opened and sent.
    pub main: Draft,
    /// Versions of other tabs and devices that are not part of `main`. None is deleted before the user has chosen.
    pub others: Vec<Draft>,
    /// What is known of the server's copy.
    pub remote: Option<Remote>,
}

impl DraftVersions {
    /// Creates a record with a single version.
    #[must_use]
    pub fn new(main: Draft) -> Self {
        Self {
            main,
            others: Vec::new(),
            remote: None,
        }
    }

    /// The revision of the next save. Revisions start from the current time, so that a draft which was sent or
    /// discarded and then started again never reuses the identity of an old version.
    pub(crate) fn next_revision(versions: Option<&Self>, now: Millis) -> u64 {
        let all = versions.into_iter();
        let all = all.flat_map(Self::all);
        let last = all.map(|draft| draft.revision).max().unwrap_or(0);
        last.saturating_add(1).max(now)
    }

    /// Adds a version beside the main one.
    pub(crate) fn keep_beside(&mut self, draft: Draft) {
        self.others.push(draft);
    }

    /// Adds a version of a tab beside the main one. It replaces the versions that it is based on: `before`, and any
    /// others of the same tab with the same key.
    pub(crate) fn go_on_beside(&mut self, draft: Draft, before: Option<u64>) {
        self.others.retain(|other| {
            let is_before = Some(other.revision) == before && other.tab == draft.tab;
            !is_before && !draft.goes_on_from(other)
        });
        self.others.push(draft);
    }

    /// The distinct keys that did not occur in `before`.
    pub(crate) fn new_keys<'a>(
        &'a self,
        before: Option<&'a Self>,
    ) -> impl Iterator<Item = &'a str> {
        let known = move |key: &str| before.is_some_and(|before| before.has_key(key));
        let mut keys: Vec<&str> = self.all().map(|one| one.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().filter(move |key| !known(key))
    }

    /// Whether a version has this key.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        self.all().any(|one| one.key == key)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Draft> {
        self.others.iter().chain([&self.main])
    }

    /// When a store may delete the record on its own.
    fn until(&self) -> Millis {
        self.all().map(Draft::dropped_after).max().unwrap_or(0)
    }

    pub(crate) fn to_json(&self) -> Value {
        json::record(vec![
            ("main", self.main.to_json()),
            ("others", json::array(&self.others, Draft::to_json)),
            (
                "remote",
                self.remote.as_ref().map_or(Value::Null, Remote::to_json),
            ),
        ])
    }
}

impl RecordValue for DraftVersions {
    fn from_json(value: &Value) -> Option<Self> {
        if !json::is_known(value) {
            return None;
        }
        Some(Self {
            main: Draft::from_json(value.get("main")?)?,
            others: json::list(value, "others", Draft::from_json)?,
            remote: json::optional(value, "remote", Remote::from_json)?,
        })
    }
}

/// Writes the versions in place of others, or as a new record.
pub(crate) fn put(
    versions: &DraftVersions,
    over: Option<&Record<DraftVersions>>,
    now: Millis,
) -> Write {
    let id = draft_id(&versions.main.service.id);
    let value = versions.to_json();
    match over {
        Some(record) => record.replace(id, value, versions.until()),
        None => create(id, value, versions.until(), now),
    }
}

impl Record<DraftVersions> {
    /// Deletes the draft with all its versions, because the user asked for it or because it has expired.
    #[must_use]
    pub fn discard(&self) -> Transaction {
        Transaction {
            writes: vec![self.remove(draft_id(&self.value.main.service.id))],
            durability: Durability::Relaxed,
        }
    }
}
