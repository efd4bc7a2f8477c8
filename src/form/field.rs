//! One field: where it stands, and which control it is.

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
pub(super) use frame::{error, help};
use leptos::{ev, prelude::*};
pub(super) use lookup::learn;
use portico_forms::{
    BooleanShape, ChoiceShape, Control, Element, ElementKind, Kind, ManyShape, Need, NumberShape,
    TextShape,
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
    /// Where the scopes of this control's surroundings start.
    pub base: String,
    /// The JSON Pointer of the answer.
    pub pointer: String,
    pub element: u32,
    /// Which of the controls for this answer it is: 0 is the first one that was drawn.
    number: usize,
    /// The level of the next heading.
    pub level: u8,
    need: Signal<Need>,
}

/// The id of a control of the answer at a pointer, for labels and the error summary. `number` tells several controls of
/// one answer apart.
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
            Kind::Alternatives { .. } => 0,
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
            // The alternative that is chosen may be a field of the same answer.
            Kind::Alternatives { .. } => format!("{id}-{}", self.element),
            _ => id,
        }
    }

    /// The id of another part of this field.
    pub(super) fn part(&self, part: &str) -> String {
        format!("{}-{part}", self.id())
    }

    pub(super) fn is_wrong(&self) -> Signal<bool> {
        let error = self.input.error;
        Signal::derive(move || error.with(Option::is_some))
    }

    fn invalid(&self) -> Signal<Option<&'static str>> {
        invalid_while(self.is_wrong())
    }

    /// Whether an answer is needed, as the other answers are now.
    fn need(&self) -> Signal<Need> {
        self.need
    }

    fn required(&self) -> Signal<Option<&'static str>> {
        let need = self.need;
        Signal::derive(move || (need.get() == Need::Required).then_some("true"))
    }

    /// Which parts of the frame describe the control.
    fn described_by(&self) -> Signal<Option<String>> {
        self.described_while(self.is_wrong())
    }

    /// The same where what is wrong is not always said here.
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
            || matches!(control.kind, Kind::Unknown { .. })
    }

    /// The answer as it stands, without watching it.
    fn now(&self) -> Value {
        self.input.value.get_untracked()
    }

    fn change(&self, value: Value) {
        self.answers.change(&self.pointer, value);
    }

    /// Somebody left the control.
    fn left(&self) -> impl Fn(ev::FocusEvent) + Clone + use<> {
        let (answers, pointer) = (self.answers, self.pointer.clone());
        ui::on(move |_: ev::FocusEvent| left(answers, pointer.clone(), Answers::leave))
    }

    /// The same for a day or a time.
    fn left_picker(&self) -> impl Fn(ev::FocusEvent) + Clone + use<> {
        let (answers, pointer) = (self.answers, self.pointer.clone());
        let leave = Answers::leave_picker;
        ui::on(move |_: ev::FocusEvent| left(answers, pointer.clone(), leave))
    }

    /// Changes whenever another answer has changed which choices there are.
    fn choices_version(&self) -> RwSignal<u32> {
        self.answers.version(&choices_key(&self.base, self.element))
    }
}

fn invalid_while(invalid: Signal<bool>) -> Signal<Option<&'static str>> {
    Signal::derive(move || invalid.get().then_some("true"))
}

/// Made once for each field: each time the answers change, it looks at all of them.
fn need(answers: Answers, pointer: &str, control: &Arc<Control>) -> Signal<Need> {
    if !answers.form().may_need(control) {
        return Signal::stored(if control.required {
            Need::Required
        } else {
            Need::Optional
        });
    }
    let (pointer, control) = (pointer.to_owned(), control.clone());
    let need = Memo::new(move |_| {
        answers.changes.track();
        answers.with(|form_state| form_state.need(&pointer, &control))
    });
    need.into()
}

/// Checks a field that was left.
fn left(answers: Answers, pointer: String, leave: fn(Answers, &str)) {
    answers.pointer.once_up(move || {
        if answers.changes.try_get_untracked().is_some() {
            leave(answers, &pointer);
        }
    });
}

/// A field of the form. Every kind and shape is named, so that a new one does not compile before it is drawn.
#[deny(clippy::wildcard_enum_match_arm)]
pub(super) fn view(spot: &FieldContext) -> AnyView {
    match &spot.control.kind {
        Kind::Fixed => ().into_any(),
        Kind::Text { shape, .. } => match shape {
            TextShape::Markdown => markdown::view(spot),
            TextShape::Line
            | TextShape::Lines { .. }
            | TextShape::Masked
            | TextShape::Email
            | TextShape::Phone
            | TextShape::Url => text::view(spot),
        },
        Kind::Unknown { .. } => text::view(spot),
        Kind::Number { shape, .. } => match shape {
            NumberShape::Slider => number::slider(spot),
            NumberShape::Rating { most } => number::rating(spot, *most),
            NumberShape::Plain | NumberShape::Money { .. } => number::view(spot),
        },
        Kind::Boolean { shape } => match shape {
            BooleanShape::Radios => boolean::radios(spot),
            BooleanShape::Checkbox | BooleanShape::Switch | BooleanShape::Consent { .. } => {
                boolean::view(spot)
            }
        },
        Kind::Choice { shape, .. } => match shape {
            ChoiceShape::Radio => choice::radios(spot),
            ChoiceShape::Select => choice::select(spot),
            ChoiceShape::Combobox => combobox::of_choices(spot, false),
        },
        Kind::ManyChoice { shape, .. } => match shape {
            ManyShape::Checkboxes => choice::checkboxes(spot),
            ManyShape::Tags => combobox::of_choices(spot, true),
        },
        Kind::Date => date::day(spot),
        Kind::Time { zoned } => date::time(spot, *zoned),
        Kind::DateTime => date::moment(spot),
        Kind::DateRange => date::range(spot),
        Kind::Duration => duration::view(spot),
        Kind::Lookup { .. } => lookup::view(spot),
        Kind::Files { .. } => files::view(spot),
        Kind::Alternatives { .. } => alternatives::view(spot),
        Kind::Object { element } => object(spot, element),
        // A list inside a layout is drawn by the layout.
        Kind::List { .. } => ().into_any(),
    }
}

/// Answers that belong together, in a group of their own.
fn object(spot: &FieldContext, element: &Element) -> AnyView {
    let inner = spot
        .answers
        .element(&spot.pointer, spot.level.saturating_add(1), element);
    // A choice of which fields it has says itself what is wrong with it.
    let chooses = |one: &Element| matches!(&one.kind, ElementKind::Control(one) if matches!(one.kind, Kind::Alternatives { .. }));
    let chooses =
        matches!(&element.kind, ElementKind::Vertical(inner) if inner.iter().any(chooses));
    let (id, label_id) = (spot.part("label"), spot.part("label"));
    view! {
        <section class="form-group" id=spot.id() tabindex="-1" role="group" aria-labelledby=id.clone()>
            {spot.control.label.clone().map(|label| {
                ui::heading(spot.answers.host, spot.level, "form-group-title", view! { <span id=label_id.clone()>{label}</span> })
            })}
            {frame::help(spot)}
            {(!chooses).then(|| frame::error(spot))}
            {inner}
        </section>
    }
    .into_any()
}
