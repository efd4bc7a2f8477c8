//! Initial values: those of the document, and those from a link.

use crate::choice::names;
use crate::form_state::{first_values, unknown};
use crate::number::Decimal;
use crate::pointer;
use crate::{FieldKind, Form, TextShape};
use serde_json::Value;

impl Form {
    /// The initial answers of a form: the defaults of its fields and those of the document.
    #[must_use]
    pub fn defaults(&self) -> Value {
        let mut values = first_values(&self.root);
        if let Some(given) = &self.defaults {
            lay_over(&mut values, given);
        }
        // Values without a field could never be sent.
        for strange in unknown(self, &values) {
            pointer::put(&mut values, &strange.pointer, None);
        }
        values
    }

    /// The answer from `?prefill.name=text` in a link, with its JSON Pointer. The name is that of a property, or a
    /// dotted path for a field in an object.
    ///
    /// `None` if there is no such field, if the text is not a valid answer, or if a link must not fill in the field:
    /// hidden or read-only fields, secrets, consents and files. Answers hidden by rules are not sent anyway.
    #[must_use]
    pub fn prefill(&self, name: &str, text: &str) -> Option<(String, Value)> {
        let path = |pointer: &str| pointer.strip_prefix('/').map(|path| path.replace('/', "."));
        let mut found = None;
        for (pointer, control, is_alternative) in self
            .places()
            .filter(|(at, ..)| path(at).as_deref() == Some(name))
        {
            let value = match (&control.kind, &control.default) {
                // The constant that identifies an alternative selects that alternative.
                (FieldKind::Fixed, Some(told)) if is_alternative => {
                    names(text, told).then(|| told.clone())
                }
                (kind, _) => value(kind, text).filter(|_| !control.read_only),
            };
            match value {
                Some(value) if found.is_none() || !is_alternative => found = Some((pointer, value)),
                // If any field for the answer must not be filled in, the answer is rejected, except for fields of
                // alternatives, of which only one is displayed.
                None if !is_alternative => return None,
                _ => {}
            }
        }
        found
    }
}

/// Parses a text as the answer of a field.
fn value(kind: &FieldKind, text: &str) -> Option<Value> {
    match kind {
        FieldKind::Text {
            shape: TextShape::Masked,
            ..
        } => None,
        FieldKind::Text { .. }
        | FieldKind::Date
        | FieldKind::Time { .. }
        | FieldKind::DateTime
        | FieldKind::Duration
        | FieldKind::Lookup { many: false, .. } => Some(Value::String(text.to_owned())),
        FieldKind::Number { integer, .. } => number(text, *integer),
        FieldKind::Boolean {
            shape: crate::BooleanShape::Consent { .. },
        } => None,
        FieldKind::Boolean { .. } => match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        FieldKind::Choice { choices, .. } => {
            let choice = choices.iter().find(|choice| names(text, &choice.value));
            choice.map(|choice| choice.value.clone())
        }
        _ => None,
    }
}

/// Parses a decimal number such as `-12.5`.
fn number(text: &str, integer: bool) -> Option<Value> {
    let number = Decimal::parse(text)?.number()?;
    (!integer || !number.is_f64()).then_some(Value::Number(number))
}

/// Merges objects member by member; any other value replaces the previous one.
fn lay_over(values: &mut Value, given: &Value) {
    match (values, given) {
        (Value::Object(values), Value::Object(given)) => {
            for (name, given) in given {
                match values.get_mut(name) {
                    Some(value) => lay_over(value, given),
                    None => {
                        values.insert(name.clone(), given.clone());
                    }
                }
            }
        }
        (value, given) => *value = given.clone(),
    }
}
