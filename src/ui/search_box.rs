//! The frame of a search field, and a plain filter field.

use super::{Icon, icon};
use crate::i18n::{I18n, t};
use crate::view::{View, view};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// A form around a text field, which the label distinguishes from others: `sent` is called on Enter or by the button.
pub(crate) fn search_box(
    i18n: I18n,
    class: &'static str,
    label: String,
    sent: impl Fn() + 'static,
    input: View,
) -> View {
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sent();
    };
    // The field treats it as typed text.
    let clear = move |event: ev::MouseEvent| {
        let button = event
            .current_target()
            .and_then(|button| button.dyn_into::<web_sys::Element>().ok());
        let input = button.and_then(|button| button.previous_element_sibling());
        if let Some(input) =
            input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok())
        {
            input.set_value("");
            if let Ok(typed) = web_sys::Event::new("input") {
                let _ = input.dispatch_event(&typed);
            }
            let _ = input.focus();
        }
    };
    view! {
        <form class=format!("search-box {class}") role="search" aria-label=label on:submit=send>
            <div class="search-frame">
                <span class="search-box-icon">{icon(Icon::Search)}</span>
                {input}
                <button class="search-clear" type="button" aria-label=t!(i18n, "search-clear") on:click=clear>{icon(Icon::X)}</button>
            </div>
            <button class="button button-primary search-box-button" type="submit">
                {t!(i18n, "search")}{icon(Icon::Search)}
            </button>
        </form>
    }
}

/// A field that filters the screen's own list; `typed` is called with each change.
///
/// `search`: it is the screen's search field, to which the keyboard shortcuts lead.
pub(crate) fn search_input(
    label: String,
    words: &str,
    search: bool,
    typed: impl Fn(String) + 'static,
) -> View {
    let input = move |event: ev::Event| typed(event_target_value(&event));
    view! {
        <input
            class="search-box-input"
            type="search"
            name="q"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="search"
            maxlength="200"
            data-search=search.then_some("")
            aria-label=label.clone()
            placeholder=label
            prop:value=words.to_owned()
            on:input=input
        />
    }
}
