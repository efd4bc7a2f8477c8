//! Texts that exist in another language than the reader's.

use crate::app::App;
use crate::words::t;
use leptos::prelude::*;

/// Says that texts are not in the language of the screen; nothing where they are. `tag` is their BCP 47 tag.
pub(crate) fn other_language(app: App, tag: Option<&str>) -> Option<AnyView> {
    let other = tag.is_some_and(|tag| {
        let primary = tag.split('-').next().unwrap_or(tag);
        // The pseudo-languages of the tests have no content of their own.
        app.language
            .with_untracked(|now| !now.starts_with("qp") && !now.starts_with(primary))
    });
    other.then(|| view! { <span class="tag">{t!(app, "article-other-language")}</span> }.into_any())
}
