//! What can be chosen, and how options of a form name values.

use crate::number::Decimal;
use crate::schema::decimal_text;
use serde_json::Value;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is sent.
    pub value: Value,
    /// What the screen says.
    pub label: String,
    /// More about it.
    pub help: Option<String>,
    /// What it adds to the price, a decimal number such as `12.50`.
    pub price: Option<String>,
}

/// Choices that another answer narrows.
#[derive(Clone, Debug, PartialEq)]
pub struct DependsOn {
    /// The JSON Pointer of the other answer, relative like a control's scope.
    pub scope: String,
    /// For an answer, written as text, the values that remain. An answer that is not listed, or none, leaves all.
    pub choices: Vec<(String, Vec<Value>)>,
}

/// A value as the text by which options of a form name it; structures have none.
pub(crate) fn key_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => Some(if *yes { "true" } else { "false" }.to_owned()),
        Value::Number(number) => Some(decimal_text(number)?),
        _ => None,
    }
}

/// The values that a form's option may mean by a text: see [`names`].
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

/// Whether a form's option means this value by the text: `32`, `32.0` and `32.00` are one number.
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
