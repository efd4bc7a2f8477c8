//! Days and times, by the browser's own pickers.

use super::{Spot, frame};
use crate::ui;
use crate::words::t;
use leptos::{ev, prelude::*};
use serde_json::{Map, Value};

/// A day or a time of day; both are on the wire as the picker gives them.
pub(super) fn view(spot: &Spot, kind: &'static str) -> AnyView {
    let typed = {
        let spot = spot.clone();
        ui::on(move |event: ev::Event| {
            let text = event_target_value(&event);
            // JSON Schema's times have seconds.
            let whole = if kind == "time" && text.len() == 5 { format!("{text}:00") } else { text };
            spot.change(answer(whole));
        })
    };
    let shown = spot.now().as_str().unwrap_or_default().to_owned();
    frame::labelled(spot, picker(spot, kind, spot.id(), None, shown, typed))
}

/// A moment: chosen in the reader's own time zone, sent with its offset.
pub(super) fn moment(spot: &Spot) -> AnyView {
    let format = spot.answers.app.format;
    let typed = {
        let spot = spot.clone();
        ui::on(move |event: ev::Event| {
            let text = event_target_value(&event);
            let moment = format.instant(&text).unwrap_or(text);
            spot.change(answer(moment));
        })
    };
    let shown = spot.now().as_str().map(|text| format.local(text)).unwrap_or_default();
    frame::labelled(spot, picker(spot, "datetime-local", spot.id(), None, shown, typed))
}

/// From one day to another.
pub(super) fn range(spot: &Spot) -> AnyView {
    let app = spot.answers.app;
    let ends = [("from", t!(app, "range-from")), ("to", t!(app, "range-to"))].map(|(end, words)| {
        let id = if end == "from" { spot.id() } else { spot.part(end) };
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
                spot.change(if range.is_empty() { Value::Null } else { Value::Object(range) });
            })
        };
        let shown = spot.now().get(end).and_then(Value::as_str).unwrap_or_default().to_owned();
        let label = spot.part(&format!("{end}-label"));
        view! {
            <div class="range-end">
                <label class="range-label" for=id.clone() id=label.clone()>{words}</label>
                {picker(spot, "date", id, None, shown, typed)}
            </div>
        }
    });
    frame::grouped(spot, view! { <div class="range">{ends.into_iter().collect_view()}</div> }.into_any())
}

fn answer(text: String) -> Value {
    if text.is_empty() { Value::Null } else { Value::String(text) }
}

fn picker(
    spot: &Spot,
    kind: &'static str,
    id: String,
    label: Option<String>,
    shown: String,
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
            aria-label=label
            aria-required=spot.required()
            aria-invalid=spot.invalid()
            aria-describedby=spot.described_by()
            prop:value=shown
            on:input=typed
            on:blur=spot.left()
        />
    }
    .into_any()
}
