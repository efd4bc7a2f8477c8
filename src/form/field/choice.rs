//! One or several of a few choices: radio buttons, a list to choose from, or boxes to tick.

use super::boxes::{self, Choosable};
use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use leptos::{ev, prelude::*};
use portico_contract::Price;
use portico_forms::{Choice, Kind};
use serde_json::Value;

/// The choices that other answers leave, each with its number among all.
pub(super) fn choices(spot: &FieldContext) -> Vec<(usize, Choice)> {
    let all = match &spot.control.kind {
        Kind::Choice { choices, .. } | Kind::ManyChoice { choices, .. } => choices,
        _ => return Vec::new(),
    };
    let allowed = spot
        .answers
        .with(|form_state| form_state.choices_of(&spot.base, &spot.control));
    let numbered = all.iter().cloned().enumerate();
    numbered
        .filter(|(_, choice)| allowed.iter().any(|one| one.value == choice.value))
        .collect()
}

/// Draws the choices again whenever other answers have changed them.
fn live_choices(
    spot: &FieldContext,
    draw: impl Fn(&FieldContext) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let spot = spot.clone();
    let version = spot.choices_version();
    ui::live(move || {
        version.track();
        draw(&spot)
    })
}

pub(super) fn select(spot: &FieldContext) -> AnyView {
    frame::labelled(spot, live_choices(spot, drawn_select))
}

fn drawn_select(spot: &FieldContext) -> AnyView {
    let now = spot.now();
    let choices = choices(spot);
    let known = choices.iter().any(|(_, choice)| choice.value == now);
    let options = choices.iter().map(|(at, choice)| {
        let words = words(spot, choice);
        view! { <option value=at.to_string() selected=choice.value == now>{words}</option> }
    });
    // Another field may have the same answer.
    let value = spot.input.value;
    let at = {
        let choices = choices.clone();
        Signal::derive(move || {
            value.with(|now| {
                let mut own = choices.iter().filter(|(_, choice)| choice.value == *now);
                own.next()
                    .map_or_else(String::new, |(at, _)| at.to_string())
            })
        })
    };
    let chosen = {
        let spot = spot.clone();
        ui::on(move |event: ev::Event| {
            let at = event_target_value(&event).parse::<usize>().ok();
            let all = self::choices(&spot);
            let choice = all.into_iter().find(|(own, _)| Some(*own) == at);
            spot.change(choice.map_or(Value::Null, |(_, choice)| choice.value));
        })
    };
    view! {
        <select
            class="input input-select"
            id=spot.id()
            name=spot.control.name.clone()
            disabled=spot.control.read_only
            aria-required=spot.required()
            aria-invalid=spot.invalid()
            aria-describedby=spot.described_by()
            prop:value=at
            on:change=chosen
            on:blur=spot.left()
        >
            <option value="" selected=!known>{t!(spot.answers.i18n, "choose")}</option>
            {options.collect_view()}
        </select>
    }
    .into_any()
}

pub(super) fn radios(spot: &FieldContext) -> AnyView {
    frame::grouped(spot, live_choices(spot, |spot| drawn_boxes(spot, false)))
}

pub(super) fn checkboxes(spot: &FieldContext) -> AnyView {
    frame::grouped(spot, live_choices(spot, |spot| drawn_boxes(spot, true)))
}

fn drawn_boxes(spot: &FieldContext, many: bool) -> AnyView {
    let value = spot.input.value;
    let options = choices(spot).into_iter().map(|(at, choice)| {
        let (own, spot) = (choice.value.clone(), spot.clone());
        Choosable {
            key: at.to_string(),
            words: words(&spot, &choice),
            help: choice.help,
            checked: Signal::derive(move || {
                value.with(|now| match now {
                    Value::Array(items) if many => items.contains(&own),
                    now => *now == own,
                })
            }),
            choose: Box::new(move |event| {
                let own = &choice.value;
                if many {
                    spot.change(toggled(&spot.now(), own, event_target_checked(&event)));
                } else {
                    spot.change(own.clone());
                }
            }),
        }
    });
    boxes::view(spot, !many, spot.is_wrong(), options.collect())
}

/// The list with or without one of its values; none is no answer.
pub(super) fn toggled(now: &Value, own: &Value, on: bool) -> Value {
    let mut items = now.as_array().cloned().unwrap_or_default();
    items.retain(|item| item != own);
    if on {
        items.push(own.clone());
    }
    if items.is_empty() {
        Value::Null
    } else {
        Value::Array(items)
    }
}

/// A choice's label, with what it adds to the price.
pub(super) fn words(spot: &FieldContext, choice: &Choice) -> String {
    let i18n = spot.answers.i18n;
    let base = spot.answers.price.get_value();
    let (Some(amount), Some(base)) = (choice.price.clone(), base) else {
        return choice.label.clone();
    };
    let money = i18n.format().money(&Price { amount, ..base });
    t!(i18n, "choice-priced", label = &choice.label, money = &money)
}
