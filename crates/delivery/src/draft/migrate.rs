//! Answers on their way into a newer version of their form: which still fit, and which do not.

use crate::json;
use serde_json::{Map, Value};

/// An answer that has no place in the newer form.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfit {
    /// Where it stood, a JSON Pointer into the answers.
    pub pointer: String,
    /// What was typed.
    pub value: Value,
}

/// Answers after a change of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Migrated {
    /// What still fits, where it was.
    pub answers: Value,
    /// What does not, in the order of the answers.
    pub unfit: Vec<Unfit>,
}

/// Sorts answers by whether a newer form has a place for them.
///
/// `pointers` are the places of the form's controls, `fits` says whether a value may stand at one of them.
/// An object that is no place by itself is looked into; a list is one answer.
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

/// A member's name as a JSON Pointer spells it (RFC 6901).
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
