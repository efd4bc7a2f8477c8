//! Defaults: a field has to be able to display its default; otherwise it would send an invisible value.

use super::field_context::FieldContext;
use super::{FormError, Loader};
use crate::form::Form;
use crate::form_state::{ChosenAlternatives, placed_fields};
use crate::format::{self, Format};
use crate::number::lost;
use crate::{Control, FieldKind};
use serde_json::Value;

impl Loader<'_, '_> {
    /// Reports a default of the schema that its field cannot display.
    pub(super) fn shows_default(&mut self, asked: &FieldContext<'_, '_>, kind: &FieldKind) {
        let shape = &asked.scope.shape;
        let default = shape.first_value().filter(|_| !asked.is_given);
        // The default may belong to another alternative.
        let default = default.filter(|_| asked.scope.called.is_none());
        if let Some((inside, reason)) = default.and_then(|default| unfit(kind, default)) {
            self.error(shape.at_of("default") + &inside, reason);
        }
        // Regardless of its default, a fixed field sends its constant.
        if let (FieldKind::Fixed, Some(constant)) = (kind, shape.get("const")) {
            self.kept(constant, || shape.at_of("const"));
        }
    }
}

/// Errors for defaults of the document that their fields cannot display.
pub(super) fn given(form: &Form, defaults: &Value) -> Vec<FormError> {
    let mut errors = Vec::new();
    let choosing = ChosenAlternatives::derive(form, defaults);
    placed_fields(&form.root, defaults, &choosing, &mut |spot| {
        let control: &Control = spot.control;
        let value = defaults.pointer(&spot.pointer);
        if let Some((inside, reason)) = value.and_then(|value| unfit(&control.kind, value)) {
            let at = format!("/defaults{}{inside}", spot.pointer);
            errors.push(FormError::new(at, reason));
        }
    });
    errors
}

/// Why a field cannot display or send a value, with the pointer of the offending part; null counts as no value. Values
/// that a field displays as text can be seen and corrected.
fn unfit(kind: &FieldKind, value: &Value) -> Option<(String, String)> {
    let reason = |wanted: &str| format!("the field cannot show this default; expected {wanted}");
    if let Some(inside) = lost(value) {
        return Some((inside, reason("a number of at most 15 digits")));
    }
    let is = |format: Format| value.as_str().is_some_and(|text| format.holds(text));
    let (fits, wanted) = match kind {
        _ if value.is_null() => return None,
        FieldKind::Boolean { .. } => (value.is_boolean(), "true or false"),
        FieldKind::Date => (is(Format::Date), "a date such as \"2026-11-22\""),
        FieldKind::Time { zoned } => (
            (*zoned && is(Format::Time)) || value.as_str().is_some_and(format::is_wall_time),
            "a time such as \"14:30:00\"",
        ),
        FieldKind::DateTime => {
            let with = |rest: &str| {
                let text = value.as_str().unwrap_or_default();
                Format::DateTime.holds(&format!("{text}{rest}"))
            };
            (
                ["", "Z", ":00Z"].iter().any(|rest| with(rest)),
                "a moment such as \"2026-11-22T14:30:00Z\"",
            )
        }
        FieldKind::DateRange => {
            let is_day = |end: &str| match value.get(end) {
                None | Some(Value::Null) => true,
                Some(day) => day.as_str().is_some_and(|day| Format::Date.holds(day)),
            };
            (
                value.is_object() && is_day("from") && is_day("to"),
                "an object with the dates \"from\" and \"to\"",
            )
        }
        FieldKind::Duration => (is(Format::Duration), "a duration such as \"P3D\""),
        FieldKind::Object { .. } => (value.is_object(), "an object"),
        FieldKind::MultiChoice { .. } | FieldKind::List { .. } => (value.is_array(), "a list"),
        _ => return None,
    };
    (!fits).then(|| (String::new(), reason(wanted)))
}
