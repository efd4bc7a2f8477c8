//! First values: those of the document, and those that a link brings.

use crate::control::key_of;
use crate::filling::first_values;
use crate::{Form, Kind, TextShape};
use serde_json::{Number, Value};

impl Form {
    /// The answers of a form that nobody has filled yet: the defaults of its fields and those of the document.
    #[must_use]
    pub fn defaults(&self) -> Value {
        let mut values = first_values(&self.root);
        if let Some(given) = &self.defaults {
            lay_over(&mut values, given);
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
        for (pointer, control) in self
            .fields()
            .filter(|(at, _)| path(at).as_deref() == Some(name))
        {
            // One field that may not be filled is enough.
            let value = value(&control.kind, text).filter(|_| !control.read_only)?;
            found = Some((pointer, value));
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
            let choice = choices
                .iter()
                .find(|choice| key_of(&choice.value).as_deref() == Some(text));
            choice.map(|choice| choice.value.clone())
        }
        _ => None,
    }
}

/// A decimal number such as `-12.5`, exactly as far as floating-point numbers go.
fn number(text: &str, integer: bool) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Value::from(whole));
    }
    let (whole, part) = text.split_once('.').filter(|_| !integer)?;
    let digits = whole.len() + part.len();
    let is_plain =
        part.bytes().all(|byte| byte.is_ascii_digit()) && digits <= 15 && !part.is_empty();
    let units: i64 = format!("{whole}{part}").parse().ok().filter(|_| is_plain)?;
    let scale = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "both are whole numbers below 2^53, so that the quotient is the nearest number"
    )]
    let number = units as f64 / scale as f64;
    Number::from_f64(number).map(Value::Number)
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
