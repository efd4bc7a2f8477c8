//! The language that a reader has chosen, kept in this browser: no name of a person, and the same for all of them.

use crate::config::Config;
use leptos::prelude::window;
use web_sys::Storage;

/// Before a backend's address.
const KEY: &str = "portico-language ";

/// Keeps a choice. It was made instead of the language that the element had then.
pub(super) fn remember(config: &Config, tag: &str) {
    if let Some(store) = store() {
        // A browser that takes nothing asks again at the next visit.
        let _ = store.set_item(&key(config), &[tag, " ", &config.lang].concat());
    }
}

/// What was chosen, if the element's own language is still the one that the choice was made instead of.
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
