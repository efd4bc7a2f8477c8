//! A searchable choice: the APG's combobox with a list box, for known choices or the results of a look-up.

mod chips;
mod choices;
mod keys;

use super::{FieldContext, choice, frame};
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use choices::folded;
pub(super) use choices::of_choices;
use leptos::{ev, prelude::*};
use serde_json::Value;
use std::sync::Arc;

/// An option.
#[derive(Clone, PartialEq)]
pub(super) struct ComboboxOption {
    pub value: Value,
    pub label: String,
    pub detail: Option<String>,
}

/// The contents of the list below the input.
#[derive(Clone, PartialEq)]
pub(super) enum ListState {
    Options(Vec<ComboboxOption>),
    Loading,
    Failed,
    /// Only signed-in users may search.
    SignIn,
}

/// Receives the typed text, and fills in the results.
type Search = dyn Fn(&str, RwSignal<ListState>) + Send + Sync;

/// The source of options.
#[derive(Clone)]
pub(super) struct Source {
    found: RwSignal<ListState>,
    search: Arc<Search>,
    label: Arc<dyn Fn(&Value) -> String + Send + Sync>,
}

impl Source {
    /// `search` receives the typed text and fills in the results, now or later; `label` returns the label of a value
    /// that was selected before.
    pub(super) fn new(
        search: impl Fn(&str, RwSignal<ListState>) + Send + Sync + 'static,
        label: impl Fn(&Value) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            found: RwSignal::new(ListState::Options(Vec::new())),
            search: Arc::new(search),
            label: Arc::new(label),
        }
    }

    fn search(&self, typed: &str) {
        (self.search)(typed, self.found);
    }
}

/// The state of one combobox.
#[derive(Clone)]
struct Combobox {
    field: FieldContext,
    many: bool,
    source: Source,
    text: RwSignal<String>,
    open: RwSignal<bool>,
    /// The option that the arrow keys have highlighted.
    active: RwSignal<Option<usize>>,
}

pub(super) fn view(field: &FieldContext, many: bool, source: Source) -> View {
    let first = if many {
        String::new()
    } else {
        // A label that is loaded later changes the input, and not the form around it.
        untrack(|| shown(&source, &field.now()))
    };
    let state = Combobox {
        field: field.clone(),
        many,
        source,
        text: RwSignal::new(first),
        open: RwSignal::new(false),
        active: RwSignal::new(None),
    };
    if !many {
        follow_label(&state);
    }
    let chips = many.then(|| chips::view(&state));
    frame::labelled(field, view! { {chips}{state.clone().input()} })
}

/// A label that is loaded later replaces the ID in the input, as long as the user does not type there.
fn follow_label(state: &Combobox) {
    let state = state.clone();
    let value = state.field.input.value;
    Effect::new(move |before: Option<String>| {
        let label = shown(&state.source, &value.get());
        if before.is_some_and(|before| before == state.text.get_untracked() && before != label) {
            state.text.set(label.clone());
        }
        label
    });
}

fn shown(source: &Source, value: &Value) -> String {
    if value.is_null() {
        String::new()
    } else {
        (source.label)(value)
    }
}

impl Combobox {
    fn list_id(&self) -> String {
        self.field.part("list")
    }

    fn options(&self) -> Vec<ComboboxOption> {
        match self.source.found.get_untracked() {
            ListState::Options(options) => options,
            _ => Vec::new(),
        }
    }

    fn input(self) -> View {
        let (open, active, text) = (self.open, self.active, self.text);
        let expanded = Signal::derive(move || if open.get() { "true" } else { "false" });
        let list = self.list_id();
        let pointed = {
            let list = list.clone();
            Signal::derive(move || {
                active
                    .get()
                    .filter(|_| open.get())
                    .map(|at| format!("{list}-{at}"))
            })
        };
        let typed = {
            let state = self.clone();
            move |event: ev::Event| {
                let typed = event_target_value(&event);
                state.text.set(typed.clone());
                state.active.set(None);
                state.open.set(true);
                state.source.search(&typed);
                // An empty input is no answer.
                if !state.many && typed.is_empty() {
                    state.field.change(Value::Null);
                }
            }
        };
        let filled = {
            let (state, typed) = (self.clone(), typed.clone());
            // A browser's autofill reports the text only through this event.
            move |event: ev::Event| {
                if event_target_value(&event) != state.text.get_untracked() {
                    typed(event);
                    state.settle();
                    state.open.set(false);
                }
            }
        };
        let keys = {
            let state = self.clone();
            move |event: ev::KeyboardEvent| state.key(&event)
        };
        let clicked = {
            let state = self.clone();
            move |_: ev::MouseEvent| state.show()
        };
        let left = {
            let (state, left) = (self.clone(), self.field.left());
            move |event: ev::FocusEvent| {
                state.close_later();
                state.settle();
                left(event);
            }
        };
        let field = &self.field;
        view! {
            <div class="combobox">
                <input
                    class="input input-search"
                    id=field.id()
                    name=field.control.name.clone()
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=field.control.placeholder.clone()
                    readonly=field.control.read_only
                    aria-autocomplete="list"
                    aria-expanded=expanded
                    aria-controls=list.clone()
                    aria-activedescendant=pointed
                    aria-required=field.required()
                    aria-invalid=field.invalid()
                    aria-describedby=field.described_by()
                    prop:value=text
                    on:input=typed
                    on:change=filled
                    on:keydown=keys
                    on:click=clicked
                    on:blur=left
                />
                <ul class="listbox" role="listbox" id=list aria-labelledby=field.part("label") hidden=Signal::derive(move || !open.get())>
                    {self.clone().list()}
                </ul>
            </div>
        }
    }

