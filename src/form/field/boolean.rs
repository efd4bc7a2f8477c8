//! Yes or no: a checkbox, a switch, two radio buttons, or consent.

use super::boxes::{self, ChoiceOption};
use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{BooleanShape, FieldKind};
use serde_json::Value;

/// A checkbox with its label.
pub(super) fn view(field: &FieldContext) -> View {
    let (switch, link) = match &field.control.kind {
        FieldKind::Boolean {
            shape: BooleanShape::Switch,
        } => (true, None),
        FieldKind::Boolean {
            shape: BooleanShape::Consent { link },
        } => (false, link.clone()),
        _ => (false, None),
    };
    let ticked = {
        let field = field.clone();
        move |event: ev::Event| field.change(Value::Bool(event_target_checked(&event)))
    };
    let value = field.input.value;
    let checked = Signal::derive(move || value.with(|now| *now == Value::Bool(true)));
    // The text of a link is outside the label, so that a click on it does not tick the checkbox.
    let link = link.map(
        |link| view! { <p>{ui::aside(field.answers.i18n, field.answers.nav, &link.href, link.text.into_view())}</p> },
    );
    view! {
        <div class="field" class:field-invalid=field.is_invalid()>
            {frame::error(field)}
            {frame::note(field)}
            <label class="choice">
                <input
                    class=if switch { "switch" } else { "choice-input" }
                    type="checkbox"
                    role=switch.then_some("switch")
                    id=field.id()
                    name=field.control.name.clone()
                    disabled=field.control.read_only
                    aria-required=field.required()
                    aria-invalid=field.invalid()
                    aria-describedby=field.described_by()
                    prop:checked=checked
                    on:change=ticked
                    on:blur=field.left()
                />
                <span>{field.control.label.clone()}</span>
            </label>
            {link}
            {frame::help(field)}
        </div>
    }
}

pub(super) fn radios(field: &FieldContext) -> View {
    let i18n = field.answers.i18n;
    let value = field.input.value;
    let options = [
        (true, "yes", t!(i18n, "yes")),
        (false, "no", t!(i18n, "no")),
    ];
    let options = options.map(|(own, key, words)| {
        let field = field.clone();
        ChoiceOption {
            key: key.to_owned(),
            words,
            help: None,
            checked: Signal::derive(move || value.with(|now| *now == Value::Bool(own))),
            choose: Box::new(move |_| field.change(Value::Bool(own))),
        }
    });
    let row = boxes::view(field, true, field.is_invalid(), options.into());
    frame::grouped(field, row)
}
