//! Text: one line or many, masked, e-mail, phone, web address.

use super::{Spot, frame};
use crate::ui;
use crate::words::t;
use leptos::{ev, prelude::*};
use portico_forms::{Kind, TextShape};
use serde_json::Value;

/// How the browser is to treat a line: type, input mode and autocomplete token.
fn manner(spot: &Spot) -> (&'static str, Option<&'static str>, &'static str) {
    let Kind::Text { shape, .. } = &spot.control.kind else {
        return ("text", None, "off");
    };
    match shape {
        TextShape::Email => ("email", Some("email"), "email"),
        TextShape::Phone => ("tel", Some("tel"), "tel"),
        TextShape::Url => ("url", Some("url"), "url"),
        TextShape::Masked => ("password", None, "new-password"),
        _ => ("text", None, "off"),
    }
}

pub(super) fn view(spot: &Spot) -> AnyView {
    let control = match &spot.control.kind {
        Kind::Text {
            shape: TextShape::Lines { .. },
            ..
        } => area(spot, 5),
        Kind::Text {
            shape: TextShape::Masked,
            ..
        } => masked_line(spot),
        _ => line(spot, None),
    };
    frame::labelled(spot, view! { {control}{counter(spot)} }.into_any())
}

fn line(spot: &Spot, kind: Option<Signal<&'static str>>) -> AnyView {
    let (own, mode, token) = manner(spot);
    let kind = kind.unwrap_or_else(|| Signal::stored(own));
    let (complete, suggestions, most, narrow) = match &spot.control.kind {
        Kind::Text {
            autocomplete,
            suggestions,
            restrict,
            narrow,
            ..
        } => (
            autocomplete.clone(),
            suggestions.clone(),
            *restrict,
            *narrow,
        ),
        _ => (None, Vec::new(), None, false),
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
            maxlength=most.map(|most| most.to_string())
            readonly=spot.control.read_only
            aria-required=spot.required()
            aria-invalid=spot.invalid()
            aria-describedby=spot.described_by()
            prop:value=text_of(&spot.now())
            on:input=typed(spot)
            on:blur=spot.left()
        />
        {options}
    }
    .into_any()
}

/// A secret: hidden, with a way to look at what one types.
fn masked_line(spot: &Spot) -> AnyView {
    let app = spot.answers.app;
    let open = RwSignal::new(false);
    let kind = Signal::derive(move || if open.get() { "text" } else { "password" });
    let pressed = Signal::derive(move || if open.get() { "true" } else { "false" });
    let toggle = move |_: ev::MouseEvent| open.update(|open| *open = !*open);
    view! {
        <div class="input-joined">
            {line(spot, Some(kind))}
            <button class="button button-small" type="button" aria-pressed=pressed aria-controls=spot.id() on:click=ui::on(toggle)>
                {t!(app, "field-reveal")}
            </button>
        </div>
    }
    .into_any()
}

fn is_lines(spot: &Spot) -> bool {
    matches!(
        &spot.control.kind,
        Kind::Text {
            shape: TextShape::Lines { .. } | TextShape::Markdown,
            ..
        }
    )
}

pub(super) fn area(spot: &Spot, rows: u32) -> AnyView {
    let rows = match &spot.control.kind {
        Kind::Text {
            shape: TextShape::Lines { rows: Some(rows) },
            ..
        } => *rows,
        _ => rows,
    };
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
            prop:value=text_of(&spot.now())
            on:input=typed(spot)
            on:blur=spot.left()
        ></textarea>
    }
    .into_any()
}

/// What is typed is the answer, without spaces around a line; an emptied field has none.
fn typed(spot: &Spot) -> impl Fn(ev::Event) + Clone + use<> {
    let lines = is_lines(spot);
    let spot = spot.clone();
    ui::on(move |event: ev::Event| {
        let text = event_target_value(&event);
        let kept = if lines { text.as_str() } else { text.trim() };
        spot.change(if kept.is_empty() {
            Value::Null
        } else {
            Value::String(kept.to_owned())
        });
    })
}

pub(in crate::form) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// How much room is left, once it gets narrow.
pub(super) fn counter(spot: &Spot) -> AnyView {
    let Kind::Text {
        max_length: Some(most),
        ..
    } = spot.control.kind
    else {
        return ().into_any();
    };
    let (app, value) = (spot.answers.app, spot.input.value);
    let left = move || {
        let used = value.with(|value| value.as_str().map_or(0, |text| text.chars().count()));
        #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
        let (left, most) = (most as f64 - used as f64, most as f64);
        (left < (most * 0.2).max(20.0)).then(|| {
            let words = if left < 0.0 {
                t!(app, "characters-over", count = -left)
            } else {
                t!(app, "characters-left", count = left)
            };
            view! { <p class="field-counter">{words}</p> }
        })
    };
    ui::live(left)
}
