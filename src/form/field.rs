//! One field: its place, and its control.

mod alternatives;
mod boolean;
mod boxed;
mod boxes;
mod choice;
mod combobox;
mod date;
mod duration;
mod files;
mod frame;
mod lookup;
mod markdown;
mod number;
mod text;

use super::Answers;
use super::answers::{Input, choices_key};
use crate::ui;
use crate::view::{IntoView, View, view};
pub(super) use frame::{error, help};
use leptos::{ev, prelude::*};
pub(super) use lookup::learn;
use portico_forms::{
    BooleanShape, ChoiceShape, Control, Element, ElementKind, FieldKind, MultiChoiceShape,
    NumberShape, Requirement, TextShape,
};
use serde_json::Value;
use std::sync::Arc;
pub(super) use text::text_of;

/// A control at its place in the answers.
#[derive(Clone)]
pub(super) struct FieldContext {
    pub answers: Answers,
    pub input: Input,
    pub control: Arc<Control>,
    /// The base of the scopes around this control.
    pub base: String,
    /// The JSON Pointer of the answer.
    pub pointer: String,
    pub element: u32,
    /// The number among the controls of this answer: 0 is the first rendered one.
    number: usize,
    /// The level of the next heading.
    pub level: u8,
    need: Signal<Requirement>,
}

/// The ID of a control of the answer at a pointer, for labels and the error summary. `number` distinguishes several
/// controls of one answer.
pub(super) fn control_id(pointer: &str, number: usize) -> String {
    let name = pointer.trim_start_matches('/').replace('/', ".");
    match number {
        0 => format!("field-{name}"),
        number => format!("field-{name}~{}", number + 1),
    }
}

impl FieldContext {
    pub(super) fn new(
        answers: Answers,
        base: &str,
        level: u8,
        element: u32,
        control: &Arc<Control>,
    ) -> Self {
        let pointer = format!("{base}{}", control.scope);
        let number = match control.kind {
            FieldKind::Alternatives { .. } => 0,
            _ => answers.number(&pointer, base, element),
        };
        Self {
            answers,
            number,
            input: answers.input(&pointer),
            control: control.clone(),
            base: base.to_owned(),
            element,
            level,
            need: need(answers, &pointer, control),
            pointer,
        }
    }

    pub(super) fn id(&self) -> String {
        let id = control_id(&self.pointer, self.number);
        match self.control.kind {
            // The selected alternative may be a field of the same answer.
            FieldKind::Alternatives { .. } => format!("{id}-{}", self.element),
            _ => id,
        }
    }

    /// The ID of another part of this field.
    pub(super) fn part(&self, part: &str) -> String {
        format!("{}-{part}", self.id())
    }

    pub(super) fn is_invalid(&self) -> Signal<bool> {
        let error = self.input.error;
        Signal::derive(move || error.with(Option::is_some))
    }

