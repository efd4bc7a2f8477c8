//! Leftovers: unsaved changes of a page that closed, in a record of their own that the next page merges.

use crate::draft::{Draft, DraftVersions, put};
use crate::outbox::{Entry, change};
use crate::store::{
    ANY, Durability, Record, RecordValue, Transaction, Write, absent, draft_id, entry_id,
    leftover_id,
};
use crate::{Millis, json};
use serde_json::Value;

/// The last unsaved changes of a tab. No other tab writes this record, so writing it needs no check for concurrent
/// changes. The page that merges it has time to check.
#[derive(Clone, Debug, PartialEq)]
pub struct Leftover {
    /// The form on the screen.
    pub draft: Draft,
    /// The revision and tab of the main version that it is based on; `None` if it is to be stored beside any main
    /// version.
    pub over: Option<(u64, String)>,
}

impl Leftover {
    /// Writes the leftover, replacing an earlier one of the same tab.
    pub(crate) fn write(&self) -> Write {
        Write {
            id: self.id(),
            known: ANY,
            revision: self.draft.revision,
            value: Some(self.to_json()),
            until: self.draft.dropped_after(),
        }
    }

    fn id(&self) -> String {
        leftover_id(&self.draft.service.id, &self.draft.tab)
    }

    fn to_json(&self) -> Value {
        let over = self.over.as_ref().map(|(revision, tab)| {
            json::object(vec![
                ("revision", Value::from(*revision)),
                ("tab", Value::from(tab.as_str())),
            ])
        });
        json::record(vec![
            ("draft", self.draft.to_json()),
            ("over", over.unwrap_or_default()),
        ])
    }
}

impl RecordValue for Leftover {
    fn from_json(value: &Value) -> Option<Self> {
        if !json::is_known(value) {
            return None;
        }
        let over = |over: &Value| Some((json::number(over, "revision")?, json::text(over, "tab")?));
        Some(Self {
            draft: Draft::from_json(value.get("draft")?)?,
            over: json::optional(value, "over", over)?,
        })
    }
}

impl Record<Leftover> {
    /// Merges the leftover and removes it, in one transaction. It becomes the main version if it is based on the
    /// current one, otherwise a version beside it, or an edit of the outbox entry if the request was sent in the
    /// meantime. `draft` is the record of the service, and `entries` is the whole outbox. Changes that these already
    /// contain are not merged again.
    #[must_use]
    pub fn merge(
        &self,
        draft: Option<&Record<DraftVersions>>,
        entries: &[Record<Entry>],
        now: Millis,
    ) -> Transaction {
        let leftover = &self.value.draft;
        let entry = entries.iter().find(|entry| entry.value.key == leftover.key);
        let mut writes = match (entry, draft) {
            (Some(entry), _) => entry
                .value
                .with_leftover(leftover)
                .map_or_else(Vec::new, |with| change(entry, with).writes),
            (None, Some(draft)) => match draft.value.with_leftover(&self.value) {
                Some(with) => {
                    let keys = with.new_keys(Some(&draft.value));
                    let elsewhere: Vec<_> = keys.map(|key| absent(entry_id(key))).collect();
                    let write = put(&with, Some(draft), now);
                    [write].into_iter().chain(elsewhere).collect()
                }
                None => Vec::new(),
            },
            (None, None) => vec![
                put(&DraftVersions::new(leftover.clone()), None, now),
                absent(entry_id(&leftover.key)),
            ],
        };
        // If the tab has written a newer leftover in the meantime, the whole transaction fails.
        writes.push(self.remove(self.value.id()));
        Transaction {
            writes,
            durability: Durability::Relaxed,
        }
    }
}

/// The transaction that merges the next leftover, if there is one. Leftovers of records that cannot be read, and are
/// therefore listed in `unreadable` instead of `drafts` or `entries`, are not merged yet.
#[must_use]
pub fn merge_next(
    leftovers: &[Record<Leftover>],
    drafts: &[Record<DraftVersions>],
    entries: &[Record<Entry>],
    unreadable: &[String],
    now: Millis,
) -> Option<Transaction> {
    leftovers.iter().find_map(|leftover| {
        let service = &leftover.value.draft.service.id;
        let homes = [draft_id(service), entry_id(&leftover.value.draft.key)];
        if homes.iter().any(|home| unreadable.contains(home)) {
            return None;
        }
        let own = |draft: &&Record<DraftVersions>| draft.value.main.service.id == *service;
        Some(leftover.merge(drafts.iter().find(own), entries, now))
    })
}

impl DraftVersions {
    /// These versions with the leftover merged in. `None` if one of them already contains it.
    fn with_leftover(&self, leftover: &Leftover) -> Option<Self> {
        if self.all().any(|version| version.holds(&leftover.draft)) {
            return None;
        }
        let mut versions = self.clone();
        let (revision, tab) = self.main.stamp();
        let is_over = |over: &(u64, String)| over.0 == revision && over.1 == tab;
        if leftover.over.as_ref().is_some_and(is_over) || leftover.draft.goes_on_from(&self.main) {
            versions.main = leftover.draft.clone();
        } else {
            versions.go_on_beside(leftover.draft.clone(), None);
        }
        Some(versions)
    }
}
