//! The buttons beside drafts and outbox entries, one of which asks for confirmation.

use crate::i18n::{I18n, t};
use crate::view::{View, view};
use leptos::prelude::*;

/// An action as a button.
pub(crate) fn button(words: String, act: impl Fn() + 'static) -> View {
    view! { <button class="button button-small" type="button" on:click=move |_: web_sys::MouseEvent| act()>{words}</button> }
}

/// A button that asks for confirmation before something is deleted: the first click turns it into a question.
pub(crate) fn confirmed(
    i18n: I18n,
    asked: RwSignal<bool>,
    words: (String, String),
    act: impl Fn() + Clone + 'static,
) -> Vec<View> {
    if !asked.get() {
        return vec![button(words.0, move || asked.set(true))];
    }
    let act = move || {
        asked.set(false);
        act();
    };
    vec![
        button(words.1, act),
        button(t!(i18n, "confirm-no"), move || asked.set(false)),
    ]
}
