//! The search field.

use super::live::on;
use super::{Icon, icon};
use crate::app::App;
use crate::words::t;
use leptos::{ev, prelude::*};

/// A search field: `typed` is called with each change, `sent` on Enter or the button.
pub(crate) fn search_box(
    app: App,
    class: &'static str,
    label: String,
    words: &str,
    typed: impl Fn(String) + Copy + 'static,
    sent: impl Fn(String) + Copy + 'static,
) -> AnyView {
    let value = RwSignal::new(words.to_owned());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sent(value.get_untracked());
    };
    let input = move |event: ev::Event| {
        let text = event_target_value(&event);
        value.set(text.clone());
        typed(text);
    };
    view! {
        <form class=format!("search-box {class}") role="search" on:submit=on(send)>
            <span class="search-box-icon">{icon(Icon::Search)}</span>
            <input
                class="search-box-input"
                type="search"
                name="q"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                maxlength="200"
                aria-label=label.clone()
                placeholder=label
                prop:value=value
                on:input=on(input)
            />
            <button class="button button-primary search-box-button" type="submit">{t!(app, "search")}</button>
        </form>
    }
    .into_any()
}
