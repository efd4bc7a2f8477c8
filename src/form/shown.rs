//! An answer as text for reading instead of input.

use super::Answers;
use super::field::{learn, text_of};
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::{Per, Price};
use portico_forms::{Described, FieldKind, NumberShape, TextShape};
use serde_json::Value;

/// The answers, for the review before sending.
pub(super) fn words(answers: Answers, described: &Described) -> View {
    if let Some(text) = described.text.clone() {
        return text.into_view();
    }
    let kind = answers.with(|form_state| {
        form_state
            .control_at(&described.pointer)
            .map(|one| one.kind.clone())
    });
    let value = described.value.clone();
    let i18n = answers.i18n;
    match kind {
        Some(FieldKind::Lookup { source, .. }) => {
            learn(answers, &source, &described.pointer, &value);
            let name = move |id: &Value| {
                let id = id.as_str().unwrap_or_default();
                let name = answers.labels.with(|labels| labels.get(id).cloned());
                name.unwrap_or_else(|| id.to_owned())
            };
            ui::live(move || each(&value, &name))
        }
        Some(FieldKind::Files { .. }) => {
            let name = move |id: &Value| {
                let id = id.as_str().unwrap_or_default();
                answers
                    .file(id)
                    .map_or_else(|| id.to_owned(), |file| file.name)
            };
            ui::live(move || each(&value, &name))
        }
        Some(FieldKind::Text {
            shape: TextShape::Masked,
            ..
        }) => "••••••••".into_view(),
        Some(FieldKind::Date) => i18n.format().day(&text_of(&value)).into_view(),
        Some(FieldKind::Time { .. }) => i18n
            .format()
            .clock(&text_of(&value))
            .chars()
            .take(5)
            .collect::<String>()
            .into_view(),
        Some(FieldKind::DateTime) => i18n.format().moment(&text_of(&value)).into_view(),
        Some(FieldKind::DateRange) => {
            let day = |end: &str| {
                value
                    .get(end)
                    .map(|day| i18n.format().day(&text_of(day)))
                    .unwrap_or_default()
            };
            format!("{} – {}", day("from"), day("to")).into_view()
        }
        Some(FieldKind::Number {
            shape: NumberShape::Money { currency },
            ..
        }) => {
            let price = Price {
                amount: text_of(&value),
                currency,
                per: Per::Once,
            };
            i18n.format().money(&price).into_view()
        }
        Some(FieldKind::Number { unit, .. }) => {
            let grouped = described.measure.is_some();
            let number = value.as_f64().map_or_else(
                || text_of(&value),
                |number| i18n.format().figure(number, grouped),
            );
            let unit = unit.unwrap_or_default();
            format!("{number} {unit}").trim_end().to_owned().into_view()
        }
        _ => match value {
            Value::Bool(true) => t!(i18n, "yes").into_view(),
            Value::Bool(false) => t!(i18n, "no").into_view(),
            value => view! { <span class="answer-text">{text_of(&value)}</span> },
        },
    }
}

/// The same as the name of a list item; `None` if it cannot be a name.
pub(super) fn name(answers: Answers, described: &Described) -> Option<View> {
    match (&described.text, &described.value) {
        // Names are not amounts: 2026 is not "2,026".
        (None, Value::Number(name)) if described.measure.is_none() => {
            Some(name.to_string().into_view())
        }
        (None, Value::Object(members)) if !members.contains_key("from") => None,
        _ => Some(words(answers, described)),
    }
}

/// One name, or several joined.
fn each(value: &Value, name: &dyn Fn(&Value) -> String) -> String {
    match value {
        Value::Array(items) => items.iter().map(name).collect::<Vec<_>>().join(", "),
        one => name(one),
    }
}
