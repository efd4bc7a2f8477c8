//! What stands around every control: label, help, the reason for asking, and what is wrong.

use super::Spot;
use crate::form::figure;
use crate::ui::{self, Icon, icon};
use crate::words::t;
use leptos::prelude::*;
use portico_forms::Kind;

/// A label, help and fault above one control.
pub(super) fn labelled(spot: &Spot, control: AnyView) -> AnyView {
    view! {
        <div class="field" class:field-wrong=spot.is_wrong()>
            <label class="field-label" for=spot.id() id=spot.part("label")>{label(spot)}</label>
            {help(spot)}
            {error(spot)}
            {control}
        </div>
    }
    .into_any()
}

/// A legend, help and fault above several controls that make one answer.
pub(super) fn grouped(spot: &Spot, controls: AnyView) -> AnyView {
    view! {
        <fieldset class="field" class:field-wrong=spot.is_wrong() aria-describedby=spot.described_by()>
            <legend class="field-label" id=spot.part("label")>{label(spot)}</legend>
            {help(spot)}
            {error(spot)}
            {controls}
        </fieldset>
    }
    .into_any()
}

/// The label's words, and whether an answer is wanted at all.
pub(super) fn label(spot: &Spot) -> AnyView {
    let optional = !spot.control.required && !spot.control.read_only;
    let optional = optional
        .then(|| view! { <span class="field-optional">{t!(spot.answers.app, "optional")}</span> });
    view! { {spot.control.label.clone()}{optional} }.into_any()
}

/// Help, an example and the reason for asking.
pub(in crate::form) fn help(spot: &Spot) -> AnyView {
    if !spot.has_help() {
        return ().into_any();
    }
    let (app, control) = (spot.answers.app, &spot.control);
    let example = figure::own_example(app, control);
    let example = example.map(|example| t!(app, "example", example = &example));
    let unknown = match &control.kind {
        Kind::Unknown { asked } => Some(t!(app, "field-unknown", control = asked)),
        _ => None,
    };
    view! {
        <div class="field-help" id=spot.part("help")>
            {control.help.clone().map(|help| view! { <p>{help}</p> })}
            {example.map(|example| view! { <p>{example}</p> })}
            {unknown.map(|unknown| view! { <p>{unknown}</p> })}
            {control.why.clone().map(|why| view! { <p class="field-why">{icon(Icon::Lock)}<span>{why}</span></p> })}
        </div>
    }
    .into_any()
}

/// What is wrong, once something is.
pub(in crate::form) fn error(spot: &Spot) -> AnyView {
    let (answers, control, fault) = (spot.answers, spot.control.clone(), spot.input.fault);
    let id = spot.part("error");
    ui::live(move || {
        fault.get().map(|wrong| {
            let words = answers.words(&control, &wrong);
            view! {
                <p class="field-error" id=id.clone()>{icon(Icon::CircleAlert)}<span>{words}</span></p>
            }
        })
    })
}
