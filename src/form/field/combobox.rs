//! A choice by typing: the APG's combobox with a list box, over known choices or over what a look-up finds.

mod chips;
mod choices;
mod keys;

use super::{FieldContext, choice, frame};
use crate::i18n::t;
use crate::ui;
use choices::folded;
pub(super) use choices::of_choices;
use leptos::{ev, prelude::*};
use serde_json::Value;
use std::sync::Arc;

/// Something to choose.
#[derive(Clone, PartialEq)]
pub(super) struct Offer {
    pub value: Value,
    pub label: String,
    pub detail: Option<String>,
}

/// What stands in the list under the box.
#[derive(Clone, PartialEq)]
pub(super) enum ListState {
    Options(Vec<Offer>),
    Loading,
    Failed,
    /// Only whoever is signed in may look.
    SignIn,
}

/// Is told what was typed, and fills what is found.
type Search = dyn Fn(&str, RwSignal<ListState>) + Send + Sync;

/// Where options come from.
#[derive(Clone)]
pub(super) struct Source {
    found: RwSignal<ListState>,
    search: Arc<Search>,
    label: Arc<dyn Fn(&Value) -> String + Send + Sync>,
}

impl Source {
    /// `search` is told what was typed and fills what is found, now or later; `label` is that of a value that was chosen
    /// before.
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

/// The state of one open box.
#[derive(Clone)]
struct Combobox {
    spot: FieldContext,
    many: bool,
    source: Source,
    text: RwSignal<String>,
    open: RwSignal<bool>,
    /// Which option the arrow keys stand on.
    active: RwSignal<Option<usize>>,
}

pub(super) fn view(spot: &FieldContext, many: bool, source: Source) -> AnyView {
    let first = if many {
        String::new()
    } else {
        // A name that is learned later changes the box, and not the form around it.
        untrack(|| shown(&source, &spot.now()))
    };
    let state = Combobox {
        spot: spot.clone(),
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
    frame::labelled(spot, view! { {chips}{state.clone().input()} }.into_any())
}

/// A name that is learned later replaces the id in the box, as long as nobody types there.
fn follow_label(state: &Combobox) {
    let state = state.clone();
    let value = state.spot.input.value;
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
        self.spot.part("list")
    }

    fn options(&self) -> Vec<Offer> {
        match self.source.found.get_untracked() {
            ListState::Options(options) => options,
            _ => Vec::new(),
        }
    }

    fn input(self) -> AnyView {
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
            ui::on(move |event: ev::Event| {
                let typed = event_target_value(&event);
                state.text.set(typed.clone());
                state.active.set(None);
                state.open.set(true);
                state.source.search(&typed);
                // An emptied box is no answer.
                if !state.many && typed.is_empty() {
                    state.spot.change(Value::Null);
                }
            })
        };
        let filled = {
            let (state, typed) = (self.clone(), typed.clone());
            // A browser that fills the form in tells of the text by this alone.
            ui::on(move |event: ev::Event| {
                if event_target_value(&event) != state.text.get_untracked() {
                    typed(event);
                    state.settle();
                    state.open.set(false);
                }
            })
        };
        let keys = {
            let state = self.clone();
            ui::on(move |event: ev::KeyboardEvent| state.key(&event))
        };
        let clicked = {
            let state = self.clone();
            ui::on(move |_: ev::MouseEvent| state.show())
        };
        let left = {
            let (state, left) = (self.clone(), self.spot.left());
            ui::on(move |event: ev::FocusEvent| {
                state.close_later();
                state.settle();
                left(event);
            })
        };
        let spot = &self.spot;
        view! {
            <div class="combobox">
                <input
                    class="input input-search"
                    id=spot.id()
                    name=spot.control.name.clone()
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=spot.control.placeholder.clone()
                    readonly=spot.control.read_only
                    aria-autocomplete="list"
                    aria-expanded=expanded
                    aria-controls=list.clone()
                    aria-activedescendant=pointed
                    aria-required=spot.required()
                    aria-invalid=spot.invalid()
                    aria-describedby=spot.described_by()
                    prop:value=text
                    on:input=typed
                    on:change=filled
                    on:keydown=keys
                    on:click=clicked
                    on:blur=left
                />
                <ul class="listbox" role="listbox" id=list aria-labelledby=spot.part("label") hidden=Signal::derive(move || !open.get())>
                    {self.clone().list()}
                </ul>
            </div>
        }
        .into_any()
    }

    fn list(self) -> AnyView {
        let i18n = self.spot.answers.i18n;
        ui::live(move || {
            if !self.open.get() {
                return ().into_any();
            }
            let note = |words: String| {
                view! { <li class="listbox-note" role="option" aria-disabled="true" aria-selected="false">{words}</li> }.into_any()
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
                        .collect_view()
                        .into_any()
                }
            }
        })
    }

    fn option(&self, at: usize, option: Offer) -> AnyView {
        let (active, many, value) = (self.active, self.many, self.spot.input.value);
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
            ui::on(move |event: ev::MouseEvent| {
                // The box keeps the focus.
                event.prevent_default();
                state.choose(&option);
            })
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
        .into_any()
    }

    /// The list lies between the fields: what took the focus would move away under the pointer if it went at once.
    fn close_later(&self) {
        let (answers, open, id) = (self.spot.answers, self.open, self.spot.id());
        answers.pointer.once_up(move || {
            let focused = format!("[id=\"{id}\"]:focus");
            open.try_update(|open| *open &= answers.host.find(&focused).is_some());
        });
    }

    /// Opens the list with everything in it, so that looking needs no typing.
    fn show(&self) {
        if !self.open.get_untracked() && !self.spot.control.read_only {
            self.open.set(true);
            self.source.search("");
        }
    }

    fn choose(&self, option: &Offer) {
        if self.many {
            let now = self.spot.now();
            let has = now
                .as_array()
                .is_some_and(|items| items.contains(&option.value));
            self.spot.change(choice::toggled(&now, &option.value, !has));
            self.text.set(String::new());
            self.source.search("");
        } else {
            self.spot.change(option.value.clone());
            self.text.set(option.label.clone());
            self.open.set(false);
        }
        self.spot.answers.announcer.announce(option.label.clone());
    }

    /// What was typed and is no choice is none: the box shows again what counts.
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
            Some(option) if option.value != self.spot.now() => self.choose(&option),
            _ => self.text.set(shown(&self.source, &self.spot.now())),
        }
    }
}
