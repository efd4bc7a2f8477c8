//! A few flags in `localStorage` and `sessionStorage`, which can be read synchronously. The only user ID among them is that
//! of a user who is signing out.

use crate::api::new_key;
use leptos::prelude::window;
use web_sys::Storage;

/// Whether anything was ever stored in this browser; otherwise the database is not opened.
const KEPT: &str = "portico-kept";

/// The prefix of a backend's address: the user who has signed out of it, until their stored data is destroyed.
const LEAVING: &str = "portico-leaving ";

/// The ID of this tab's visitor: it survives a reload and a sign-in on another page, but not the tab.
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

/// Removes the ID of this tab's visitor.
pub(super) fn clear_visitor() {
    if let Some(store) = session_storage() {
        set(&store, VISITOR, None);
    }
}

/// A new, unique ID for this tab's visitor.
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

/// Without these flags, the portal does more work than necessary but loses nothing.
fn set(store: &Storage, name: &str, text: Option<&str>) {
    let _ = match text {
        Some(text) => store.set_item(name, text),
        None => store.remove_item(name),
    };
}
