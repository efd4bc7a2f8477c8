//! What somebody has searched for and opened, remembered for them.

use super::Search;
use super::index_sync::SearchState;
use super::memory::Memory;
use leptos::prelude::*;

/// The last searches, the last first. Readers are told of changes.
pub(crate) fn recent(search: Search) -> Vec<String> {
    search.memory.track();
    let work = SearchState::of(search);
    work.map(|work| work.memory.borrow().recent.clone())
        .unwrap_or_default()
}

/// Somebody has searched for these words on purpose.
pub(crate) fn searched(search: Search, words: &str) {
    let words = words.trim();
    if !words.is_empty() {
        change(search, |memory| memory.searched(words));
    }
}

/// Somebody has opened a result.
pub(crate) fn noted(search: Search, id: &str) {
    change(search, |memory| memory.opened(id));
}

/// Nobody is to see the last searches any more.
pub(crate) fn clear(search: Search) {
    change(search, |memory| *memory = Memory::default());
}

fn change(search: Search, change: impl FnOnce(&mut Memory)) {
    let Some(work) = SearchState::of(search) else {
        return;
    };
    change(&mut work.memory.borrow_mut());
    search.memory.try_update(|count| *count += 1);
    work.keep_history(search);
}
