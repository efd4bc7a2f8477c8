//! What its reader has searched and opened: offered again, and a little preferred.

use super::index_sync::Work;
use crate::app::App;
use leptos::prelude::*;
use leptos::task::spawn_local;
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
    recent: Vec<String>,
    /// How often what was opened, by its id in the index.
    pub(super) opened: BTreeMap<String, u32>,
}

impl Memory {
    /// What was kept for somebody; nothing where it cannot be read.
    pub(super) async fn read(app: App, person: &str) -> Self {
        let kept = app.keep.aside(person, NAME).await.unwrap_or_default();
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

    fn write(&self) -> Value {
        json!({ "recent": self.recent, "opened": self.opened })
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

    fn searched(&mut self, words: &str) {
        self.recent.retain(|other| other != words);
        self.recent.insert(0, words.to_owned());
        self.recent.truncate(RECENT);
    }

    fn opened(&mut self, id: &str) {
        if self.opened.len() >= OPENED && !self.opened.contains_key(id) {
            self.opened.retain(|_, count| *count > 1);
        }
        *self.opened.entry(id.to_owned()).or_default() += 1;
    }
}

/// The last searches, the last first. Readers are told of changes.
pub(crate) fn recent(app: App) -> Vec<String> {
    app.search.memory.track();
    let work = Work::of(app);
    work.map(|work| work.memory.borrow().recent.clone())
        .unwrap_or_default()
}

/// Somebody has searched for these words on purpose.
pub(crate) fn searched(app: App, words: &str) {
    let words = words.trim();
    if !words.is_empty() {
        change(app, |memory| memory.searched(words));
    }
}

/// Somebody has opened a result.
pub(crate) fn noted(app: App, id: &str) {
    change(app, |memory| memory.opened(id));
}

/// Nobody is to see the last searches any more.
pub(crate) fn forget(app: App) {
    change(app, |memory| *memory = Memory::default());
}

fn change(app: App, change: impl FnOnce(&mut Memory)) {
    let Some(work) = Work::of(app) else {
        return;
    };
    change(&mut work.memory.borrow_mut());
    app.search.memory.try_update(|count| *count += 1);
    keep(app, &work);
}

/// Keeps it for the next visit of whoever is signed in.
pub(super) fn keep(app: App, work: &Work) {
    let Some(person) = work.person() else {
        return;
    };
    let value = work.memory.borrow().write();
    spawn_local(async move {
        app.keep.set_aside(&person, NAME, Some(value)).await;
    });
}
