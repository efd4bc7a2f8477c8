//! The answers that the schema of a condition can read.

use crate::ordered;
use crate::pointer;
use crate::schema::{Options, Schema};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// This many schemas count as one visit of the document.
const STEPS: usize = 16;

/// Keywords that do not constrain an answer.
const NAMELESS: [&str; 9] = [
    "$schema",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// The pointers that a schema reads of the answer at `at`. `absent` is the result if there is no answer; the base of a
/// rule always has one.
///
/// A schema that only refers to members reads only those, so that a condition on a whole object is not a false cycle.
/// It also reads the object itself, unless an empty object gives the same result as none: pruning may remove the last
/// member, and the object with it.
pub(crate) fn reads(schema: &Value, at: &str, absent: Option<bool>, found: &mut Vec<String>) {
    let mut named = Vec::new();
    let only_names = match absent {
        None => names(schema, at, &mut named),
        Some(absent) => {
            verdict(schema) == Some(absent)
                && names(schema, at, &mut named)
                && (schema.is_boolean() || !named.is_empty())
        }
    };
    if only_names {
        found.append(&mut named);
    } else {
        found.push(at.to_owned());
    }
}

/// The pointers that a condition of the document's schema reads of the object at `at`. Returns `false` if it reads more
/// than the members it refers to.
///
/// References and combinations lead to further schemas for the same object; each is visited once.
pub(crate) fn reads_all<'a>(
    schema: &'a Value,
    at: &str,
    target: impl Fn(&str) -> Option<&'a Value>,
    goes_on: impl Fn() -> bool,
    found: &mut Vec<String>,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        let Value::Object(keywords) = schema else {
            if schema.is_boolean() {
                continue;
            }
            return false;
        };
        if !seen.insert(std::ptr::from_ref(keywords)) {
            continue;
        }
        if seen.len() % STEPS == 0 && !goes_on() {
            return false;
        }
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    if !goes_on() {
                        return false;
                    }
                    waiting.extend(target(reference));
                }
                ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => waiting.extend(list),
                ("not" | "if" | "then" | "else", inner) => waiting.push(inner),
                (keyword, value) => {
                    if !named(keywords, keyword, value, at, found) {
                        return false;
                    }
                }
            }
        }
    }
    true
}

/// The result for an object without members.
fn verdict(schema: &Value) -> Option<bool> {
    let schema = Schema::compile(
        schema,
        Options {
            assert_format: true,
        },
    )
    .ok()?;
    Some(schema.is_valid(&Value::Object(Map::new())))
}

/// Collects the members that a schema refers to. Returns `false` if it reads more than those.
fn names(schema: &Value, at: &str, found: &mut Vec<String>) -> bool {
    let Value::Object(keywords) = schema else {
        return schema.is_boolean();
    };
    keywords
        .iter()
        .all(|(keyword, value)| named(keywords, keyword, value, at, found))
}

/// The same for one keyword of a schema.
fn named(
    keywords: &Map<String, Value>,
    keyword: &str,
    value: &Value,
    at: &str,
    found: &mut Vec<String>,
) -> bool {
    let required = || texts(keywords.get("required"));
    match keyword {
        "properties" => {
            let required = ordered::set(required());
            for (name, member) in value.as_object().into_iter().flatten() {
                let absent = !required.contains(name.as_str());
                reads(member, &pointer::child(at, name), Some(absent), found);
            }
            true
        }
        "required" => {
            let described = keywords.get("properties").and_then(Value::as_object);
            let bare = required()
                .filter(|name| !described.is_some_and(|members| members.contains_key(*name)));
            found.extend(bare.map(|name| pointer::child(at, name)));
            true
        }
        "dependentRequired" => {
            for (name, wanted) in value.as_object().into_iter().flatten() {
                found.push(pointer::child(at, name));
                found.extend(texts(Some(wanted)).map(|name| pointer::child(at, name)));
            }
            true
        }
        "dependentSchemas" => value
            .as_object()
            .into_iter()
            .flatten()
            .all(|(name, inner)| {
                found.push(pointer::child(at, name));
                names(inner, at, found)
            }),
        "allOf" | "anyOf" | "oneOf" => {
            let inner = value.as_array().into_iter().flatten();
            inner.into_iter().all(|inner| names(inner, at, found))
        }
        "if" | "then" | "else" | "not" => names(value, at, found),
        "type" => value == "object",
        other => NAMELESS.contains(&other),
    }
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
