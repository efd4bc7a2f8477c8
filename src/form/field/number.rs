//! Numbers: plain, with a unit, money, sliders and ratings.

use super::{FieldContext, frame, text};
use crate::form::figure;
use crate::i18n::format::parse_number;
use crate::i18n::{I18n, t};
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{FieldKind, NumberShape};
use serde_json::{Number, Value};

/// The position of a slider's thumb, as reported by the browser.
fn position(text: &str) -> Value {
    let number = parse_number(text).and_then(Number::from_f64);
    number.map_or(Value::Null, Value::Number)
}

/// A number as displayed in a field.
fn shown(i18n: I18n, value: &Value) -> String {
    match value {
        Value::Number(number) => figure::typed(i18n, number),
        other => text::text_of(other),
    }
}

pub(super) fn view(field: &FieldContext) -> View {
    let (integer, unit) = match &field.control.kind {
        FieldKind::Number {
            shape: NumberShape::Money { currency },
            ..
        } => (false, Some(currency.clone())),
        FieldKind::Number { integer, unit, .. } => (*integer, unit.clone()),
        _ => (false, None),
    };
    let i18n = field.answers.i18n;
    let boxed = field.boxed(move |value| shown(i18n, value));
    let text = boxed.shown;
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        let answer = figure::read(i18n, &text);
        boxed.typed(text, answer);
    };
    let unit_id = unit.is_some().then(|| field.part("unit"));
    let described = field.described_by();
    let described = {
        let unit_id = unit_id.clone();
        Signal::derive(move || match (described.get(), unit_id.as_ref()) {
            (Some(ids), Some(unit)) => Some(format!("{ids} {unit}")),
            (ids, unit) => ids.or_else(|| unit.cloned()),
        })
    };
    let control = view! {
        <div class="input-joined input-joined-number">
            <input
                class="input input-number"
                id=field.id()
                name=field.control.name.clone()
                type="text"
                inputmode=if integer { "numeric" } else { "decimal" }
                autocomplete="off"
                placeholder=field.control.placeholder.clone()
                readonly=field.control.read_only
                aria-required=field.required()
                aria-invalid=field.invalid()
                aria-describedby=described
                prop:value=text
                on:input=typed.clone()
                on:change=typed
                on:blur=field.left()
            />
            {unit.map(|unit| view! { <span class="input-unit" id=unit_id>{unit}</span> })}
        </div>
    };
    frame::labelled(field, control.into_view())
}

/// A slider; its value is always displayed beside it.
pub(super) fn slider(field: &FieldContext) -> View {
    let FieldKind::Number {
        minimum,
        maximum,
        step,
        unit,
        ..
    } = &field.control.kind
    else {
        return ().into_view();
    };
    let (least, most) = (minimum.unwrap_or(0.0), maximum.unwrap_or(100.0));
    let i18n = field.answers.i18n;
    let value = field.input.value;
    let unit = unit.clone();
    let control = field.control.clone();
    let words = move || {
        let now = value.with(Value::as_f64);
        let unit = unit.clone().unwrap_or_default();
        match now {
            Some(now) => format!("{} {unit}", figure::words(i18n, Some(&control), now))
                .trim_end()
                .to_owned(),
            None => t!(i18n, "field-not-set"),
        }
    };
    let moved = {
        let field = field.clone();
        move |event: ev::Event| field.change(position(&event_target_value(&event)))
    };
    let plain = move |number: f64| i18n.format().plain_number(number);
    let stands = Signal::derive(move || plain(value.with(Value::as_f64).unwrap_or(least)));
    let text = words.clone();
    let control = view! {
        <div class="slider">
            <input
                class="slider-input"
                id=field.id()
                name=field.control.name.clone()
                type="range"
                min=plain(least)
                max=plain(most)
                step=step.map_or_else(|| "1".to_owned(), plain)
                disabled=field.control.read_only
                aria-invalid=field.invalid()
                aria-describedby=field.described_by()
                aria-valuetext=Signal::derive(text)
                prop:value=stands
                on:input=moved.clone()
                on:change=moved
                on:blur=field.left()
            />
            <output class="slider-value" for=field.id()>{ui::live(words)}</output>
        </div>
        {frame::clear(field)}
    };
    frame::labelled(field, control.into_view())
}

/// A rating of at most `most`: radio buttons, for the keyboard and screen readers.
pub(super) fn rating(field: &FieldContext, most: u32) -> View {
    let i18n = field.answers.i18n;
    let stars = (1..=most).map(|mark| {
        let id = if mark == 1 { field.id() } else { field.part(&mark.to_string()) };
        let value = field.input.value;
        let checked = Signal::derive(move || value.with(|now| now.as_u64() == Some(mark.into())));
        let filled = Signal::derive(move || value.with(|now| now.as_u64().is_some_and(|now| now >= mark.into())));
        let choose = {
            let field = field.clone();
            move |_: ev::Event| field.change(Value::from(mark))
        };
        view! {
            <label class="star" class:star-filled=filled>
                <input
                    class="star-input"
                    type="radio"
                    id=id
                    name=field.id()
                    disabled=field.control.read_only
                    prop:checked=checked
                    aria-label=t!(i18n, "field-rating", mark = f64::from(mark), most = f64::from(most))
                    on:change=choose
                />
                {ui::icon(Icon::Star)}
            </label>
        }
    });
    frame::grouped(
        field,
        view! { <div class="stars">{stars.collect::<View>()}</div> },
    )
}
