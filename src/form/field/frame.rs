//! What stands around every control: label, help, the reason for asking, and what is wrong.

use super::FieldContext;
use crate::form::figure;
use crate::i18n::t;
use crate::ui::{self, Icon, icon};
use leptos::{ev, prelude::*};
use portico_forms::{Kind, Need};
use serde_json::Value;

/// A label, help and error above one control.
pub(super) fn labelled(spot: &FieldContext, control: AnyView) -> AnyView {
    view! {
        <div class="field" class:field-wrong=spot.is_wrong()>
            <label class="field-label" for=spot.id() id=spot.part("label")>{label(spot)}</label>
            {help(spot)}
            {error(spot)}
            {note(spot)}
            {control}
        </div>
    }
    .into_any()
}

/// A legend, help and error above several controls that make one answer.
pub(super) fn grouped(spot: &FieldContext, controls: AnyView) -> AnyView {
    view! {
        <fieldset class="field" class:field-wrong=spot.is_wrong() aria-describedby=spot.described_by()>
            <legend class="field-label" id=spot.part("label")>{label(spot)}</legend>
            {help(spot)}
            {error(spot)}
            {note(spot)}
            {controls}
            {clear(spot)}
        </fieldset>
    }
    .into_any()
}

/// The label's words, and whether an answer is wanted at all.
pub(super) fn label(spot: &FieldContext) -> AnyView {
    let i18n = spot.answers.i18n;
    let optional = (!spot.control.read_only).then(|| {
        let need = spot.need();
        ui::live(move || {
            let optional = need.get() == Need::Optional;
            optional.then(|| view! { <span class="field-optional">{t!(i18n, "optional")}</span> })
        })
    });
    view! { {spot.control.label.clone()}{optional} }.into_any()
}

/// What has happened to the answer without anybody touching the field.
pub(super) fn note(spot: &FieldContext) -> AnyView {
    let note = spot.input.note;
    ui::live(move || {
        note.get().map(|words| {
            view! { <p class="field-note">{icon(Icon::Info)}<span>{words}</span></p> }
        })
    })
}

/// Takes an answer back that the browser's own control cannot take back, such as a radio button.
pub(super) fn clear(spot: &FieldContext) -> AnyView {
    let one = matches!(
        spot.control.kind,
        Kind::Choice { .. } | Kind::Boolean { .. } | Kind::Number { .. }
    );
    if !one || spot.control.read_only {
        return ().into_any();
    }
    let (spot, need, value) = (spot.clone(), spot.need(), spot.input.value);
    let can_clear =
        Memo::new(move |_| need.get() != Need::Required && value.with(|now| !now.is_null()));
    ui::live(move || {
        let clear = {
            let spot = spot.clone();
            ui::on(move |_: ev::MouseEvent| {
                spot.change(Value::Null);
                ui::focus(spot.answers.host, &format!("[id=\"{}\"]", spot.id()));
            })
        };
        let i18n = spot.answers.i18n;
        can_clear.get().then(|| {
            let of = spot.part("label");
            let own = spot.part("clear");
            view! {
                <button
                    class="button button-quiet button-small field-clear"
                    type="button"
                    id=own.clone()
                    aria-labelledby=format!("{own} {of}")
                    on:click=clear
                >
                    {t!(i18n, "field-clear")}
                </button>
            }
        })
    })
}

/// Help, an example and the reason for asking.
pub(in crate::form) fn help(spot: &FieldContext) -> AnyView {
    if !spot.has_help() {
        return ().into_any();
    }
    let i18n = spot.answers.i18n;
    let control = &spot.control;
    let example = figure::own_example(i18n, control);
    let example = example.map(|example| t!(i18n, "example", example = &example));
    let unknown = match &control.kind {
        Kind::Unknown { asked } => Some(t!(i18n, "field-unknown", control = asked)),
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
pub(in crate::form) fn error(spot: &FieldContext) -> AnyView {
    let (answers, control, error) = (spot.answers, spot.control.clone(), spot.input.error);
    let id = spot.part("error");
    ui::live(move || {
        error.get().map(|error| {
            let words = answers.words(&control, &error);
            view! {
                <p class="field-error" id=id.clone()>{icon(Icon::CircleAlert)}<span>{words}</span></p>
            }
        })
    })
}
