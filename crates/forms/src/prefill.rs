//! First values: those of the document, and those that a link brings.

use crate::choice::names;
use crate::form_state::{first_values, unknown};
use crate::number::Decimal;
use crate::pointer;
use crate::{Form, Kind, TextShape};
use serde_json::Value;

impl Form {
    /// The answers of a form that nobody has filled yet: the defaults of its fields and those of the document.
    #[must_use]
    pub fn defaults(&self) -> Value {
        let mut values = first_values(&self.root);
        if let Some(given) = &self.defaults {
            lay_over(&mut values, given);
        }
        // What the form does not ask for could never be sent.
        for strange in unknown(self, &values) {
            pointer::put(&mut values, &strange.pointer, None);
        }
        values
    }

    /// The answer that a link gives by `?prefill.name=text`, with its JSON Pointer.
    /// The name is that of a property, or several with dots for a field in an object.
    ///
    /// None where there is no such field, where the text does not fit it, and for fields that a link must not fill:
    /// those that are never shown or are read-only, secrets, consents and files. What rules hide is not sent anyway.
    #[must_use]
    pub fn prefill(&self, name: &str, text: &str) -> Option<(String, Value)> {
        let path = |pointer: &str| pointer.strip_prefix('/').map(|path| path.replace('/', "."));
        let mut found = None;
        for (pointer, control, is_alternative) in self
            .places()
            .filter(|(at, ..)| path(at).as_deref() == Some(name))
        {
            let value = match (&control.kind, &control.default) {
                // What tells alternatives apart chooses one of them.
                (Kind::Fixed, Some(told)) if is_alternative => {
                    names(text, told).then(|| told.clone())
                }
                (kind, _) => value(kind, text).filter(|_| !control.read_only),
            };
            match value {
                Some(value) if found.is_none() || !is_alternative => found = Some((pointer, value)),
                // One field that may not be filled is enough, but for those of which only one is shown.
                None if !is_alternative => return None,
                _ => {}
            }
        }
        found
    }
}

/// A text as the answer of a field.
fn value(kind: &Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Text {
            shape: TextShape::Masked,
            ..
        } => None,
        Kind::Text { .. }
        | Kind::Date
        | Kind::Time { .. }
        | Kind::DateTime
        | Kind::Duration
        | Kind::Lookup { many: false, .. } => Some(Value::String(text.to_owned())),
        Kind::Number { integer, .. } => number(text, *integer),
        Kind::Boolean {
            shape: crate::BooleanShape::Consent { .. },
        } => None,
        Kind::Boolean { .. } => match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Choice { choices, .. } => {
            let choice = choices.iter().find(|choice| names(text, &choice.value));
            choice.map(|choice| choice.value.clone())
        }
        _ => None,
    }
}

/// A decimal number such as `-12.5`.
fn number(text: &str, integer: bool) -> Option<Value> {
    let number = Decimal::parse(text)?.number()?;
    (!integer || !number.is_f64()).then_some(Value::Number(number))
}

/// Puts members over members, and everything else in place of what was there.
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
