//! The fields of a form in screen order. Fields of list items occur once per item.

use super::choosing::ChosenAlternatives;
use crate::form::Form;
use crate::label::{from_name, label_of};
use crate::pointer;
use crate::scopes::ScopeNode;
use crate::{Choice, Control, Element, ElementKind, FieldKind};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A field at a concrete place.
pub(crate) struct PlacedField<'f> {
    pub(crate) control: &'f Control,
    pub(crate) element: u32,
    pub(crate) base: String,
    pub(crate) pointer: String,
    /// The labels of its ancestors, and its own.
    pub(crate) label: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The field.
    pub control: &'a Control,
    /// The JSON Pointer of the answer.
    pub pointer: String,
    /// The base of the field's scopes.
    pub base: String,
    /// The labels of the ancestors of the field, and its own: `People, 2, Name`.
    pub label: String,
    /// The value.
    pub value: &'a Value,
    /// The label of the selected alternative, if the field is a choice between alternatives.
    pub alternative: Option<&'a str>,
}

impl Answer<'_> {
    /// Whether this option is selected.
    #[must_use]
    pub fn chose(&self, choice: &Choice) -> bool {
        match (&self.control.kind, self.value) {
            (FieldKind::MultiChoice { .. }, Value::Array(chosen)) => chosen.contains(&choice.value),
            (_, value) => *value == choice.value,
        }
    }
}

impl Form {
    /// All answers, in screen order and without duplicates. Answers in objects and lists are returned individually.
    #[must_use]
    pub fn answered<'a>(&'a self, answers: &'a Value) -> Vec<Answer<'a>> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let choosing = ChosenAlternatives::derive(self, answers);
        placed_fields(&self.root, answers, &choosing, &mut |spot| {
            let alternative = match &spot.control.kind {
                FieldKind::Alternatives { alternatives, .. } => {
                    let mut chosen = choosing.at(spot.element, &spot.base).iter();
                    let labels = chosen.find_map(|at| alternatives.get(*at)?.label.as_deref());
                    // An alternative without a label is represented by its answers.
                    if labels.is_none() || spot.label.is_empty() {
                        return;
                    }
                    labels
                }
                FieldKind::Fixed if spot.control.label.is_none() => return,
                _ => None,
            };
            if spot.control.kind.opens().is_some() {
                return;
            }
            if let Some(value) = answers.pointer(&spot.pointer)
                && seen.insert((spot.pointer.clone(), alternative.is_some()))
            {
                found.push(Answer {
                    alternative,
                    control: spot.control,
                    pointer: spot.pointer,
                    base: spot.base,
                    label: spot.label,
                    value,
                });
            }
        });
        found
    }

    /// The label of the field at a pointer, preceded by those of its ancestors.
    pub(crate) fn name_of(&self, pointer: &str) -> String {
        let mut name = String::new();
        let mut place = self.scopes.root();
        for segment in pointer::segments(pointer) {
            let Some(here) = place else {
                break;
            };
            if self.scopes.items(here).is_some()
                && let Ok(index) = segment.parse::<usize>()
            {
                join(&mut name, &(index + 1).to_string());
            }
            place = self.scopes.step(here, segment);
            match (self.control_of(place), place) {
                (Some(control), _) => join(&mut name, label_of(control)),
                // The form has no field for it, so the label is made from its name.
                (None, None) => join(&mut name, &from_name(&pointer::decode(segment))),
                (None, Some(_)) => {}
            }
        }
        name
    }

    /// The label of the field at a pointer.
    pub(crate) fn label_of(&self, pointer: &str) -> String {
        match self.control_of(self.scopes.find(pointer)) {
            Some(control) => label_of(control).to_owned(),
            None => {
                let name = pointer::segments(pointer).last().unwrap_or_default();
                from_name(&pointer::decode(name))
            }
        }
    }

    fn control_of(&self, place: Option<&ScopeNode>) -> Option<&Control> {
        let node = self.outline.node(*place?.controls.first()?)?;
        node.control.as_deref()
    }
}

/// Visits all fields, with objects and lists before their contents. Of alternatives, only the selected ones are
/// visited.
pub(crate) fn placed_fields<'f>(
    root: &'f Element,
    data: &Value,
    choosing: &ChosenAlternatives,
    visit: &mut dyn FnMut(PlacedField<'f>),
) {
    walk(root, (data, choosing), "", "", visit);
}

fn walk<'f>(
    element: &'f Element,
    answers: (&Value, &ChosenAlternatives),
    base: &str,
    around: &str,
    visit: &mut dyn FnMut(PlacedField<'f>),
) {
    let mut all = |elements: &'f [Element]| {
        for element in elements {
            walk(element, answers, base, around, visit);
        }
    };
    match &element.kind {
        ElementKind::Vertical(elements)
        | ElementKind::Horizontal(elements)
        | ElementKind::Group { elements, .. } => all(elements),
        ElementKind::Categorization { categories, .. } => {
            categories
                .iter()
                .for_each(|category| all(&category.elements));
        }
        ElementKind::Label { .. } => {}
        ElementKind::Control(control) => {
            let pointer = format!("{base}{}", control.scope);
            let mut label = around.to_owned();
            join(&mut label, label_of(control));
            visit(PlacedField {
                control,
                element: element.id,
                base: base.to_owned(),
                pointer: pointer.clone(),
                label: label.clone(),
            });
            match &control.kind {
                FieldKind::Object { element } => walk(element, answers, &pointer, &label, visit),
                FieldKind::Alternatives {
                    alternatives,
                    whole,
                    ..
                } => {
                    let label = if *whole { &label } else { around };
                    for at in answers.1.at(element.id, base) {
                        if let Some(one) = alternatives.get(*at) {
                            walk(&one.element, answers, base, label, visit);
                        }
                    }
                }
                FieldKind::List { item, .. } => {
                    let count = answers
                        .0
                        .pointer(&pointer)
                        .and_then(Value::as_array)
                        .map_or(0, Vec::len);
                    for index in 0..count {
                        let mut label = label.clone();
                        join(&mut label, &(index + 1).to_string());
                        walk(item, answers, &format!("{pointer}/{index}"), &label, visit);
                    }
                }
                _ => {}
            }
        }
    }
}

fn join(name: &mut String, part: &str) {
    if !name.is_empty() && !part.is_empty() {
        name.push_str(", ");
    }
    name.push_str(part);
}

/// The defaults of the fields in an element, for a new item of a list.
pub(crate) fn first_values(element: &Element) -> Value {
    let mut values = match &element.kind {
        ElementKind::Control(control)
            if control.scope.is_empty() && !matches!(control.kind, FieldKind::Object { .. }) =>
        {
            return control.default.clone().unwrap_or_default();
        }
        _ => Value::Object(Map::new()),
    };
    let nothing = Value::Null;
    placed_fields(
        element,
        &nothing,
        &ChosenAlternatives::default(),
        &mut |spot| {
            if let Some(value) = &spot.control.default {
                pointer::put(&mut values, &spot.pointer, Some(value.clone()));
            }
        },
    );
    values
}
