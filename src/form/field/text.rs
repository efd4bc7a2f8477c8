//! Text: one line or many, masked, e-mail, phone, web address.

use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{FieldKind, TextShape};
use serde_json::Value;

/// The browser's settings for a line: type, input mode and autocomplete token.
fn manner(field: &FieldContext) -> (&'static str, Option<&'static str>, &'static str) {
    let FieldKind::Text { shape, .. } = &field.control.kind else {
        return ("text", None, "off");
    };
    match shape {
        TextShape::Email => ("email", Some("email"), "email"),
        TextShape::Phone => ("tel", Some("tel"), "tel"),
        TextShape::Url => ("url", Some("url"), "url"),
        TextShape::Masked => ("password", None, "new-password"),
        TextShape::Line | TextShape::Lines { .. } | TextShape::Markdown => ("text", None, "off"),
    }
}

pub(super) fn view(field: &FieldContext) -> View {
    let shape = match &field.control.kind {
        FieldKind::Text { shape, .. } => *shape,
        _ => TextShape::Line,
    };
    let control = match shape {
        TextShape::Lines { .. } => area(field, 5),
        TextShape::Masked => masked_line(field),
        TextShape::Line
        | TextShape::Markdown
        | TextShape::Email
        | TextShape::Phone
        | TextShape::Url => line(field, None),
    };
    frame::labelled(field, view! { {control}{counter(field)} })
}

fn line(field: &FieldContext, kind: Option<Signal<&'static str>>) -> View {
    let (own, mode, token) = manner(field);
    let (shown, typed) = typed(field);
    let kind = kind.unwrap_or_else(|| Signal::stored(own));
    let (complete, suggestions, narrow) = match &field.control.kind {
        FieldKind::Text {
            autocomplete,
            suggestions,
            narrow,
            ..
        } => (autocomplete.clone(), suggestions.clone(), *narrow),
        _ => (None, Vec::new(), false),
    };
    let list = (!suggestions.is_empty()).then(|| field.part("list"));
    let options = list.clone().map(|id| {
        let options = suggestions
            .into_iter()
            .map(|text| view! { <option value=text></option> });
        view! { <datalist id=id>{options.collect::<View>()}</datalist> }
    });
    view! {
        <input
            class=if narrow { "input input-narrow" } else { "input" }
            id=field.id()
            name=field.control.name.clone()
            type=kind
            // Addresses and numbers keep their direction in every script.
            dir=matches!(own, "email" | "tel" | "url").then_some("ltr")
            inputmode=mode
            autocomplete=complete.unwrap_or_else(|| token.to_owned())
            placeholder=field.control.placeholder.clone()
            list=list
            readonly=field.control.read_only
            aria-required=field.required()
            aria-invalid=field.invalid()
            aria-describedby=field.described_by()
            prop:value=shown
            on:input=typed.clone()
            on:change=typed
            on:blur=field.left()
        />
        {options}
    }
}

/// A secret: hidden, with a button to reveal it.
fn masked_line(field: &FieldContext) -> View {
    let i18n = field.answers.i18n;
    let open = RwSignal::new(false);
    let kind = Signal::derive(move || if open.get() { "text" } else { "password" });
    let pressed = Signal::derive(move || if open.get() { "true" } else { "false" });
    let toggle = move |_: ev::MouseEvent| open.update(|open| *open = !*open);
    view! {
        <div class="input-joined">
            {line(field, Some(kind))}
            <button class="button button-small" type="button" aria-pressed=pressed aria-controls=field.id() on:click=toggle>
                {t!(i18n, "field-reveal")}
            </button>
        </div>
    }
}

fn is_lines(field: &FieldContext) -> bool {
    matches!(
        &field.control.kind,
        FieldKind::Text {
            shape: TextShape::Lines { .. } | TextShape::Markdown,
            ..
        }
    )
}

pub(super) fn area(field: &FieldContext, rows: u32) -> View {
    let rows = match &field.control.kind {
        FieldKind::Text {
            shape: TextShape::Lines { rows: Some(rows) },
            ..
        } => *rows,
        _ => rows,
    };
    let (shown, typed) = typed(field);
    view! {
        <textarea
            class="input input-multi"
            id=field.id()
            name=field.control.name.clone()
            rows=rows.to_string()
            placeholder=field.control.placeholder.clone()
            readonly=field.control.read_only
            aria-required=field.required()
            aria-invalid=field.invalid()
            aria-describedby=field.described_by()
            prop:value=shown
            on:input=typed.clone()
            on:change=typed
            on:blur=field.left()
        ></textarea>
    }
}

/// The displayed text, and the handling of input: the text is the answer, without spaces around a single line; an empty
/// field has no answer. A browser's autofill may report it only by `change`.
fn typed(field: &FieldContext) -> (RwSignal<String>, impl Fn(ev::Event) + Clone + use<>) {
    let lines = is_lines(field);
    let most = match &field.control.kind {
        FieldKind::Text { restrict, .. } => restrict.and_then(|most| usize::try_from(most).ok()),
        _ => None,
    };
    let boxed = field.boxed(text_of);
    let shown = boxed.shown;
    let typed = move |event: ev::Event| {
        let mut text = event_target_value(&event);
        // In characters, as the form counts them; browsers count an emoji twice. Text that an input method has not
        // completed is left unchanged.
        if let Some(most) = most
            && !ui::is_composing_input(&event)
            && let Some((end, _)) = text.char_indices().nth(most)
        {
            text.truncate(end);
        }
        let kept = if lines { text.as_str() } else { text.trim() };
        let answer = if kept.is_empty() {
            Value::Null
        } else {
            Value::String(kept.to_owned())
        };
        boxed.typed(text, answer);
    };
    (shown, typed)
}

pub(in crate::form) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The number of remaining characters, once there are few.
pub(super) fn counter(field: &FieldContext) -> View {
    let FieldKind::Text {
        max_length: Some(most),
        ..
    } = field.control.kind
    else {
        return ().into_view();
    };
    let i18n = field.answers.i18n;
    let value = field.input.value;
    let left = move || {
        let used = value.with(|value| value.as_str().map_or(0, |text| text.chars().count()));
        #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
        let (left, most) = (most as f64 - used as f64, most as f64);
        ui::room(i18n, left, most)
    };
    ui::live(left)
}
