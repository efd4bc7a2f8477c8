//! A choice between alternatives, and the fields of the selected one below it.

use super::boxes::{self, ChoiceOption};
use super::{FieldContext, frame};
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{Alternative, ChoiceShape, FieldKind};

pub(super) fn view(field: &FieldContext) -> View {
    let FieldKind::Alternatives {
        alternatives,
        shape,
        whole,
    } = &field.control.kind
    else {
        return ().into_view();
    };
    let chosen = field.answers.chosen(&field.base, field.element);
    let mut options: Vec<(Option<usize>, String, Option<String>)> = alternatives
        .iter()
        .enumerate()
        .map(|(at, one)| (Some(at), words(field, at, one), one.help.clone()))
        .collect();
    let is_select = matches!(shape, ChoiceShape::Select);
    if is_select {
        options.insert(0, (None, t!(field.answers.i18n, "choose"), None));
    } else if !field.control.required {
        options.push((None, t!(field.answers.i18n, "alternative-none"), None));
    }
    let (whole, own) = (*whole, field.clone());
    let invalid = is_invalid(field, whole, chosen);
    let control = if is_select {
        select(field, chosen, invalid, options)
    } else {
        radios(field, chosen, invalid, options)
    };
    // An error of the whole answer is displayed beside its field, once there is one.
    let error = ui::live(move || (!whole || chosen.get().is_none()).then(|| frame::error(&own)));
    // A list announces its own parts; radio buttons need their frame for that.
    let described = (!is_select).then(|| field.described_while(invalid));
    let label = match &field.control.label {
        Some(_) => frame::label(field),
        None => t!(field.answers.i18n, "alternative-choose").into_view(),
    };
    let frame = view! {
        <fieldset
            class="field"
            class:field-invalid=invalid
            data-alternatives=super::control_id(&field.pointer, 0)
            aria-describedby=move || described?.get()
        >
            <legend class="field-label" id=field.part("label")>{label}</legend>
            {frame::help(field)}
            {error}
            {control}
        </fieldset>
    };
    let (all, own) = (alternatives.clone(), field.clone());
    let fields = ui::live(move || {
        let one = chosen.get().and_then(|at| all.get(at))?;
        let fields = own.answers.element(&own.base, own.level, &one.element);
        Some(view! { <div class="alternative">{fields}</div> })
    });
    view! { <div class="alternatives">{frame}{fields}</div> }
}

/// Whether the choice itself has to be corrected, instead of a field of the selected alternative.
fn is_invalid(field: &FieldContext, whole: bool, chosen: RwSignal<Option<usize>>) -> Signal<bool> {
    let error = field.input.error;
    Signal::derive(move || (!whole || chosen.get().is_none()) && error.with(Option::is_some))
}

fn radios(
    field: &FieldContext,
    chosen: RwSignal<Option<usize>>,
    invalid: Signal<bool>,
    options: Vec<(Option<usize>, String, Option<String>)>,
) -> View {
    let options = options.into_iter().enumerate();
    let options = options.map(|(n, (at, words, help))| {
        let own = field.clone();
        ChoiceOption {
            key: n.to_string(),
            words,
            help,
            checked: Signal::derive(move || chosen.get() == at && (at.is_some() || n > 0)),
            choose: Box::new(move |_| own.answers.choose(&own.base, own.element, at)),
        }
    });
    boxes::view(field, true, invalid, options.collect())
}

fn select(
    field: &FieldContext,
    chosen: RwSignal<Option<usize>>,
    invalid: Signal<bool>,
    options: Vec<(Option<usize>, String, Option<String>)>,
) -> View {
    let value = |at: Option<usize>| at.map(|at| at.to_string()).unwrap_or_default();
    let options = options.into_iter().map(|(at, words, _)| {
        view! { <option value=value(at) selected=chosen.get_untracked() == at>{words}</option> }
    });
    let own = field.clone();
    let choose = move |event: ev::Event| {
        let at = event_target_value(&event).parse().ok();
        own.answers.choose(&own.base, own.element, at);
    };
    view! {
        <select
            class="input input-select"
            id=field.id()
            disabled=field.control.read_only
            aria-labelledby=field.part("label")
            aria-describedby=field.described_while(invalid)
            aria-invalid=super::invalid_while(invalid)
            prop:value=Signal::derive(move || value(chosen.get()))
            on:change=choose
        >
            {options.collect::<View>()}
        </select>
    }
}

/// The name of an alternative; one without a text gets its number.
fn words(field: &FieldContext, at: usize, one: &Alternative) -> String {
    #[expect(clippy::cast_precision_loss, reason = "alternatives are few")]
    let number = || {
        t!(
            field.answers.i18n,
            "alternative-number",
            number = (at + 1) as f64
        )
    };
    one.label.clone().unwrap_or_else(number)
}
