//! All versions of a service's draft: the one that counts, and those that somebody still has to choose from.

use super::{Draft, Remote};
use crate::store::{Durability, Record, Transaction, Write, create, draft_id};
use crate::{Millis, json};
use serde_json::Value;

/// The record of a service's draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftVersions {
    /// The one that is opened and sent.
    pub main: Draft,
    /// Texts of other tabs and devices that are not part of `main`. None goes before somebody chose.
    pub others: Vec<Draft>,
    /// What is known of the copy on the server.
    pub remote: Option<Remote>,
}

impl DraftVersions {
    /// The only version there is.
    #[must_use]
    pub fn new(main: Draft) -> Self {
        Self {
            main,
            others: Vec::new(),
            remote: None,
        }
    }

    /// The number of the next save. It starts from the time, so that a draft which was sent or discarded and begun
    /// again has no version with the name of an old one.
    pub(crate) fn next_revision(versions: Option<&Self>, now: Millis) -> u64 {
        let all = versions.into_iter();
        let all = all.flat_map(Self::all);
        let last = all.map(|draft| draft.revision).max().unwrap_or(0);
        last.saturating_add(1).max(now)
    }

    /// Keeps a version beside the main one.
    pub(crate) fn keep_beside(&mut self, draft: Draft) {
        self.others.push(draft);
    }

    /// Keeps a version of a tab beside the main one. What it went on from goes: `before`, and whatever else the tab had
    /// there of the same order.
    pub(crate) fn go_on_beside(&mut self, draft: Draft, before: Option<u64>) {
        self.others.retain(|other| {
            let is_before = Some(other.revision) == before && other.tab == draft.tab;
            !is_before && !draft.goes_on_from(other)
        });
        self.others.push(draft);
    }

    /// The keys of orders that are not part of what was there before, each once.
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

    /// Whether one of them is of the order with this key.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        self.all().any(|one| one.key == key)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Draft> {
        self.others.iter().chain([&self.main])
    }

    /// When a store may drop the record by itself.
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

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
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

/// Writes the versions where others were, or where nothing was.
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
    /// Forgets the draft with all its versions: somebody said so, or it has had its time.
    #[must_use]
    pub fn discard(&self) -> Transaction {
        Transaction {
            writes: vec![self.remove(draft_id(&self.value.main.service.id))],
            durability: Durability::Relaxed,
        }
    }
}
