//! Which answers a condition's schema can read.

use crate::pointer;
use crate::schema::{Options, Schema};
use serde_json::{Map, Value};

/// Keywords that say nothing about an answer.
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

/// What a schema reads of the answer at `at`, as pointers; `absent` is the verdict when there is none, which the place of the rule itself never lacks.
///
/// A schema that only names members reads only those, so that a condition on a whole object is no false cycle.
/// The object itself is one more thing that it reads, unless an empty object gives the same verdict as none:
/// pruning may take the last member, and the object goes with it.
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

/// The verdict on an object without members.
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

/// Collects the members that a schema names; false if it reads more than those.
fn names(schema: &Value, at: &str, found: &mut Vec<String>) -> bool {
    let Value::Object(keywords) = schema else {
        return schema.is_boolean();
    };
    let required: Vec<&str> = texts(keywords.get("required")).collect();
    keywords
        .iter()
        .all(|(keyword, value)| match keyword.as_str() {
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    let absent = !required.contains(&name.as_str());
                    reads(member, &pointer::child(at, name), Some(absent), found);
                }
                true
            }
            "required" => {
                let described = keywords.get("properties").and_then(Value::as_object);
                let bare = required
                    .iter()
                    .filter(|name| !described.is_some_and(|members| members.contains_key(**name)));
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
        })
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
