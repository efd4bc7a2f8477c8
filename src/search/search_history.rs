//! The user's recent searches and opened results, which are suggested again and ranked slightly higher.

use crate::delivery::Delivery;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name of the stored value.
const NAME: &str = "search";

/// The maximum number of recent searches.
const RECENT: usize = 5;

/// The maximum number of opened results; when there are more, those that were opened once are removed.
const OPENED: usize = 200;

/// The search history of one user.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SearchHistory {
    /// The words of searches, newest first.
    pub(super) recent: Vec<String>,
    /// How often each result was opened, by its ID in the index.
    pub(super) opened: BTreeMap<String, u32>,
}

impl SearchHistory {
    /// The stored history of a user; empty if it cannot be read.
    pub(super) async fn read(delivery: Delivery, person: &str) -> Self {
        let kept = delivery.value(person, NAME).await.unwrap_or_default();
        let words = |value: &Value| value.as_str().map(str::to_owned);
        let recent = kept.get("recent").and_then(Value::as_array);
        let opened = kept.get("opened").and_then(Value::as_object);
        let count = |(id, count): (&String, &Value)| {
            Some((id.clone(), u32::try_from(count.as_u64()?).ok()?))
        };
        Self {
            recent: recent
                .into_iter()
                .flatten()
                .filter_map(words)
                .take(RECENT)
                .collect(),
            opened: opened
                .into_iter()
                .flatten()
                .filter_map(count)
                .take(OPENED)
                .collect(),
        }
    }

    /// Stores it for the user's next visit.
    pub(super) async fn keep(self, delivery: Delivery, person: &str) {
        let value = json!({ "recent": self.recent, "opened": self.opened });
        delivery.set_value(person, NAME, Some(value)).await;
    }

    /// Appends an earlier history.
    pub(super) fn after(mut self, earlier: Self) -> Self {
        for words in earlier.recent {
            if !self.recent.contains(&words) {
                self.recent.push(words);
            }
        }
        self.recent.truncate(RECENT);
        for (id, count) in earlier.opened {
            *self.opened.entry(id).or_default() += count;
        }
        self
    }

    pub(super) fn searched(&mut self, words: &str) {
        self.recent.retain(|other| other != words);
        self.recent.insert(0, words.to_owned());
        self.recent.truncate(RECENT);
    }

    pub(super) fn opened(&mut self, id: &str) {
        if self.opened.len() >= OPENED && !self.opened.contains_key(id) {
            self.opened.retain(|_, count| *count > 1);
        }
        *self.opened.entry(id.to_owned()).or_default() += 1;
    }
}
