//! What a page left behind that went before the store had it: a record of its own, which the next page takes in.

use super::{Draft, DraftVersions, put};
use crate::outbox::{Entry, change};
use crate::store::{
    ANY, Durability, Record, Transaction, Write, absent, draft_id, entry_id, left_id,
};
use crate::{Millis, json};
use serde_json::Value;

/// The last words of a tab on a draft. Nobody else writes this record, so that it needs no look at what other tabs
/// have written meanwhile; who takes it in has the time to look.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// What stood on the screen.
    pub draft: Draft,
    /// Revision and tab of the main version that it goes on from; nothing where it goes beside whatever there is.
    pub over: Option<(u64, String)>,
}

impl Left {
    /// Writes it, in place of what the same tab had left before.
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
        left_id(&self.draft.service.id, &self.draft.tab)
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

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
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

impl Record<Left> {
    /// Takes it in and removes it, in one transaction: into the draft that it goes on from, beside one that has gone
    /// another way, or beside the entry of an order that was sent meanwhile. `draft` is the service's record, and
    /// `entries` are all of the outbox. What they hold already is not taken in twice.
    #[must_use]
    pub fn take_in(
        &self,
        draft: Option<&Record<DraftVersions>>,
        entries: &[Record<Entry>],
        now: Millis,
    ) -> Transaction {
        let left = &self.value.draft;
        let entry = entries.iter().find(|entry| entry.value.key == left.key);
        let mut writes = match (entry, draft) {
            (Some(entry), _) => entry
                .value
                .with_left(left)
                .map_or_else(Vec::new, |with| change(entry, with).writes),
            (None, Some(draft)) => match draft.value.with_left(&self.value) {
                Some(with) => {
                    let keys = with.new_keys(Some(&draft.value));
                    let elsewhere: Vec<_> = keys.map(|key| absent(entry_id(key))).collect();
                    let write = put(&with, Some(draft), now);
                    [write].into_iter().chain(elsewhere).collect()
                }
                None => Vec::new(),
            },
            (None, None) => vec![
                put(&DraftVersions::new(left.clone()), None, now),
                absent(entry_id(&left.key)),
            ],
        };
        // Where the tab has left more in the meantime, nothing of this happens.
        writes.push(self.remove(self.value.id()));
        Transaction {
            writes,
            durability: Durability::Relaxed,
        }
    }
}

/// The next thing that was left to be taken in, where there is one. What cannot be read is in neither `drafts` nor
/// `entries`: what was left for one of those, whose records are named in `unreadable`, waits.
#[must_use]
pub fn take_in(
    left: &[Record<Left>],
    drafts: &[Record<DraftVersions>],
    entries: &[Record<Entry>],
    unreadable: &[String],
    now: Millis,
) -> Option<Transaction> {
    left.iter().find_map(|left| {
        let service = &left.value.draft.service.id;
        let homes = [draft_id(service), entry_id(&left.value.draft.key)];
        if homes.iter().any(|home| unreadable.contains(home)) {
            return None;
        }
        let own = |draft: &&Record<DraftVersions>| draft.value.main.service.id == *service;
        Some(left.take_in(drafts.iter().find(own), entries, now))
    })
}

impl Draft {
    /// Whether all of an earlier version is part of this one: a tab goes on from what it has saved itself.
    pub(crate) fn holds(&self, earlier: &Self) -> bool {
        self.says_the_same(earlier) || self.goes_on_from(earlier)
    }

    /// Whether this is a later version of the same order by the same tab, or the same one.
    pub(crate) fn goes_on_from(&self, earlier: &Self) -> bool {
        self.key == earlier.key && self.tab == earlier.tab && self.revision >= earlier.revision
    }
}

impl DraftVersions {
    /// These versions with what was left. Nothing where one of them holds it.
    fn with_left(&self, left: &Left) -> Option<Self> {
        if self.all().any(|version| version.holds(&left.draft)) {
            return None;
        }
        let mut versions = self.clone();
        let (revision, tab) = self.main.stamp();
        let is_over = |over: &(u64, String)| over.0 == revision && over.1 == tab;
        if left.over.as_ref().is_some_and(is_over) || left.draft.goes_on_from(&self.main) {
            versions.main = left.draft.clone();
        } else {
            versions.go_on_beside(left.draft.clone(), None);
        }
        Some(versions)
    }
}
