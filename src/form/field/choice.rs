//! One or several of a few choices: radio buttons, a drop-down list, or checkboxes.

use super::boxes::{self, ChoiceOption};
use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use crate::view::{View, view};
use leptos::{ev, prelude::*};
use portico_contract::Price;
use portico_forms::{Choice, FieldKind};
use serde_json::Value;

/// The choices that other answers permit, each with its index among all.
pub(super) fn choices(field: &FieldContext) -> Vec<(usize, Choice)> {
    let all = match &field.control.kind {
        FieldKind::Choice { choices, .. } | FieldKind::MultiChoice { choices, .. } => choices,
        _ => return Vec::new(),
    };
    let allowed = field
        .answers
        .with(|form_state| form_state.choices_of(&field.base, &field.control));
    let numbered = all.iter().cloned().enumerate();
    numbered
        .filter(|(_, choice)| allowed.iter().any(|one| one.value == choice.value))
        .collect()
}

/// Renders the choices again whenever other answers have changed them.
fn live_choices(
    field: &FieldContext,
    draw: impl Fn(&FieldContext) -> View + Send + Sync + 'static,
) -> View {
    let field = field.clone();
    let version = field.choices_version();
    ui::live(move || {
        version.track();
        draw(&field)
    })
}

pub(super) fn select(field: &FieldContext) -> View {
    frame::labelled(field, live_choices(field, drawn_select))
}

fn drawn_select(field: &FieldContext) -> View {
    let now = field.now();
    let choices = choices(field);
    let known = choices.iter().any(|(_, choice)| choice.value == now);
    let options = choices.iter().map(|(at, choice)| {
        let words = words(field, choice);
        view! { <option value=at.to_string() selected=choice.value == now>{words}</option> }
    });
    // Another field may have the same answer.
    let value = field.input.value;
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
        let field = field.clone();
        move |event: ev::Event| {
            let at = event_target_value(&event).parse::<usize>().ok();
            let all = self::choices(&field);
            let choice = all.into_iter().find(|(own, _)| Some(*own) == at);
            field.change(choice.map_or(Value::Null, |(_, choice)| choice.value));
        }
    };
    view! {
        <select
            class="input input-select"
            id=field.id()
            name=field.control.name.clone()
            disabled=field.control.read_only
            aria-required=field.required()
            aria-invalid=field.invalid()
            aria-describedby=field.described_by()
            prop:value=at
            on:change=chosen
            on:blur=field.left()
        >
            <option value="" selected=!known>{t!(field.answers.i18n, "choose")}</option>
            {options.collect::<View>()}
        </select>
    }
}

pub(super) fn radios(field: &FieldContext) -> View {
    frame::grouped(
        field,
        live_choices(field, |field| drawn_boxes(field, false)),
    )
}

pub(super) fn checkboxes(field: &FieldContext) -> View {
    frame::grouped(field, live_choices(field, |field| drawn_boxes(field, true)))
}

fn drawn_boxes(field: &FieldContext, many: bool) -> View {
    let value = field.input.value;
    let options = choices(field).into_iter().map(|(at, choice)| {
        let (own, field) = (choice.value.clone(), field.clone());
        ChoiceOption {
            key: at.to_string(),
            words: words(&field, &choice),
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
                    field.change(toggled(&field.now(), own, event_target_checked(&event)));
                } else {
                    field.change(own.clone());
                }
            }),
        }
    });
    boxes::view(field, !many, field.is_invalid(), options.collect())
}

/// The list with or without one of its values; an empty list is no answer.
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

/// A choice's label, with its price.
pub(super) fn words(field: &FieldContext, choice: &Choice) -> String {
    let i18n = field.answers.i18n;
    let base = field.answers.price.get_value();
    let (Some(amount), Some(base)) = (choice.price.clone(), base) else {
        return choice.label.clone();
    };
    let money = i18n.format().money(&Price { amount, ..base });
    t!(i18n, "choice-priced", label = &choice.label, money = &money)
}
