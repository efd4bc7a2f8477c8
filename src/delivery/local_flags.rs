//! A few words outside the encrypted store, where they can be read at once: no name of a person but of one who leaves.

use crate::api::new_key;
use leptos::prelude::window;
use web_sys::Storage;

/// Whether anything was ever kept in this browser: otherwise nobody has to look.
const KEPT: &str = "portico-kept";

/// Before a backend's address: who has signed out of it, until what was kept for them is destroyed.
const LEAVING: &str = "portico-leaving ";

/// Where this tab's visitor has a name: it outlives a reload and a sign-on elsewhere, but not the tab.
const VISITOR: &str = "portico-visitor";

pub(super) fn has_kept() -> bool {
    local().is_some_and(|store| get(&store, KEPT).is_some())
}

pub(super) fn set_kept() {
    if let Some(store) = local() {
        set(&store, KEPT, Some("yes"));
    }
}

pub(super) fn leaving(api: &str) -> Option<String> {
    get(&local()?, &[LEAVING, api].concat())
}

pub(super) fn set_leaving(api: &str, id: Option<&str>) {
    if let Some(store) = local() {
        set(&store, &[LEAVING, api].concat(), id);
    }
}

pub(super) fn visitor() -> Option<String> {
    get(&session_storage()?, VISITOR)
}

/// Nothing of this tab's visitor is left.
pub(super) fn clear_visitor() {
    if let Some(store) = session_storage() {
        set(&store, VISITOR, None);
    }
}

/// A name for this tab's visitor, whom nobody else can be.
pub(super) fn new_visitor() -> String {
    let name = ["visitor ", &new_key()].concat();
    if let Some(store) = session_storage() {
        set(&store, VISITOR, Some(&name));
    }
    name
}

fn local() -> Option<Storage> {
    window().local_storage().ok()?
}

fn session_storage() -> Option<Storage> {
    window().session_storage().ok()?
}

fn get(store: &Storage, name: &str) -> Option<String> {
    store.get_item(name).ok().flatten()
}

/// A browser that takes none of these asks more than it has to, and loses nothing.
fn set(store: &Storage, name: &str, text: Option<&str>) {
    let _ = match text {
        Some(text) => store.set_item(name, text),
        None => store.remove_item(name),
    };
}
