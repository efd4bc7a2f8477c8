//! Yes or no: a box to tick, a switch, two radio buttons, or consent.

use super::{Spot, frame};
use crate::ui;
use crate::words::t;
use leptos::{ev, prelude::*};
use portico_forms::{BooleanShape, Kind};
use serde_json::Value;

/// A box to tick, with its words beside it.
pub(super) fn view(spot: &Spot) -> AnyView {
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
        |link| view! { <p>{ui::aside(spot.answers.app, &link.href, link.text.into_any())}</p> },
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

pub(super) fn radios(spot: &Spot) -> AnyView {
    let app = spot.answers.app;
    let options = [(true, t!(app, "yes")), (false, t!(app, "no"))].map(|(own, words)| {
        let id = if own { spot.id() } else { spot.part("no") };
        let value = spot.input.value;
        let checked = Signal::derive(move || value.with(|now| *now == Value::Bool(own)));
        let choose = {
            let spot = spot.clone();
            ui::on(move |_: ev::Event| spot.change(Value::Bool(own)))
        };
        view! {
            <label class="choice">
                <input
                    class="choice-input"
                    type="radio"
                    id=id
                    name=spot.id()
                    disabled=spot.control.read_only
                    aria-invalid=spot.invalid()
                    prop:checked=checked
                    on:change=choose
                />
                <span>{words}</span>
            </label>
        }
    });
    frame::grouped(
        spot,
        view! { <div class="choices">{options.into_iter().collect_view()}</div> }.into_any(),
    )
}
