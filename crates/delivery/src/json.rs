//! Helpers that read and write stored JSON. They are written by hand because derived code would be larger in the portal
//! than all of them together.

use serde_json::{Map, Value};

/// The version of everything that this crate stores. Records of a later version are left alone.
const FORMAT: u64 = 1;

/// An object with these members; null members are left out.
pub(crate) fn object(members: Vec<(&'static str, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in members {
        if !value.is_null() {
            object.insert(name.to_owned(), value);
        }
    }
    Value::Object(object)
}

/// An object with these members and the format version.
pub(crate) fn record(mut members: Vec<(&'static str, Value)>) -> Value {
    members.push(("format", Value::from(FORMAT)));
    object(members)
}

/// Whether this version understands the format of a record.
pub(crate) fn is_known(record: &Value) -> bool {
    number(record, "format") == Some(FORMAT)
}

pub(crate) fn text(object: &Value, name: &str) -> Option<String> {
    Some(object.get(name)?.as_str()?.to_owned())
}

pub(crate) fn number(object: &Value, name: &str) -> Option<u64> {
    object.get(name)?.as_u64()
}

/// A number that fits in 32 bits.
pub(crate) fn small(object: &Value, name: &str) -> Option<u32> {
    number(object, name)?.try_into().ok()
}

pub(crate) fn flag(object: &Value, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// A list whose items can all be read; an absent list is empty.
pub(crate) fn list<T>(object: &Value, name: &str, read: fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    match object.get(name) {
        None => Some(Vec::new()),
        Some(value) => value.as_array()?.iter().map(read).collect(),
    }
}

/// A member that may be absent, but has to be readable if it is present.
#[expect(
    clippy::option_option,
    reason = "unreadable and absent are two things: the first makes the record unreadable"
)]
pub(crate) fn optional<T>(
    object: &Value,
    name: &str,
    read: fn(&Value) -> Option<T>,
) -> Option<Option<T>> {
    match object.get(name) {
        None => Some(None),
        Some(value) => read(value).map(Some),
    }
}

/// A list as JSON, or null if it is empty.
pub(crate) fn array<T>(items: &[T], write: fn(&T) -> Value) -> Value {
    if items.is_empty() {
        return Value::Null;
    }
    Value::Array(items.iter().map(write).collect())
}
