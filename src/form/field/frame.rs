//! The frame of every control: label, help, the reason for the question, and the error.

use super::FieldContext;
use crate::form::figure;
use crate::i18n::t;
use crate::ui::{self, Icon, icon};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{FieldKind, Requirement};
use serde_json::Value;

/// A label, help and error above one control.
pub(super) fn labelled(field: &FieldContext, control: View) -> View {
    view! {
        <div class="field" class:field-invalid=field.is_invalid()>
            <label class="field-label" for=field.id() id=field.part("label")>{label(field)}</label>
            {help(field)}
            {error(field)}
            {note(field)}
            {control}
        </div>
    }
}

/// A legend, help and error above several controls that form one answer.
pub(super) fn grouped(field: &FieldContext, controls: View) -> View {
    view! {
        <fieldset class="field" class:field-invalid=field.is_invalid() aria-describedby=field.described_by()>
            <legend class="field-label" id=field.part("label")>{label(field)}</legend>
            {help(field)}
            {error(field)}
            {note(field)}
            {controls}
            {clear(field)}
        </fieldset>
    }
}

/// The text of the label, and whether an answer is optional.
pub(super) fn label(field: &FieldContext) -> View {
    let i18n = field.answers.i18n;
    let optional = (!field.control.read_only).then(|| {
        let need = field.need();
        ui::live(move || {
            let optional = need.get() == Requirement::Optional;
            optional.then(|| view! { <span class="field-optional">{t!(i18n, "optional")}</span> })
        })
    });
    view! { {field.control.label.clone()}{optional} }
}

/// A message about a change of the answer that the user did not make.
pub(super) fn note(field: &FieldContext) -> View {
    let note = field.input.note;
    ui::live(move || {
        note.get().map(|words| {
            view! { <p class="field-note">{icon(Icon::Info)}<span>{words}</span></p> }
        })
    })
}

/// A button to remove an answer that the browser's own control cannot remove, such as a radio button.
pub(super) fn clear(field: &FieldContext) -> View {
    let one = matches!(
        field.control.kind,
        FieldKind::Choice { .. } | FieldKind::Boolean { .. } | FieldKind::Number { .. }
    );
    if !one || field.control.read_only {
        return ().into_view();
    }
    let (field, need, value) = (field.clone(), field.need(), field.input.value);
    let can_clear =
        Memo::new(move |_| need.get() != Requirement::Required && value.with(|now| !now.is_null()));
    ui::live(move || {
        let clear = {
            let field = field.clone();
            move |_: ev::MouseEvent| {
                field.change(Value::Null);
                ui::focus(field.answers.host, &format!("[id=\"{}\"]", field.id()));
            }
        };
        let i18n = field.answers.i18n;
        can_clear.get().then(|| {
            let of = field.part("label");
            let own = field.part("clear");
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

/// Help, an example and the reason for the question.
pub(in crate::form) fn help(field: &FieldContext) -> View {
    if !field.has_help() {
        return ().into_view();
    }
    let i18n = field.answers.i18n;
    let control = &field.control;
    let example = figure::own_example(i18n, control);
    let example = example.map(|example| t!(i18n, "example", example = &example));
    let unknown = match &control.kind {
        FieldKind::Unknown { asked } => Some(t!(i18n, "field-unknown", control = asked)),
        _ => None,
    };
    view! {
        <div class="field-help" id=field.part("help")>
            {control.help.clone().map(|help| view! { <p>{help}</p> })}
            {example.map(|example| view! { <p>{example}</p> })}
            {unknown.map(|unknown| view! { <p>{unknown}</p> })}
            {control.why.clone().map(|why| view! { <p class="field-why">{icon(Icon::Lock)}<span>{why}</span></p> })}
        </div>
    }
}

/// The error, if there is one.
pub(in crate::form) fn error(field: &FieldContext) -> View {
    let (answers, control, error) = (field.answers, field.control.clone(), field.input.error);
    let id = field.part("error");
    ui::live(move || {
        error.get().map(|error| {
            let words = answers.words(&control, &error);
            view! {
                <p class="field-error" id=id.clone()>{icon(Icon::CircleAlert)}<span>{words}</span></p>
            }
        })
    })
}
