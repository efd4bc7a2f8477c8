//! Yes or no: a box to tick, a switch, two radio buttons, or consent.

use super::boxes::{self, Choosable};
use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use leptos::{ev, prelude::*};
use portico_forms::{BooleanShape, Kind};
use serde_json::Value;

/// A box to tick, with its words beside it.
pub(super) fn view(spot: &FieldContext) -> AnyView {
    let (switch, link) = match &spot.control.kind {
        Kind::Boolean {
            shape: BooleanShape::Switch,
        } => (true, None),
        Kind::Boolean {
            shape: BooleanShape::Consent { link },
        } => (false, link.clone()),
        _ => (false, None),
    };
    let ticked = {
        let spot = spot.clone();
        ui::on(move |event: ev::Event| spot.change(Value::Bool(event_target_checked(&event))))
    };
    let value = spot.input.value;
    let checked = Signal::derive(move || value.with(|now| *now == Value::Bool(true)));
    // The words of a link stay outside the label, so that a click on them does not tick the box.
    let link = link.map(
        |link| view! { <p>{ui::aside(spot.answers.i18n, spot.answers.nav, &link.href, link.text.into_any())}</p> },
    );
    view! {
        <div class="field" class:field-wrong=spot.is_wrong()>
            {frame::error(spot)}
            {frame::note(spot)}
            <label class="choice">
                <input
                    class=if switch { "switch" } else { "choice-input" }
                    type="checkbox"
                    role=switch.then_some("switch")
                    id=spot.id()
                    name=spot.control.name.clone()
                    disabled=spot.control.read_only
                    aria-required=spot.required()
                    aria-invalid=spot.invalid()
                    aria-describedby=spot.described_by()
                    prop:checked=checked
                    on:change=ticked
                    on:blur=spot.left()
                />
                <span>{spot.control.label.clone()}</span>
            </label>
            {link}
            {frame::help(spot)}
        </div>
    }
    .into_any()
}

pub(super) fn radios(spot: &FieldContext) -> AnyView {
    let i18n = spot.answers.i18n;
    let value = spot.input.value;
    let options = [
        (true, "yes", t!(i18n, "yes")),
        (false, "no", t!(i18n, "no")),
    ];
    let options = options.map(|(own, key, words)| {
        let spot = spot.clone();
        Choosable {
            key: key.to_owned(),
            words,
            help: None,
            checked: Signal::derive(move || value.with(|now| *now == Value::Bool(own))),
            choose: Box::new(move |_| spot.change(Value::Bool(own))),
        }
    });
    let row = boxes::view(spot, true, spot.is_wrong(), options.into());
    frame::grouped(spot, row)
}
