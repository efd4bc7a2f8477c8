//! The search box: the APG's combobox with a list box of results.

use super::{Handles, Search};
use crate::host::Host;
use crate::i18n::t;
use crate::route::Route;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// One search box. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct SearchInput {
    /// The text in the box.
    pub words: RwSignal<String>,
    /// Whether the list below it is wanted.
    pub open: RwSignal<bool>,
    /// The number of options in the list.
    pub options: RwSignal<usize>,
    /// The option that the arrow keys have highlighted.
    pub active: RwSignal<Option<usize>>,
    /// Distinguishes the elements of this box from those of another.
    name: &'static str,
    /// Whether the box is in the dialog.
    is_over: bool,
}

impl SearchInput {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            words: RwSignal::new(String::new()),
            open: RwSignal::new(false),
            options: RwSignal::new(0),
            active: RwSignal::new(None),
            name,
            is_over: false,
        }
    }

    /// The box of the dialog.
    pub(super) fn over(name: &'static str) -> Self {
        Self {
            is_over: true,
            ..Self::new(name)
        }
    }

    /// The id of the list.
    pub(crate) fn list_id(self) -> String {
        [self.name, "-list"].concat()
    }

    /// The id of an option.
    pub(crate) fn option_id(self, at: usize) -> String {
        format!("{}-option-{at}", self.name)
    }

    /// Closes the list.
    pub(crate) fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    fn is_expanded(self) -> bool {
        self.open.get() && self.options.get() > 0
    }

    fn point(self, host: Host, at: Option<usize>) {
        self.active.set(at);
        let option = at.and_then(|at| host.find(&format!("#{}", self.option_id(at))));
        if let Some(option) = option {
            let near = web_sys::ScrollIntoViewOptions::new();
            near.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&near);
        }
    }

    /// Handles a key according to the APG.
    fn key(self, search: Search, event: &ev::KeyboardEvent) {
        let host = search.handles().host;
        let count = self.options.get_untracked();
        let open = self.open.get_untracked();
        let active = self.active.get_untracked().filter(|_| open);
        // A key that completes a word of an input method belongs to the input method.
        if ui::is_composing(event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if event.alt_key() => {
                self.open.set(event.key() == "ArrowDown");
                self.active.set(None);
            }
            "ArrowDown" | "ArrowUp" if !open => self.open.set(true),
            "ArrowDown" if count > 0 => {
                let next = active.map_or(0, |at| at + 1);
                self.point(host, (next < count).then_some(next));
            }
            "ArrowUp" if count > 0 => {
                self.point(host, active.map_or(Some(count - 1), |at| at.checked_sub(1)));
            }
            "Home" | "End" => {
                self.active.set(None);
                return;
            }
            "Enter" if active.is_some() => {
                let option = active.and_then(|at| host.find(&format!("#{}", self.option_id(at))));
                if let Some(option) = option {
                    option.click();
                }
            }
            // In the dialog one press is enough, because the user wants to return to the screen.
            "Escape" if self.is_over => search.open.set(false),
            "Escape" if open => self.close(),
            "Escape" if !self.words.with_untracked(String::is_empty) => {
                self.words.set(String::new());
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// A search box with its results below. Enter leads to all results.
pub(crate) fn field(search: Search, class: &'static str, typing: SearchInput) -> View {
    let Handles { i18n, nav, .. } = search.handles();
    let label = t!(i18n, "search-label");
    let expanded = Signal::derive(move || typing.is_expanded().to_string());
    let pointed = Signal::derive(move || {
        let at = typing.active.get().filter(|_| typing.is_expanded());
        at.map(|at| typing.option_id(at))
    });
    let show = move |_: web_sys::FocusEvent| {
        search.load();
        typing.open.set(true);
    };
    let typed = move |event: ev::Event| {
        typing.words.set(event_target_value(&event));
        typing.active.set(None);
        typing.open.set(true);
    };
    let keys = move |event: ev::KeyboardEvent| typing.key(search, &event);
    // The list closes when the focus leaves the box.
    let left = move |event: ev::FocusEvent| {
        let own = event
            .current_target()
            .and_then(|own| own.dyn_into::<web_sys::Node>().ok());
        let next = event
            .related_target()
            .and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        if !own.is_some_and(|own| own.contains(next.as_ref())) {
            typing.close();
        }
    };
    let sent = move || {
        typing.close();
        let words = typing.words.get_untracked();
        search.open.set(false);
        nav.go(Route::search(words.trim()));
    };
    let input = view! {
        <input
            class="search-box-input"
            type="search"
            name="q"
            role="combobox"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="search"
            maxlength="200"
            data-search=""
            aria-label=label.clone()
            aria-autocomplete="list"
            aria-expanded=expanded
            aria-controls=typing.list_id()
            aria-activedescendant=pointed
            placeholder=label.clone()
            prop:value=typing.words
            on:input=typed
            on:keydown=keys
            on:focus=show
            on:click=move |_: ev::MouseEvent| typing.open.set(true)
        />
    };
    let list = move || match search.chunk() {
        Some(chunk) => (chunk.list)(search, typing),
        None => ().into_view(),
    };
    view! {
        <div class="search" on:focusout=left>
            {ui::search_box(i18n, class, label, sent, input.into_view())}
            {ui::live(list)}
        </div>
    }
}
