//! Days and times, by the browser's own pickers.

use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use leptos::{ev, prelude::*};
use serde_json::{Map, Value};

/// A day.
pub(super) fn day(spot: &FieldContext) -> AnyView {
    let boxed = spot.boxed(|now| now.as_str().unwrap_or_default().to_owned());
    let shown = boxed.shown;
    let typed = ui::on(move |event: ev::Event| {
        let text = event_target_value(&event);
        boxed.typed(text.clone(), answer(text));
    });
    frame::labelled(spot, picker(spot, "date", spot.id(), shown.into(), typed))
}

/// A time of day, with the offset of the reader's time zone where the form wants one.
pub(super) fn time(spot: &FieldContext, zoned: bool) -> AnyView {
    let offset = if zoned {
        spot.answers.i18n.format().offset()
    } else {
        String::new()
    };
    let format = spot.answers.i18n.format();
    let boxed = spot.boxed(move |now| {
        let time = now.as_str().map(|time| format.clock(time));
        time.unwrap_or_default()
    });
    let shown = boxed.shown;
    let typed = ui::on(move |event: ev::Event| {
        let text = event_target_value(&event);
        // The picker leaves out seconds that nobody chose; on the wire they are always there.
        let seconds = if text.len() == 5 { ":00" } else { "" };
        let time = answer(if text.is_empty() {
            String::new()
        } else {
            format!("{text}{seconds}{offset}")
        });
        boxed.typed(text, time);
    });
    frame::labelled(spot, picker(spot, "time", spot.id(), shown.into(), typed))
}

/// A moment: chosen in the reader's own time zone, sent with its offset.
pub(super) fn moment(spot: &FieldContext) -> AnyView {
    let format = spot.answers.i18n.format();
    let boxed = spot.boxed(move |now| {
        let text = now.as_str();
        text.map(|text| format.local(text)).unwrap_or_default()
    });
    let shown = boxed.shown;
    let typed = ui::on(move |event: ev::Event| {
        let text = event_target_value(&event);
        let moment = format.instant(&text).unwrap_or_else(|| text.clone());
        boxed.typed(text, answer(moment));
    });
    let control = picker(spot, "datetime-local", spot.id(), shown.into(), typed);
    frame::labelled(spot, control)
}

/// From one day to another.
pub(super) fn range(spot: &FieldContext) -> AnyView {
    let i18n = spot.answers.i18n;
    let ends = [
        ("from", t!(i18n, "range-from")),
        ("to", t!(i18n, "range-to")),
    ]
    .map(|(end, words)| {
        let id = if end == "from" {
            spot.id()
        } else {
            spot.part(end)
        };
        let typed = {
            let spot = spot.clone();
            ui::on(move |event: ev::Event| {
                let mut range = match spot.now() {
                    Value::Object(range) => range,
                    _ => Map::new(),
                };
                let day = event_target_value(&event);
                if day.is_empty() {
                    range.shift_remove(end);
                } else {
                    range.insert(end.to_owned(), Value::String(day));
                }
                spot.change(if range.is_empty() {
                    Value::Null
                } else {
                    Value::Object(range)
                });
            })
        };
        let value = spot.input.value;
        let shown = Signal::derive(move || {
            value.with(|now| {
                let day = now.get(end).and_then(Value::as_str);
                day.unwrap_or_default().to_owned()
            })
        });
        let label = spot.part(&format!("{end}-label"));
        view! {
            <div class="range-end">
                <label class="range-label" for=id.clone() id=label.clone()>{words}</label>
                {picker(spot, "date", id, shown, typed)}
            </div>
        }
    });
    frame::grouped(
        spot,
        view! { <div class="range">{ends.into_iter().collect_view()}</div> }.into_any(),
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
    spot: &FieldContext,
    kind: &'static str,
    id: String,
    shown: Signal<String>,
    typed: impl Fn(ev::Event) + Clone + 'static,
) -> AnyView {
    view! {
        <input
            class="input input-date"
            id=id
            name=spot.control.name.clone()
            type=kind
            autocomplete="off"
            readonly=spot.control.read_only
            aria-required=spot.required()
            aria-invalid=spot.invalid()
            aria-describedby=spot.described_by()
            data-field=spot.pointer.clone()
            prop:value=shown
            on:input=typed.clone()
            on:change=typed
            on:blur=spot.left_picker()
        />
    }
    .into_any()
}
