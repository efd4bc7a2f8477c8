//! Converts answers to a newer version of their form.

use crate::json;
use serde_json::{Map, Value};

/// An answer that has no place in the newer form.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfit {
    /// The former position, a JSON Pointer into the answers.
    pub pointer: String,
    /// The answer.
    pub value: Value,
}

/// Answers after a change of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Migrated {
    /// The answers that still fit, in their place.
    pub answers: Value,
    /// The answers that do not, in their original order.
    pub unfit: Vec<Unfit>,
}

/// Separates answers that fit a newer form from those that do not.
///
/// `pointers` are the locations of the form's controls, and `fits` says whether a value is allowed at one of them. An
/// object that is not itself a control is searched recursively; a list is treated as one answer.
#[must_use]
pub fn migrate(
    answers: &Value,
    pointers: &[String],
    fits: &dyn Fn(&str, &Value) -> bool,
) -> Migrated {
    let mut unfit = Vec::new();
    let kept = walk(answers, String::new(), pointers, fits, &mut unfit);
    Migrated {
        answers: kept.unwrap_or_else(|| Value::Object(Map::new())),
        unfit,
    }
}

fn walk(
    value: &Value,
    pointer: String,
    pointers: &[String],
    fits: &dyn Fn(&str, &Value) -> bool,
    unfit: &mut Vec<Unfit>,
) -> Option<Value> {
    if pointers.contains(&pointer) && fits(&pointer, value) {
        return Some(value.clone());
    }
    if let Value::Object(members) = value {
        let mut kept = Map::new();
        for (name, member) in members {
            let place = [&pointer, "/", &escaped(name)].concat();
            if let Some(member) = walk(member, place, pointers, fits, unfit) {
                kept.insert(name.clone(), member);
            }
        }
        return (!kept.is_empty() || members.is_empty()).then_some(Value::Object(kept));
    }
    unfit.push(Unfit {
        pointer,
        value: value.clone(),
    });
    None
}

/// Escapes a member name for a JSON Pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl Unfit {
    pub(crate) fn to_json(&self) -> Value {
        json::object(vec![
            ("pointer", Value::from(self.pointer.as_str())),
            ("value", self.value.clone()),
        ])
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            pointer: json::text(value, "pointer")?,
            value: value.get("value").cloned().unwrap_or_default(),
        })
    }
}
