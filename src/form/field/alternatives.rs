//! A choice between alternatives, and under it the fields of the one that is chosen.

use super::boxes::{self, Choosable};
use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use leptos::{ev, prelude::*};
use portico_forms::{Alternative, ChoiceShape, Kind};

pub(super) fn view(spot: &FieldContext) -> AnyView {
    let Kind::Alternatives {
        alternatives,
        shape,
        whole,
    } = &spot.control.kind
    else {
        return ().into_any();
    };
    let chosen = spot.answers.chosen(&spot.base, spot.element);
    let mut options: Vec<(Option<usize>, String, Option<String>)> = alternatives
        .iter()
        .enumerate()
        .map(|(at, one)| (Some(at), words(spot, at, one), one.help.clone()))
        .collect();
    let is_select = matches!(shape, ChoiceShape::Select);
    if is_select {
        options.insert(0, (None, t!(spot.answers.i18n, "choose"), None));
    } else if !spot.control.required {
        options.push((None, t!(spot.answers.i18n, "alternative-none"), None));
    }
    let (whole, own) = (*whole, spot.clone());
    let invalid = is_wrong(spot, whole, chosen);
    let control = if is_select {
        select(spot, chosen, invalid, options)
    } else {
        radios(spot, chosen, invalid, options)
    };
    // What is wrong with the answer as a whole stands beside its field, once there is one.
    let error = ui::live(move || (!whole || chosen.get().is_none()).then(|| frame::error(&own)));
    // A list says itself what belongs to it; radio buttons have their frame for that.
    let described = (!is_select).then(|| spot.described_while(invalid));
    let label = match &spot.control.label {
        Some(_) => frame::label(spot),
        None => t!(spot.answers.i18n, "alternative-choose").into_any(),
    };
    let frame = view! {
        <fieldset
            class="field"
            class:field-wrong=invalid
            data-alternatives=super::control_id(&spot.pointer, 0)
            aria-describedby=described
        >
            <legend class="field-label" id=spot.part("label")>{label}</legend>
            {frame::help(spot)}
            {error}
            {control}
        </fieldset>
    };
    let (all, own) = (alternatives.clone(), spot.clone());
    let fields = ui::live(move || {
        let one = chosen.get().and_then(|at| all.get(at))?;
        let fields = own.answers.element(&own.base, own.level, &one.element);
        Some(view! { <div class="alternative">{fields}</div> })
    });
    view! { <div class="alternatives">{frame}{fields}</div> }.into_any()
}

/// Whether the choice itself is to be mended, rather than a field of what is chosen.
fn is_wrong(spot: &FieldContext, whole: bool, chosen: RwSignal<Option<usize>>) -> Signal<bool> {
    let error = spot.input.error;
    Signal::derive(move || (!whole || chosen.get().is_none()) && error.with(Option::is_some))
}

fn radios(
    spot: &FieldContext,
    chosen: RwSignal<Option<usize>>,
    invalid: Signal<bool>,
    options: Vec<(Option<usize>, String, Option<String>)>,
) -> AnyView {
    let options = options.into_iter().enumerate();
    let options = options.map(|(n, (at, words, help))| {
        let own = spot.clone();
        Choosable {
            key: n.to_string(),
            words,
            help,
            checked: Signal::derive(move || chosen.get() == at && (at.is_some() || n > 0)),
            choose: Box::new(move |_| own.answers.choose(&own.base, own.element, at)),
        }
    });
    boxes::view(spot, true, invalid, options.collect())
}

fn select(
    spot: &FieldContext,
    chosen: RwSignal<Option<usize>>,
    invalid: Signal<bool>,
    options: Vec<(Option<usize>, String, Option<String>)>,
) -> AnyView {
    let value = |at: Option<usize>| at.map(|at| at.to_string()).unwrap_or_default();
    let options = options.into_iter().map(|(at, words, _)| {
        view! { <option value=value(at) selected=chosen.get_untracked() == at>{words}</option> }
    });
    let own = spot.clone();
    let choose = ui::on(move |event: ev::Event| {
        let at = event_target_value(&event).parse().ok();
        own.answers.choose(&own.base, own.element, at);
    });
    view! {
        <select
            class="input input-select"
            id=spot.id()
            disabled=spot.control.read_only
            aria-labelledby=spot.part("label")
            aria-describedby=spot.described_while(invalid)
            aria-invalid=super::invalid_while(invalid)
            prop:value=Signal::derive(move || value(chosen.get()))
            on:change=choose
        >
            {options.collect_view()}
        </select>
    }
    .into_any()
}

/// What an alternative is called; one without words has its number.
fn words(spot: &FieldContext, at: usize, one: &Alternative) -> String {
    #[expect(clippy::cast_precision_loss, reason = "alternatives are few")]
    let number = || {
        t!(
            spot.answers.i18n,
            "alternative-number",
            number = (at + 1) as f64
        )
    };
    one.label.clone().unwrap_or_else(number)
}
