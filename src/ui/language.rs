//! Texts in another language than the screen's.

use super::link;
use crate::history::Navigator;
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::view::{View, view};
use leptos::prelude::*;

/// The name of the language of texts; `None` if it is the language of the screen. `tag` is their BCP 47 tag.
pub(crate) fn other_language(i18n: I18n, tag: Option<&str>) -> Option<View> {
    let tag = tag?;
    let primary = tag.split('-').next().unwrap_or(tag);
    // The test languages have no content of their own.
    let other = i18n
        .language()
        .with_untracked(|now| !now.starts_with("qp") && !now.starts_with(primary));
    other.then(|| {
        let words = match i18n.format().language(primary) {
            Some(name) => t!(i18n, "language-other", language = &name),
            None => t!(i18n, "language-unknown"),
        };
        view! { <span class="tag">{words}</span> }
    })
}

/// A text of the backend, with its language if it differs from that of the screen.
pub(crate) fn in_language(i18n: I18n, words: String, tag: Option<String>) -> View {
    let mark = beside(i18n, tag.as_deref());
    view! { <span lang=tag>{words}</span>{mark} }
}

/// The same as a link to its object.
pub(super) fn link_in_language(
    i18n: I18n,
    nav: Navigator,
    to: Route,
    words: String,
    tag: Option<String>,
) -> View {
    let mark = beside(i18n, tag.as_deref());
    let words = view! { <span lang=tag>{words}</span> };
    view! { {link(nav, to, "link", words)}{mark} }
}

fn beside(i18n: I18n, tag: Option<&str>) -> Option<View> {
    other_language(i18n, tag).map(|mark| view! { " "{mark} })
}
