//! Which keywords contain schemas, and which draft introduced a keyword.

use super::SchemaDraft;
use serde_json::{Map, Value};

/// The schemas in the value of a keyword.
pub(super) enum Subschemas<'a> {
    /// There are none, or the value has a shape that no draft allows.
    Nothing,
    /// The value is a schema.
    Schema,
    List(&'a [Value]),
    Named(&'a Map<String, Value>),
}

/// How a keyword contains schemas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeywordShape {
    Schema,
    List,
    Named,
    /// `items`: one schema or a list.
    Items,
}

pub(super) fn keyword_shape(keyword: &str) -> Option<KeywordShape> {
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
        | "unevaluatedProperties" => Some(KeywordShape::Schema),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(KeywordShape::List),
        "$defs" | "definitions" | "dependencies" | "dependentSchemas" | "patternProperties"
        | "properties" => Some(KeywordShape::Named),
        "items" => Some(KeywordShape::Items),
        _ => None,
    }
}

pub(super) fn subschemas<'a>(keyword: &str, value: &'a Value) -> Subschemas<'a> {
    match (keyword_shape(keyword), value) {
        (Some(KeywordShape::List | KeywordShape::Items), Value::Array(list)) => {
            Subschemas::List(list)
        }
        (Some(KeywordShape::Named), Value::Object(map)) => Subschemas::Named(map),
        (Some(KeywordShape::Schema | KeywordShape::Items), Value::Object(_) | Value::Bool(_)) => {
            Subschemas::Schema
        }
        _ => Subschemas::Nothing,
    }
}

/// Whether a keyword was introduced after the declared draft, which therefore ignores it.
pub(super) fn is_of_later_draft(keyword: &str, draft: SchemaDraft) -> bool {
    let came = match keyword {
        "const" | "contains" | "propertyNames" => SchemaDraft::Six,
        "if" | "then" | "else" => SchemaDraft::Seven,
        "$anchor"
        | "dependentRequired"
        | "dependentSchemas"
        | "maxContains"
        | "minContains"
        | "unevaluatedItems"
        | "unevaluatedProperties" => SchemaDraft::September2019,
        "$dynamicAnchor" | "$dynamicRef" | "prefixItems" => SchemaDraft::New,
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
