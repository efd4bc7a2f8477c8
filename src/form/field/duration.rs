//! A duration: a number and its unit, as an ISO 8601 duration.

use super::{FieldContext, frame};
use crate::form::figure;
use crate::i18n::t;
use crate::reactive::{StoredValue, effect};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use serde_json::Value;

/// Each unit with the letters around its number.
const UNITS: [(&str, &str, &str); 4] = [
    ("minutes", "PT", "M"),
    ("hours", "PT", "H"),
    ("days", "P", "D"),
    ("weeks", "P", "W"),
];

/// The number and the unit of a duration. A duration with several units, such as `PT1H30M`, uses the smallest one.
fn parts(text: &str) -> Option<(String, usize)> {
    let (days, time) = text
        .strip_prefix('P')?
        .split_once('T')
        .unwrap_or((text.get(1..)?, ""));
    let (mut minutes, mut smallest) = (0_u32, None);
    for (part, units) in [
        (days, [('W', 10_080, 3), ('D', 1_440, 2)]),
        (time, [('H', 60, 1), ('M', 1, 0)]),
    ] {
        let mut rest = part;
        for (letter, length, unit) in units {
            if let Some((number, after)) = rest.split_once(letter) {
                minutes = number
                    .parse::<u32>()
                    .ok()?
                    .checked_mul(length)?
                    .checked_add(minutes)?;
                smallest = Some((unit, length));
                rest = after;
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    let (unit, length) = smallest?;
    Some(((minutes / length).to_string(), unit))
}

pub(super) fn view(field: &FieldContext) -> View {
    let i18n = field.answers.i18n;
    let now = field.now();
    let text = now.as_str().unwrap_or_default();
    // A duration that this field cannot display, such as months, stays unchanged until the user types.
    let (number, unit) = parts(text).unwrap_or_else(|| (text.to_owned(), 1));
    let (number, unit) = (RwSignal::new(number), RwSignal::new(unit));
    // The field ignores its own changes.
    let (value, written) = (field.input.value, StoredValue::new(field.now()));
    effect(move || {
        let now = value.get();
        if written.with_value(|written| *written != now) {
            let text = now.as_str().unwrap_or_default();
            let (new, of) = parts(text).unwrap_or_else(|| (text.to_owned(), 1));
            number.set(new);
            unit.set(of);
            written.set_value(now);
        }
    });
    let write = {
        let field = field.clone();
        move || {
            let unit = UNITS.get(unit.get_untracked());
            let value = match (figure::read(i18n, &number.get_untracked()), unit) {
                (Value::Number(number), Some((_, before, after))) if number.is_u64() => {
                    Value::String(format!("{before}{number}{after}"))
                }
                (Value::Number(_), _) => Value::String(number.get_untracked()),
                (other, _) => other,
            };
            written.set_value(value.clone());
            field.change(value);
        }
    };
    let typed = {
        let write = write.clone();
        move |event: ev::Event| {
            number.set(event_target_value(&event));
            write();
        }
    };
    let chosen = move |event: ev::Event| {
        unit.set(event_target_value(&event).parse().unwrap_or(1));
        write();
    };
    let options = UNITS.iter().enumerate().map(|(at, (name, ..))| {
        let words = match *name {
            "minutes" => t!(i18n, "unit-minutes"),
            "hours" => t!(i18n, "unit-hours"),
            "days" => t!(i18n, "unit-days"),
            _ => t!(i18n, "unit-weeks"),
        };
        let selected = unit.get_untracked() == at;
        let chosen = Signal::derive(move || unit.get() == at);
        view! { <option value=at.to_string() selected=selected prop:selected=chosen>{words}</option> }
    });
    let control = view! {
        <div class="input-joined input-joined-number">
            <input
                class="input input-number"
                id=field.id()
                name=field.control.name.clone()
                type="text"
                inputmode="numeric"
                autocomplete="off"
                readonly=field.control.read_only
                aria-required=field.required()
                aria-invalid=field.invalid()
                aria-describedby=field.described_by()
                prop:value=number
                on:input=typed.clone()
                on:change=typed
                on:blur=field.left()
            />
            <select
                class="input input-select"
                id=field.part("unit")
                disabled=field.control.read_only
                aria-label=t!(i18n, "field-unit")
                on:change=chosen
            >
                {options.collect::<View>()}
            </select>
        </div>
    };
    frame::labelled(field, control.into_view())
}