    fn invalid(&self) -> Signal<Option<&'static str>> {
        invalid_while(self.is_invalid())
    }

    /// Whether an answer is required, given the current other answers.
    fn need(&self) -> Signal<Requirement> {
        self.need
    }

    fn required(&self) -> Signal<Option<&'static str>> {
        let need = self.need;
        Signal::derive(move || (need.get() == Requirement::Required).then_some("true"))
    }

    /// The parts of the frame that describe the control.
    fn described_by(&self) -> Signal<Option<String>> {
        self.described_while(self.is_invalid())
    }

    /// The same, if the error is not always displayed here.
    fn described_while(&self, invalid: Signal<bool>) -> Signal<Option<String>> {
        let error = self.part("error");
        let help = self.has_help().then(|| self.part("help"));
        Signal::derive(move || {
            let error = invalid.get().then_some(error.as_str());
            let ids: Vec<&str> = error.into_iter().chain(help.as_deref()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }

    fn has_help(&self) -> bool {
        let control = &self.control;
        control.help.is_some()
            || control.example.is_some()
            || control.why.is_some()
            || matches!(control.kind, FieldKind::Unknown { .. })
    }

    /// The current answer, without tracking it.
    fn now(&self) -> Value {
        self.input.value.get_untracked()
    }

    fn change(&self, value: Value) {
        self.answers.change(&self.pointer, value);
    }

    /// The control has lost the focus.
    fn left(&self) -> impl Fn(ev::FocusEvent) + Clone + use<> {
        let (answers, pointer) = (self.answers, self.pointer.clone());
        move |_: ev::FocusEvent| left(answers, pointer.clone(), Answers::leave)
    }

    /// The same for a date or a time.
    fn left_picker(&self) -> impl Fn(ev::FocusEvent) + Clone + use<> {
        let (answers, pointer) = (self.answers, self.pointer.clone());
        let leave = Answers::leave_picker;
        move |_: ev::FocusEvent| left(answers, pointer.clone(), leave)
    }

    /// Changes whenever another answer has changed the available choices.
    fn choices_version(&self) -> RwSignal<u32> {
        self.answers.version(&choices_key(&self.base, self.element))
    }
}

fn invalid_while(invalid: Signal<bool>) -> Signal<Option<&'static str>> {
    Signal::derive(move || invalid.get().then_some("true"))
}

/// Created once for each field, because it inspects all answers at every change.
fn need(answers: Answers, pointer: &str, control: &Arc<Control>) -> Signal<Requirement> {
    if !answers.form().may_need(control) {
        return Signal::stored(if control.required {
            Requirement::Required
        } else {
            Requirement::Optional
        });
    }
    let (pointer, control) = (pointer.to_owned(), control.clone());
    let need = Memo::new(move |_| {
        answers.changes.track();
        answers.with(|form_state| form_state.need(&pointer, &control))
    });
    need.into()
}

/// Checks a field that has lost the focus.
fn left(answers: Answers, pointer: String, leave: fn(Answers, &str)) {
    answers.pointer.once_up(move || {
        if answers.changes.try_get_untracked().is_some() {
            leave(answers, &pointer);
        }
    });
}

/// Renders a field.
pub(super) type FieldView = fn(&FieldContext) -> View;

/// The view of a kind that many forms have; `None` if [`rare`] renders it. Every kind and shape is listed, so that a new
/// one does not compile before it is rendered.
#[deny(clippy::wildcard_enum_match_arm)]
pub(super) fn common(kind: &FieldKind) -> Option<FieldView> {
    Some(match kind {
        FieldKind::Fixed => |_| ().into_view(),
        FieldKind::Text { shape, .. } => match shape {
            TextShape::Markdown => return None,
            TextShape::Line
            | TextShape::Lines { .. }
            | TextShape::Masked
            | TextShape::Email
            | TextShape::Phone
            | TextShape::Url => text::view,
        },
        FieldKind::Unknown { .. } => text::view,
        FieldKind::Number { shape, .. } => match shape {
            NumberShape::Rating { .. } => return None,
            NumberShape::Slider => number::slider,
            NumberShape::Plain | NumberShape::Money { .. } => number::view,
        },
        FieldKind::Boolean { shape } => match shape {
            BooleanShape::Radios => boolean::radios,
            BooleanShape::Checkbox | BooleanShape::Switch | BooleanShape::Consent { .. } => {
                boolean::view
            }
        },
        FieldKind::Choice { shape, .. } => match shape {
            ChoiceShape::Radio => choice::radios,
            ChoiceShape::Select => choice::select,
            ChoiceShape::Combobox => return None,
        },
        FieldKind::MultiChoice { shape, .. } => match shape {
            MultiChoiceShape::Checkboxes => choice::checkboxes,
            MultiChoiceShape::Tags => return None,
        },
        FieldKind::Date => date::day,
        FieldKind::Time { zoned: true } => |field| date::time(field, true),
        FieldKind::Time { zoned: false } => |field| date::time(field, false),
        FieldKind::DateTime => date::moment,
        FieldKind::DateRange => date::range,
        FieldKind::Object { .. } => object,
        FieldKind::Duration
        | FieldKind::Lookup { .. }
        | FieldKind::Files { .. }
        | FieldKind::Alternatives { .. }
        | FieldKind::List { .. } => return None,
    })
}

/// A field of a kind that few forms have, except lists.
pub(super) fn rare(field: &FieldContext) -> View {
    match &field.control.kind {
        FieldKind::Text { .. } => markdown::view(field),
        FieldKind::Number {
            shape: NumberShape::Rating { most },
            ..
        } => number::rating(field, *most),
        FieldKind::Choice { .. } => combobox::of_choices(field, false),
        FieldKind::MultiChoice { .. } => combobox::of_choices(field, true),
        FieldKind::Duration => duration::view(field),
        FieldKind::Lookup { .. } => lookup::view(field),
        FieldKind::Files { .. } => files::view(field),
        FieldKind::Alternatives { .. } => alternatives::view(field),
        _ => ().into_view(),
    }
}

/// Related answers, in their own group.
fn object(field: &FieldContext) -> View {
    let FieldKind::Object { element } = &field.control.kind else {
        return ().into_view();
    };
    let inner = field
        .answers
        .element(&field.pointer, field.level.saturating_add(1), element);
    // A choice between alternatives displays its own errors.
    let chooses = |one: &Element| matches!(&one.kind, ElementKind::Control(one) if matches!(one.kind, FieldKind::Alternatives { .. }));
    let chooses =
        matches!(&element.kind, ElementKind::Vertical(inner) if inner.iter().any(chooses));
    let (id, label_id) = (field.part("label"), field.part("label"));
    view! {
        <section class="form-group" id=field.id() tabindex="-1" role="group" aria-labelledby=id.clone()>
            {field.control.label.clone().map(|label| {
                ui::heading(field.answers.host, field.level, "form-group-title", view! { <span id=label_id.clone()>{label}</span> })
            })}
            {frame::help(field)}
            {(!chooses).then(|| frame::error(field))}
            {inner}
        </section>
    }
}
