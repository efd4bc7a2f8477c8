//! The user's choice of language, stored in this browser without a user name, for all users.

use crate::config::Config;
use leptos::prelude::window;
use web_sys::Storage;

/// The prefix of a backend's address.
const KEY: &str = "portico-language ";

/// Stores a choice, together with the element's language that it replaces.
pub(super) fn remember(config: &Config, tag: &str) {
    if let Some(store) = store() {
        // If the browser stores nothing, the choice is lost at the next visit.
        let _ = store.set_item(&key(config), &[tag, " ", &config.lang].concat());
    }
}

/// The choice, if the element still has the language that the choice replaced.
pub(super) fn recall(config: &Config) -> Option<String> {
    let kept = store()?.get_item(&key(config)).ok().flatten()?;
    let (tag, instead_of) = kept.split_once(' ')?;
    let is_known = config.languages.iter().any(|known| known == tag);
    (is_known && instead_of == config.lang).then(|| tag.to_owned())
}

fn key(config: &Config) -> String {
    [KEY, &config.api].concat()
}

fn store() -> Option<Storage> {
    window().local_storage().ok()?
}
