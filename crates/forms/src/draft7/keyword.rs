//! Which keywords contain schemas, and which draft introduced a keyword.

use super::Draft;
use serde_json::{Map, Value};

/// The schemas in the value of a keyword.
pub(super) enum Holds<'a> {
    /// There are none, or the value has a shape that no draft allows.
    Nothing,
    /// The value is a schema.
    Schema,
    List(&'a [Value]),
    Named(&'a Map<String, Value>),
}

/// How a keyword contains schemas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Schema,
    List,
    Named,
    /// `items`: one schema or a list.
    Items,
}

pub(super) fn shape(keyword: &str) -> Option<Shape> {
    match keyword {
        "additionalItems"
        | "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Some(Shape::Schema),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Shape::List),
        "$defs" | "definitions" | "dependencies" | "dependentSchemas" | "patternProperties"
        | "properties" => Some(Shape::Named),
        "items" => Some(Shape::Items),
        _ => None,
    }
}

pub(super) fn holds<'a>(keyword: &str, value: &'a Value) -> Holds<'a> {
    match (shape(keyword), value) {
        (Some(Shape::List | Shape::Items), Value::Array(list)) => Holds::List(list),
        (Some(Shape::Named), Value::Object(map)) => Holds::Named(map),
        (Some(Shape::Schema | Shape::Items), Value::Object(_) | Value::Bool(_)) => Holds::Schema,
        _ => Holds::Nothing,
    }
}

/// Whether a keyword was introduced after the declared draft, which therefore ignores it.
pub(super) fn is_of_later_draft(keyword: &str, draft: Draft) -> bool {
    let came = match keyword {
        "const" | "contains" | "propertyNames" => Draft::Six,
        "if" | "then" | "else" => Draft::Seven,
        "$anchor"
        | "dependentRequired"
        | "dependentSchemas"
        | "maxContains"
        | "minContains"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Draft::September2019,
        "$dynamicAnchor" | "$dynamicRef" | "prefixItems" => Draft::New,
        _ => return false,
    };
    draft < came
}

/// Whether a keyword may be kept beside a `$ref` whose siblings are ignored, because it rejects nothing.
pub(super) fn is_beside_ref(keyword: &str) -> bool {
    matches!(
        keyword,
        "$ref"
            | "$schema"
            | "$defs"
            | "definitions"
            | "$comment"
            | "title"
            | "description"
            | "default"
            | "examples"
            | "readOnly"
            | "writeOnly"
            | "i18n"
    )
}
