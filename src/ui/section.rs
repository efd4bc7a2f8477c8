//! The sections of a screen, the links to them, and the focus that moves to them.

use crate::history::{Navigator, to_section};
use crate::host::Host;
use crate::view::{View, view};
use leptos::{ev, prelude::*};

/// The prefix of IDs from content, which separates them from the portal's own.
pub(super) fn anchor(id: &str) -> String {
    format!("doc-{id}")
}

/// A link to a section of the screen: `#id` does not reach into a shadow tree, so the focus is moved by script.
pub(crate) fn jump(nav: Navigator, section: &str, words: View) -> View {
    let href = to_section(&nav.href(&nav.route().get_untracked()), section);
    let section = section.to_owned();
    let go = move |event: ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        nav.mark(&section);
        nav.section().set(Some(section.clone()));
    };
    view! { <a class="link" href=href on:click=go>{words}</a> }
}

/// Moves to the requested section, if it exists by now.
pub(crate) fn show_section(nav: Navigator, host: Host) {
    if host.is_gone() {
        return;
    }
    let Some(section) = nav.section().get_untracked() else {
        return;
    };
    let id = anchor(&section).replace(['"', '\\'], "");
    let selector = format!("[id=\"{id}\"]");
    if let Some(element) = host.find(&selector) {
        nav.section().set(None);
        element.scroll_into_view();
        focus(host, &selector);
    }
}

/// Moves the focus into the shadow tree, without scrolling a host page.
pub(crate) fn focus(host: Host, selector: &str) {
    if let Some(element) = host.find(selector) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(!host.is_page());
        let _ = element.focus_with_options(&options);
    }
}
