//! Dates and times, with the browser's own pickers.

use super::{FieldContext, frame};
use crate::i18n::t;
use crate::view::{View, view};
use leptos::{ev, prelude::*};
use serde_json::{Map, Value};

/// A date.
pub(super) fn day(field: &FieldContext) -> View {
    let boxed = field.boxed(|now| now.as_str().unwrap_or_default().to_owned());
    let shown = boxed.shown;
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        boxed.typed(text.clone(), answer(text));
    };
    frame::labelled(
        field,
        picker(field, "date", field.id(), shown.into(), typed),
    )
}

/// A time of day, with the offset of the user's time zone if the form requires one.
pub(super) fn time(field: &FieldContext, zoned: bool) -> View {
    let offset = if zoned {
        field.answers.i18n.format().offset()
    } else {
        String::new()
    };
    let format = field.answers.i18n.format();
    let boxed = field.boxed(move |now| {
        let time = now.as_str().map(|time| format.clock(time));
        time.unwrap_or_default()
    });
    let shown = boxed.shown;
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        // The picker omits seconds that the user has not selected; the API always requires them.
        let seconds = if text.len() == 5 { ":00" } else { "" };
        let time = answer(if text.is_empty() {
            String::new()
        } else {
            format!("{text}{seconds}{offset}")
        });
        boxed.typed(text, time);
    };
    frame::labelled(
        field,
        picker(field, "time", field.id(), shown.into(), typed),
    )
}

/// A date and time: selected in the user's own time zone, sent with its offset.
pub(super) fn moment(field: &FieldContext) -> View {
    let format = field.answers.i18n.format();
    let boxed = field.boxed(move |now| {
        let text = now.as_str();
        text.map(|text| format.local(text)).unwrap_or_default()
    });
    let shown = boxed.shown;
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        let moment = format.instant(&text).unwrap_or_else(|| text.clone());
        boxed.typed(text, answer(moment));
    };
    let control = picker(field, "datetime-local", field.id(), shown.into(), typed);
    frame::labelled(field, control)
}

/// A date range.
pub(super) fn range(field: &FieldContext) -> View {
    let i18n = field.answers.i18n;
    let ends = [
        ("from", t!(i18n, "range-from")),
        ("to", t!(i18n, "range-to")),
    ]
    .map(|(end, words)| {
        let id = if end == "from" {
            field.id()
        } else {
            field.part(end)
        };
        let typed = {
            let field = field.clone();
            move |event: ev::Event| {
                let mut range = match field.now() {
                    Value::Object(range) => range,
                    _ => Map::new(),
                };
                let day = event_target_value(&event);
                if day.is_empty() {
                    range.shift_remove(end);
                } else {
                    range.insert(end.to_owned(), Value::String(day));
                }
                field.change(if range.is_empty() {
                    Value::Null
                } else {
                    Value::Object(range)
                });
            }
        };
        let value = field.input.value;
        let shown = Signal::derive(move || {
            value.with(|now| {
                let day = now.get(end).and_then(Value::as_str);
                day.unwrap_or_default().to_owned()
            })
        });
        let label = field.part(&format!("{end}-label"));
        view! {
            <div class="range-end">
                <label class="range-label" for=id.clone() id=label.clone()>{words}</label>
                {picker(field, "date", id, shown, typed)}
            </div>
        }
    });
    frame::grouped(
        field,
        view! { <div class="range">{ends.into_iter().collect::<View>()}</div> },
    )
}

fn answer(text: String) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        Value::String(text)
    }
}

fn picker(
    field: &FieldContext,
    kind: &'static str,
    id: String,
    shown: Signal<String>,
    typed: impl Fn(ev::Event) + Clone + 'static,
) -> View {
    view! {
        <input
            class="input input-date"
            id=id
            name=field.control.name.clone()
            type=kind
            autocomplete="off"
            readonly=field.control.read_only
            aria-required=field.required()
            aria-invalid=field.invalid()
            aria-describedby=field.described_by()
            data-field=field.pointer.clone()
            prop:value=shown
            on:input=typed.clone()
            on:change=typed
            on:blur=field.left_picker()
        />
    }
}
