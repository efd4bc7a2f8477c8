//! Options to choose from, and how a form refers to values.

use crate::number::Decimal;
use crate::schema::decimal_text;
use serde_json::Value;

/// An option.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The value to send.
    pub value: Value,
    /// The label to display.
    pub label: String,
    /// A description.
    pub help: Option<String>,
    /// The amount added to the price, a decimal number such as `12.50`.
    pub price: Option<String>,
}

/// Options that another answer restricts.
#[derive(Clone, Debug, PartialEq)]
pub struct DependsOn {
    /// The JSON Pointer of the other answer, relative to the same base as a control's scope.
    pub scope: String,
    /// The remaining values for each other answer, written as text. An answer that is not listed, or no answer, leaves
    /// all options.
    pub choices: Vec<(String, Vec<Value>)>,
}

/// The text by which options of a form refer to a value; objects and arrays have none.
pub(crate) fn key_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => Some(if *yes { "true" } else { "false" }.to_owned()),
        Value::Number(number) => Some(decimal_text(number)?),
        _ => None,
    }
}

/// The values that an option of a form may refer to by a text: see [`names`].
pub(crate) fn named(text: &str) -> Vec<Value> {
    let number = Decimal::parse(text).and_then(|named| named.number());
    let truth = match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let others = number.map(Value::Number).into_iter();
    let others = others.chain(truth.map(Value::Bool));
    others.chain([Value::String(text.to_owned())]).collect()
}

/// Whether an option of a form refers to this value by the text: `32`, `32.0` and `32.00` are the same number.
pub(crate) fn names(text: &str, value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            Decimal::parse(text)
                .and_then(|named| named.number())
                .as_ref()
                == Some(number)
        }
        value => key_of(value).as_deref() == Some(text),
    }
}
