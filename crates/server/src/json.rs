//! Strict parsing of JSON from outside.
//!
//! Serde also reads a struct from an array of its members, and keeps the last of several members
//! with the same name. The contract allows neither, and an intermediary might interpret such a body
//! differently.

mod strict;
mod unique;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment, Track};
use strict::StrictDeserializer;
use unique::UniqueMembers;

/// An error in a text, and its location, if known.
#[derive(Debug)]
pub(crate) struct JsonError {
    /// A JSON Pointer; empty for the whole text.
    pub(crate) pointer: String,
    pub(crate) detail: String,
}

/// Parses a text without repeated members.
pub(crate) fn parse(text: &[u8]) -> Result<Value, JsonError> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let UniqueMembers(value) = serde_path_to_error::deserialize(&mut reader).map_err(json_error)?;
    reader.end().map_err(|error| JsonError {
        pointer: String::new(),
        detail: error.to_string(),
    })?;
    Ok(value)
}

/// Reads a type whose structs, at every depth, are JSON objects.
pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, JsonError> {
    if !value.is_object() {
        return Err(JsonError {
            pointer: String::new(),
            detail: "expected an object".to_owned(),
        });
    }
    let mut track = Track::new();
    let reader = serde_path_to_error::Deserializer::new(StrictDeserializer(value), &mut track);
    T::deserialize(reader).map_err(|error| JsonError {
        pointer: pointer(&track.path()),
        detail: error.to_string(),
    })
}

/// The location of U+0000 in a value, as a JSON Pointer. PostgreSQL cannot store this character, so
/// it is refused with every database.
pub(crate) fn nul(value: &Value) -> Option<String> {
    let inside = |step: &str, value| nul(value).map(|rest| format!("/{step}{rest}"));
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => (0..)
            .zip(items)
            .find_map(|(n, item): (usize, _)| inside(&n.to_string(), item)),
        Value::Object(members) => members.iter().find_map(|(name, value)| {
            let step = name.replace('~', "~0").replace('/', "~1");
            match name.contains('\0') {
                true => Some(String::new()),
                false => inside(&step, value),
            }
        }),
        _ => None,
    }
}

fn json_error(error: serde_path_to_error::Error<serde_json::Error>) -> JsonError {
    let reason = error.inner();
    JsonError {
        pointer: match reason.is_data() {
            true => pointer(error.path()),
            // For a syntax error, the message contains the line and column.
            false => String::new(),
        },
        detail: reason.to_string(),
    }
}

fn pointer(path: &Path) -> String {
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(step).collect()
}
