//! Maps locations in the converted schema back to the original one.

use super::has_listed_items;
use super::keyword::{KeywordShape, keyword_shape};
use crate::pointer;
use serde_json::Value;

/// The JSON Pointer in the original schema of the location `converted` in the schema that [`convert`](super::convert)
/// made of it.
#[must_use]
pub fn origin(schema: &Value, converted: &str) -> String {
    let mut place = Some(schema);
    let mut found = String::new();
    let mut tokens = converted.split('/').skip(1);
    let mut step = |place: &mut Option<&Value>, token: &str| {
        found.push('/');
        found.push_str(token);
        *place = place.and_then(|value| match value {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            value => value.get(&*pointer::decode(token)),
        });
    };
    while let Some(token) = tokens.next() {
        let object = place.and_then(Value::as_object);
        let has = |keyword: &str| object.is_some_and(|object| object.contains_key(keyword));
        let listed = object.is_some_and(has_listed_items);
        let old = match token {
            "$defs" if !has(token) => "definitions",
            "prefixItems" if listed && !has(token) => "items",
            "items" if listed && has("additionalItems") => "additionalItems",
            "dependentRequired" | "dependentSchemas" if !has(token) => "dependencies",
            "$anchor" | "$id" if !has(token) && has("id") => "id",
            "$anchor" if !has(token) => "$id",
            _ => token,
        };
        step(&mut place, old);
        match keyword_shape(token) {
            Some(KeywordShape::Schema | KeywordShape::Items) => {}
            Some(_) => tokens
                .next()
                .into_iter()
                .for_each(|token| step(&mut place, token)),
            None => tokens.by_ref().for_each(|token| step(&mut place, token)),
        }
    }
    found
}
