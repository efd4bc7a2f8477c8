//! Checkboxes and radio buttons, several of which form one answer.

use super::{FieldContext, invalid_while};
use crate::view::{View, view};
use leptos::{ev, prelude::*};

/// One option with its text.
pub(super) struct ChoiceOption {
    /// Distinguishes it from the others of the field; the first one has the field's ID, to which the error summary
    /// leads.
    pub key: String,
    pub words: String,
    pub help: Option<String>,
    pub checked: Signal<bool>,
    pub choose: Box<dyn Fn(ev::Event)>,
}

/// All options, as radio buttons or checkboxes.
pub(super) fn view(
    field: &FieldContext,
    radio: bool,
    invalid: Signal<bool>,
    all: Vec<ChoiceOption>,
) -> View {
    let all = all.into_iter().enumerate().map(|(n, one)| {
        let id = if n == 0 {
            field.id()
        } else {
            field.part(&one.key)
        };
        view! {
            <label class="choice">
                <input
                    class="choice-input"
                    type=if radio { "radio" } else { "checkbox" }
                    id=id
                    name=field.id()
                    disabled=field.control.read_only
                    aria-invalid=invalid_while(invalid)
                    prop:checked=one.checked
                    on:change=one.choose
                />
                <span class="choice-words">
                    <span>{one.words}</span>
                    {one.help.map(|help| view! { <span class="choice-help">{help}</span> })}
                </span>
            </label>
        }
    });
    view! { <div class="choices">{all.collect::<View>()}</div> }
}
