//! Form-specific errors: the form's own messages, and the fields that alternatives refer to.

use super::visibility::Visibility;
use crate::form::Form;
use crate::{FieldRef, Rule, ValidationError, pointer, schema};

/// The form's own message for an error.
pub(super) fn words(form: &Form, error: &ValidationError) -> Option<String> {
    let place = form.scopes.find(&error.pointer)?;
    let mut controls = place
        .controls
        .iter()
        .filter_map(|id| form.outline.node(*id)?.control.as_ref());
    controls.find_map(|control| control.message(error.code()).map(str::to_owned))
}

/// Converts an error of alternatives to one that names the fields. If there is only one field, it is reported as
/// missing. Fields that are only displayed after their alternative was selected are not named.
pub(super) fn between_fields(
    form: &Form,
    screen: &Visibility,
    pointer: &str,
    rule: &schema::Rule,
) -> Option<ValidationError> {
    let (names, code) = match rule {
        schema::Rule::AnyOf(names) => (names, "anyOf"),
        schema::Rule::OneOf(names) => (names, "oneOf"),
        schema::Rule::TooMany(names) => (names, ""),
        _ => return None,
    };
    let fields = names.iter().filter_map(|name| {
        let pointer = pointer::child(pointer, name);
        let place = form.scopes.find(&pointer)?;
        let is_live = |id: &u32| {
            let level = form.outline.node(*id).map_or(0, |node| node.level);
            let depth = form.outline.level(level).map_or(0, |level| level.depth);
            let base = pointer::prefix(&pointer, depth);
            screen.verdicts.choosing.is_live(form, base, *id)
        };
        if !place.controls.is_empty() && !place.controls.iter().any(is_live) {
            return None;
        }
        let label = form.label_of(&pointer);
        Some(FieldRef { pointer, label })
    });
    let fields: Vec<FieldRef> = fields.collect();
    match (fields.as_slice(), code) {
        ([], _) | ([_], "") => None,
        (_, "") => Some(ValidationError::new(
            pointer,
            Rule::OnlyOneOfThese { fields },
        )),
        ([field], _) => {
            let rule = Rule::Schema(schema::Rule::Required);
            Some(ValidationError::new(field.pointer.clone(), rule))
        }
        _ => Some(ValidationError::new(
            pointer,
            Rule::OneOfThese { code, fields },
        )),
    }
}
