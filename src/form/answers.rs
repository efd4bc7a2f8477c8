//! The answers while they are typed: what stands in each field and what is wrong with it.

use super::Drafts;
use crate::format::parse_number;
use leptos::prelude::*;
use portico_contract::{FieldError, FormDocument, ServiceId};
use portico_forms::{Field, Form, FormError, Kind, Rule};
use serde_json::{Map, Number, Value};
use std::collections::HashMap;

/// A form in the making. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Answers {
    form: StoredValue<Form>,
    inputs: StoredValue<HashMap<String, Input>>,
    service: StoredValue<ServiceId>,
    drafts: Drafts,
    /// The form is another one than at the first try to send; the answers are still those.
    pub form_changed: bool,
    /// How often somebody tried to send: from the first time on, fields are checked as they change.
    pub tries: RwSignal<u32>,
}

/// One field's content and fault.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// As typed; a ticked box is `true`, an unticked one empty.
    pub text: RwSignal<String>,
    pub fault: RwSignal<Option<Wrong>>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    /// It breaks a rule of the form.
    Rule(Rule),
    /// The backend said so.
    Said(String),
}

impl Answers {
    /// Opens a service's form with its draft, or else its defaults.
    pub(crate) fn new(
        drafts: Drafts,
        service: ServiceId,
        document: &FormDocument,
    ) -> Result<Self, FormError> {
        let form = Form::load(&document.schema, document.uischema.as_ref())?;
        let draft = drafts.open(&service);
        let inputs = form.fields().map(|field| {
            let given = document
                .defaults
                .as_ref()
                .and_then(|defaults| defaults.get(&field.name));
            let first = || {
                given
                    .or(field.default.as_ref())
                    .map(text_of)
                    .unwrap_or_default()
            };
            let text = draft.texts.get(&field.name).cloned().unwrap_or_else(first);
            (
                field.name.clone(),
                Input {
                    text: RwSignal::new(text),
                    fault: RwSignal::new(None),
                },
            )
        });
        let inputs = inputs.collect();
        Ok(Self {
            form: StoredValue::new(form),
            inputs: StoredValue::new(inputs),
            service: StoredValue::new(service),
            drafts,
            form_changed: draft.form_changed,
            tries: RwSignal::new(0),
        })
    }

    pub(crate) fn with_form<T>(self, read: impl FnOnce(&Form) -> T) -> T {
        self.form.with_value(read)
    }

    pub(crate) fn input(self, field: &Field) -> Option<Input> {
        self.inputs
            .with_value(|inputs| inputs.get(&field.name).copied())
    }

    /// Somebody changed a field.
    pub(super) fn change(self, field: &Field, text: String) {
        let Some(input) = self.input(field) else {
            return;
        };
        self.drafts
            .keep(&self.service.get_value(), &field.name, text.clone());
        input.text.set(text);
        // A fault that is shown goes as soon as it is mended; none appears while somebody types.
        if input.fault.with_untracked(Option::is_some) {
            self.check_field(field);
        }
    }

    /// Somebody left a field.
    pub(super) fn leave(self, field: &Field) {
        let Some(input) = self.input(field) else {
            return;
        };
        let untouched = input.text.with_untracked(|text| text.trim().is_empty());
        if !untouched || self.tries.get_untracked() > 0 {
            self.check_field(field);
        }
    }

    fn check_field(self, field: &Field) {
        let Some(input) = self.input(field) else {
            return;
        };
        let answer = input.text.with_untracked(|text| answer(field, text));
        input
            .fault
            .set(field.check(answer.as_ref()).map(Wrong::Rule));
    }

    /// Checks every field and shows what is wrong. The answers when nothing is.
    pub(crate) fn check(self) -> Option<Map<String, Value>> {
        self.tries.update(|tries| *tries += 1);
        let answers = self.collect();
        let faults = self.with_form(|form| form.check(&answers));
        self.with_form(|form| {
            for field in form.fields() {
                let fault = faults.iter().find(|fault| fault.pointer == field.pointer());
                if let Some(input) = self.input(field) {
                    input
                        .fault
                        .set(fault.map(|fault| Wrong::Rule(fault.rule.clone())));
                }
            }
        });
        faults.is_empty().then_some(answers)
    }

    /// Puts what the backend found wrong beside the fields. Whether every error found its field.
    pub(crate) fn show_errors(self, errors: &[FieldError]) -> bool {
        self.with_form(|form| {
            errors.iter().all(|error| {
                let pointer = error
                    .pointer
                    .strip_prefix("/answers")
                    .unwrap_or(&error.pointer);
                let input = form
                    .fields()
                    .find(|field| field.pointer() == pointer)
                    .and_then(|f| self.input(f));
                if let Some(input) = input {
                    input.fault.set(Some(Wrong::Said(error.detail.clone())));
                }
                input.is_some()
            })
        })
    }

    /// The fields that have a fault, in the order of the screen.
    pub(super) fn faulty(self) -> Vec<(Field, Wrong)> {
        self.with_form(|form| {
            let wrong = |field: &Field| Some((field.clone(), self.input(field)?.fault.get()?));
            form.fields().filter_map(wrong).collect()
        })
    }

    fn collect(self) -> Map<String, Value> {
        self.with_form(|form| {
            let given = |field: &Field| {
                let text = self.input(field)?.text.get_untracked();
                Some((field.name.clone(), answer(field, &text)?))
            };
            form.fields().filter_map(given).collect()
        })
    }
}

/// The answer that a text stands for; none where nothing was typed.
fn answer(field: &Field, text: &str) -> Option<Value> {
    if let Kind::Boolean { .. } = field.kind {
        return Some(Value::Bool(text == "true"));
    }
    if text.trim().is_empty() {
        return None;
    }
    Some(match &field.kind {
        Kind::Text { multi: false, .. } => Value::String(text.trim().to_owned()),
        Kind::Number { .. } => {
            number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number)
        }
        _ => Value::String(text.to_owned()),
    })
}

/// A number as people write it: with a point or a comma before its decimals.
fn number(text: &str) -> Option<Number> {
    let text = text.trim().replace(',', ".");
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole.or_else(|| Number::from_f64(parse_number(&text)?))
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(false) | Value::Null => String::new(),
        other => other.to_string(),
    }
}
