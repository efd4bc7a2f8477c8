//! Parses text with the browser's own parser: one in the module would add 13 kB of brotli.

use js_sys::{Array, JSON, Object};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// No response of the API is nested deeper; reading a deeper one could exhaust the stack.
const DEEPEST: u8 = 128;

/// Parses JSON. Of several members with the same name, the last one counts.
pub(crate) fn parse(text: &str) -> Result<Value, &'static str> {
    let parsed = JSON::parse(text).map_err(|_| "something that is not JSON")?;
    from_js(&parsed)
}

/// Takes over JSON that the browser has parsed.
pub(in crate::api) fn from_js(parsed: &JsValue) -> Result<Value, &'static str> {
    value(parsed, DEEPEST)
}

fn value(js: &JsValue, depth: u8) -> Result<Value, &'static str> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err("more than 128 levels of nesting");
    };
    if let Some(text) = js.as_string() {
        return Ok(Value::String(text));
    }
    if let Some(number) = js.as_f64() {
        return Ok(number_of(number).map_or(Value::Null, Value::Number));
    }
    if let Some(yes) = js.as_bool() {
        return Ok(Value::Bool(yes));
    }
    if let Some(items) = js.dyn_ref::<Array>() {
        let items: Result<Vec<Value>, _> = items.iter().map(|item| value(&item, depth)).collect();
        return items.map(Value::Array);
    }
    if !js.is_object() {
        return Ok(Value::Null);
    }
    let mut members = Map::new();
    for entry in Object::entries(js.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string().unwrap_or_default();
        members.insert(name, value(&entry.get(1), depth)?);
    }
    Ok(Value::Object(members))
}

/// Integers stay integers, as far as JavaScript can distinguish them.
fn number_of(number: f64) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
        return Some(Number::from(number as i64));
    }
    Number::from_f64(number)
}
