//! Text: one line or many, masked, e-mail, phone, web address.

use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use leptos::{ev, prelude::*};
use portico_forms::{Kind, TextShape};
use serde_json::Value;

/// How the browser is to treat a line: type, input mode and autocomplete token.
fn manner(spot: &FieldContext) -> (&'static str, Option<&'static str>, &'static str) {
    let Kind::Text { shape, .. } = &spot.control.kind else {
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

pub(super) fn view(spot: &FieldContext) -> AnyView {
    let shape = match &spot.control.kind {
        Kind::Text { shape, .. } => *shape,
        _ => TextShape::Line,
    };
    let control = match shape {
        TextShape::Lines { .. } => area(spot, 5),
        TextShape::Masked => masked_line(spot),
        TextShape::Line
        | TextShape::Markdown
        | TextShape::Email
        | TextShape::Phone
        | TextShape::Url => line(spot, None),
    };
    frame::labelled(spot, view! { {control}{counter(spot)} }.into_any())
}

fn line(spot: &FieldContext, kind: Option<Signal<&'static str>>) -> AnyView {
    let (own, mode, token) = manner(spot);
    let (shown, typed) = typed(spot);
    let kind = kind.unwrap_or_else(|| Signal::stored(own));
    let (complete, suggestions, narrow) = match &spot.control.kind {
        Kind::Text {
            autocomplete,
            suggestions,
            narrow,
            ..
        } => (autocomplete.clone(), suggestions.clone(), *narrow),
        _ => (None, Vec::new(), false),
    };
    let list = (!suggestions.is_empty()).then(|| spot.part("list"));
    let options = list.clone().map(|id| {
        let options = suggestions
            .into_iter()
            .map(|text| view! { <option value=text></option> });
        view! { <datalist id=id>{options.collect_view()}</datalist> }
    });
    view! {
        <input
            class=if narrow { "input input-narrow" } else { "input" }
            id=spot.id()
            name=spot.control.name.clone()
            type=kind
            // Addresses and numbers keep their direction in every script.
            dir=matches!(own, "email" | "tel" | "url").then_some("ltr")
            inputmode=mode
            autocomplete=complete.unwrap_or_else(|| token.to_owned())
            placeholder=spot.control.placeholder.clone()
            list=list
            readonly=spot.control.read_only
            aria-required=spot.required()
            aria-invalid=spot.invalid()
            aria-describedby=spot.described_by()
            prop:value=shown
            on:input=typed.clone()
            on:change=typed
            on:blur=spot.left()
        />
        {options}
    }
    .into_any()
}

/// A secret: hidden, with a way to look at what one types.
fn masked_line(spot: &FieldContext) -> AnyView {
    let i18n = spot.answers.i18n;
    let open = RwSignal::new(false);
    let kind = Signal::derive(move || if open.get() { "text" } else { "password" });
    let pressed = Signal::derive(move || if open.get() { "true" } else { "false" });
    let toggle = move |_: ev::MouseEvent| open.update(|open| *open = !*open);
    view! {
        <div class="input-joined">
            {line(spot, Some(kind))}
            <button class="button button-small" type="button" aria-pressed=pressed aria-controls=spot.id() on:click=ui::on(toggle)>
                {t!(i18n, "field-reveal")}
            </button>
        </div>
    }
    .into_any()
}

fn is_lines(spot: &FieldContext) -> bool {
    matches!(
        &spot.control.kind,
        Kind::Text {
            shape: TextShape::Lines { .. } | TextShape::Markdown,
            ..
        }
    )
}

pub(super) fn area(spot: &FieldContext, rows: u32) -> AnyView {
    let rows = match &spot.control.kind {
        Kind::Text {
            shape: TextShape::Lines { rows: Some(rows) },
            ..
        } => *rows,
        _ => rows,
    };
    let (shown, typed) = typed(spot);
    view! {
        <textarea
            class="input input-multi"
            id=spot.id()
            name=spot.control.name.clone()
            rows=rows.to_string()
            placeholder=spot.control.placeholder.clone()
            readonly=spot.control.read_only
            aria-required=spot.required()
            aria-invalid=spot.invalid()
            aria-describedby=spot.described_by()
            prop:value=shown
            on:input=typed.clone()
            on:change=typed
            on:blur=spot.left()
        ></textarea>
    }
    .into_any()
}

/// What the box shows, and what happens to what is typed there: it is the answer, without spaces around a line; an
/// emptied field has none. Browsers that fill a form in may tell of it by `change` alone.
fn typed(spot: &FieldContext) -> (RwSignal<String>, impl Fn(ev::Event) + Clone + use<>) {
    let lines = is_lines(spot);
    let most = match &spot.control.kind {
        Kind::Text { restrict, .. } => restrict.and_then(|most| usize::try_from(most).ok()),
        _ => None,
    };
    let boxed = spot.boxed(text_of);
    let shown = boxed.shown;
    let typed = ui::on(move |event: ev::Event| {
        let mut text = event_target_value(&event);
        // By characters, as the form counts them; browsers would count an emoji twice. What an input method has not
        // finished is left alone.
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
    });
    (shown, typed)
}

pub(in crate::form) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// How much room is left, once it gets narrow.
pub(super) fn counter(spot: &FieldContext) -> AnyView {
    let Kind::Text {
        max_length: Some(most),
        ..
    } = spot.control.kind
    else {
        return ().into_any();
    };
    let i18n = spot.answers.i18n;
    let value = spot.input.value;
    let left = move || {
        let used = value.with(|value| value.as_str().map_or(0, |text| text.chars().count()));
        #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
        let (left, most) = (most as f64 - used as f64, most as f64);
        ui::room(i18n, left, most)
    };
    ui::live(left)
}
