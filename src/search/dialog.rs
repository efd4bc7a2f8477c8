//! The search dialog, which opens over any screen.

use super::{Handles, Search, SearchInput, field};
use crate::i18n::t;
use crate::reactive::effect;
use crate::ui::{self, Icon};
use crate::view::{View, view};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// The dialog; it always exists, and is displayed while [`super::Search`] says so.
pub(crate) fn dialog(search: Search) -> View {
    let Handles { i18n, host, .. } = search.handles();
    let typing = SearchInput::over("search-over");
    // Effects run when the view is in the document.
    effect(move || {
        let is_open = search.open.get();
        let Some(dialog) = host.find("dialog.search-dialog") else {
            return;
        };
        let dialog: web_sys::HtmlDialogElement = dialog.unchecked_into();
        match (is_open, dialog.open()) {
            (true, false) => {
                typing.words.set(String::new());
                let _ = dialog.show_modal();
                ui::focus(host, ".search-dialog [data-search]");
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let closed = move |_: ev::Event| {
        typing.close();
        search.open.set(false);
    };
    // A click beside the panel is a click on the dialog itself.
    let beside = move |event: ev::MouseEvent| {
        if event.target() == event.current_target() {
            search.open.set(false);
        }
    };
    let shut = move |_: ev::MouseEvent| search.open.set(false);
    view! {
        <dialog
            class="search-dialog"
            aria-label=t!(i18n, "search-portal")
            on:close=closed
            on:click=beside
        >
            <div class="search-panel">
                {field(search, "", typing)}
                <button class="icon-button search-close" type="button" aria-label=t!(i18n, "search-close") on:click=shut>
                    {ui::icon(Icon::X)}
                </button>
                <p class="search-keys" aria-hidden="true">
                    <kbd>"↑"</kbd><kbd>"↓"</kbd><span>{t!(i18n, "search-keys-choose")}</span>
                    <kbd>"↵"</kbd><span>{t!(i18n, "search-keys-open")}</span>
                    <kbd>"Esc"</kbd><span>{t!(i18n, "search-keys-close")}</span>
                </p>
            </div>
        </dialog>
    }
}

/// The button in the header that opens it.
pub(crate) fn opener(search: Search) -> View {
    let i18n = search.handles().i18n;
    let open = move |_: ev::MouseEvent| search.open();
    view! {
        <button
            class="icon-link search-opener"
            type="button"
            aria-keyshortcuts="Control+K /"
            on:click=open
        >
            {ui::icon(Icon::Search)}
            <span class="icon-link-label">{t!(i18n, "nav-search")}</span>
            <kbd class="search-opener-key" aria-hidden="true">"/"</kbd>
        </button>
    }
}
