//! When nothing is found: the closest words, and word to those who could add what is missing.

use super::index_sync::SearchState;
use super::{Handles, Search};
use crate::reactive::spawn_local;
use leptos::prelude::*;

/// The closest words to those for which nothing was found.
pub(crate) fn closest(search: Search, words: &str) -> Vec<String> {
    search.version.track();
    SearchState::of(search)
        .map(|work| work.closest(words))
        .unwrap_or_default()
}

/// Tells the backend that it has nothing for these words, once, if it keeps a list of that.
pub(crate) fn report(search: Search, words: &str) {
    let Handles {
        client, session, ..
    } = search.handles();
    let words = words.trim().to_owned();
    let listens =
        untrack(|| session.discovered(|portal| portal.capabilities.improvements.is_some()));
    if listens != Some(true) {
        return;
    }
    let is_new =
        SearchState::of(search).is_some_and(|work| work.missing.borrow_mut().insert(words.clone()));
    if is_new {
        // Whoever searches is not to be bothered with what became of it.
        spawn_local(async move { drop(client.report_search(words).await) });
    }
}