    fn list(self) -> View {
        let i18n = self.field.answers.i18n;
        ui::live(move || {
            if !self.open.get() {
                return ().into_view();
            }
            let note = |words: String| {
                view! { <li class="listbox-note" role="option" aria-disabled="true" aria-selected="false">{words}</li> }
            };
            match self.source.found.get() {
                ListState::Loading => note(t!(i18n, "lookup-loading")),
                ListState::Failed => note(t!(i18n, "lookup-failed")),
                ListState::SignIn => note(t!(i18n, "lookup-sign-in")),
                ListState::Options(options) if options.is_empty() => note(t!(i18n, "lookup-none")),
                ListState::Options(options) => {
                    let options = options.into_iter().enumerate();
                    options
                        .map(|(at, option)| self.option(at, option))
                        .collect::<View>()
                        .into_view()
                }
            }
        })
    }

    fn option(&self, at: usize, option: ComboboxOption) -> View {
        let (active, many, value) = (self.active, self.many, self.field.input.value);
        let own = option.value.clone();
        let selected = Signal::derive(move || {
            let chosen = value.with(|now| match now {
                Value::Array(items) if many => items.contains(&own),
                now => *now == own,
            });
            if chosen { "true" } else { "false" }
        });
        let here = Signal::derive(move || active.get() == Some(at));
        let choose = {
            let (state, option) = (self.clone(), option.clone());
            move |event: ev::MouseEvent| {
                // The input keeps the focus.
                event.prevent_default();
                state.choose(&option);
            }
        };
        view! {
            <li
                class="listbox-option"
                class:listbox-active=here
                role="option"
                id=format!("{}-{at}", self.list_id())
                aria-selected=selected
                on:mousedown=choose
            >
                <span>{option.label}</span>
                {option.detail.map(|detail| view! { <span class="listbox-detail">{detail}</span> })}
            </li>
        }
    }

    /// The list is between the fields: if it disappeared at once, the element under the pointer would move away.
    fn close_later(&self) {
        let (answers, open, id) = (self.field.answers, self.open, self.field.id());
        answers.pointer.once_up(move || {
            let focused = format!("[id=\"{id}\"]:focus");
            open.try_update(|open| *open &= answers.host.find(&focused).is_some());
        });
    }

    /// Opens the list with all options, so that browsing requires no typing.
    fn show(&self) {
        if !self.open.get_untracked() && !self.field.control.read_only {
            self.open.set(true);
            self.source.search("");
        }
    }

    fn choose(&self, option: &ComboboxOption) {
        if self.many {
            let now = self.field.now();
            let has = now
                .as_array()
                .is_some_and(|items| items.contains(&option.value));
            self.field
                .change(choice::toggled(&now, &option.value, !has));
            self.text.set(String::new());
            self.source.search("");
        } else {
            self.field.change(option.value.clone());
            self.text.set(option.label.clone());
            self.open.set(false);
        }
        self.field.answers.announcer.announce(option.label.clone());
    }

    /// A typed text that is not an option is discarded: the input displays the current answer again.
    fn settle(&self) {
        if self.many {
            self.text.set(String::new());
            return;
        }
        let typed = folded(&self.text.get_untracked());
        let exact = self
            .options()
            .into_iter()
            .find(|option| !typed.is_empty() && folded(&option.label) == typed);
        match exact {
            Some(option) if option.value != self.field.now() => self.choose(&option),
            _ => self.text.set(shown(&self.source, &self.field.now())),
        }
    }
}
