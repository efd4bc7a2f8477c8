//! What its reader has searched and opened: offered again, and a little preferred.

use crate::delivery::Delivery;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Under this name it is kept.
const NAME: &str = "search";

/// So many searches are offered again.
const RECENT: usize = 5;

/// So many things are remembered as opened; when one more comes, those that were opened once are forgotten.
const OPENED: usize = 200;

/// What one person has searched and opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory {
    /// The words of searches, the last first.
    pub(super) recent: Vec<String>,
    /// How often what was opened, by its id in the index.
    pub(super) opened: BTreeMap<String, u32>,
}

impl Memory {
    /// What was kept for somebody; nothing where it cannot be read.
    pub(super) async fn read(delivery: Delivery, person: &str) -> Self {
        let kept = delivery.aside(person, NAME).await.unwrap_or_default();
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

    /// Keeps it for the next visit of whoever it is of.
    pub(super) async fn keep(self, delivery: Delivery, person: &str) {
        let value = json!({ "recent": self.recent, "opened": self.opened });
        delivery.set_aside(person, NAME, Some(value)).await;
    }

    /// What was searched and opened before these, behind them.
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
