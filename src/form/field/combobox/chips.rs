//! The selected values of a multiple choice, as tags.

use super::{Combobox, choice};
use crate::form::Answers;
use crate::i18n::t;
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};

/// The selected values, each with a button that removes it.
pub(super) fn view(state: &Combobox) -> View {
    let Answers {
        i18n,
        host,
        announcer,
        ..
    } = state.field.answers;
    let state = state.clone();
    ui::live(move || {
        let chosen = state
            .field
            .input
            .value
            .with(|now| now.as_array().cloned().unwrap_or_default());
        if chosen.is_empty() {
            return ().into_view();
        }
        let chips = chosen.into_iter().map(|value| {
            let label = (state.source.label)(&value);
            let remove = {
                let (field, label) = (state.field.clone(), label.clone());
                move |_: ev::MouseEvent| {
                    field.change(choice::toggled(&field.now(), &value, false));
                    announcer.announce(t!(i18n, "chip-removed", name = &label));
                    ui::focus(host, &format!("[id=\"{}\"]", field.id()));
                }
            };
            let button = (!state.field.control.read_only).then(|| {
                view! {
                    <button class="tag-remove" type="button" aria-label=t!(i18n, "chip-remove", name = &label) on:click=remove>
                        {ui::icon(Icon::X)}
                    </button>
                }
            });
            view! {
                <li class="tag">
                    <span>{label.clone()}</span>
                    {button}
                </li>
            }
        });
        view! { <ul class="tags">{chips.collect::<View>()}</ul> }
    })
}
