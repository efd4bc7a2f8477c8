//! The user's search history.

use super::Search;
use super::index_sync::SearchState;
use super::search_history::SearchHistory;
use leptos::prelude::*;

/// The recent searches, newest first. Callers are notified of changes.
pub(crate) fn recent(search: Search) -> Vec<String> {
    search.history_version.track();
    let work = SearchState::of(search);
    work.map(|work| work.history.borrow().recent.clone())
        .unwrap_or_default()
}

/// The user has deliberately searched for these words.
pub(crate) fn searched(search: Search, words: &str) {
    let words = words.trim();
    if !words.is_empty() {
        change(search, |history| history.searched(words));
    }
}

/// The user has opened a result.
pub(crate) fn noted(search: Search, id: &str) {
    change(search, |history| history.opened(id));
}

/// Deletes the search history.
pub(crate) fn clear(search: Search) {
    change(search, |history| *history = SearchHistory::default());
}

fn change(search: Search, change: impl FnOnce(&mut SearchHistory)) {
    let Some(work) = SearchState::of(search) else {
        return;
    };
    change(&mut work.history.borrow_mut());
    search.history_version.try_update(|count| *count += 1);
    work.keep_history(search);
}
