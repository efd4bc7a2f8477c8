//! Searches without results: suggests the closest words, and reports the searched words to the backend.

use super::index_sync::SearchState;
use super::{Handles, Search};
use crate::reactive::spawn_local;
use leptos::prelude::*;

/// The closest words to those without results.
pub(crate) fn closest(search: Search, words: &str) -> Vec<String> {
    search.version.track();
    SearchState::of(search)
        .map(|work| work.closest(words))
        .unwrap_or_default()
}

/// Reports words without results to the backend, once, if it collects them.
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
        // The outcome of the report does not concern the user.
        spawn_local(async move { drop(client.report_search(words).await) });
    }
}
