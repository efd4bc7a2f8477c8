//! Completes times that require a UTC offset and have none.

use super::choosing::ChosenAlternatives;
use super::walk::placed_fields;
use crate::format::{Format, is_wall_time};
use crate::{Element, FieldKind};
use serde_json::Value;

/// Adds an offset to the times in an element that require one and have none.
pub(super) fn complete(
    element: &Element,
    choosing: &ChosenAlternatives,
    data: &mut Value,
    offset: &str,
) {
    let mut found = Vec::new();
    placed_fields(element, data, choosing, &mut |field| {
        let value = data.pointer(&field.pointer).and_then(Value::as_str);
        if let (FieldKind::Time { zoned: true }, Some(text)) = (&field.control.kind, value)
            && is_wall_time(text)
        {
            let seconds = if Format::Time.holds(&format!("{text}Z")) {
                ""
            } else {
                ":00"
            };
            found.push((field.pointer, format!("{text}{seconds}{offset}")));
        }
    });
    for (pointer, time) in found.into_iter().filter(|_| !offset.is_empty()) {
        if let Some(value) = data.pointer_mut(&pointer) {
            *value = Value::String(time);
        }
    }
}
