//! Whether an answer is required, which may depend on other answers.

use super::visibility::Visibility;
use crate::form::Form;
use crate::{Control, pointer, schema};
use serde_json::{Map, Value};

/// Whether an answer is currently required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// It is required.
    Required,
    /// It is one of several answers, at least one of which is required.
    OneOfSeveral,
    /// It is optional.
    Optional,
}

/// Whether the answer at a pointer would be reported as missing.
pub(super) fn of(
    form: &Form,
    screen: &Visibility,
    pointer: &str,
    control: &Control,
) -> Requirement {
    if control.required {
        return Requirement::Required;
    }
    if !form.required_names.may_need(control) {
        return Requirement::Optional;
    }
    let mut without = screen.sent().clone();
    if let Some((around, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(members)) = without.pointer_mut(around)
    {
        members.shift_remove(&*pointer::decode(name));
    } else if let Some((around, _)) = pointer.rsplit_once('/')
        && without.pointer(around).is_none()
    {
        // In an object without answers, the fields that its schema always requires are marked as required.
        pointer::put(&mut without, around, Some(Value::Object(Map::new())));
    }
    let chosen = |pointer: &str| screen.verdicts.choosing.schemas(form, pointer);
    let missing = form.schema.violations_at(&without, pointer, Some(&chosen));
    let mut missing = missing.into_iter();
    let is_missing = missing.any(|violation| {
        violation.pointer == pointer
            && matches!(
                violation.rule,
                schema::Rule::Required | schema::Rule::DependentRequired
            )
    });
    if is_missing {
        Requirement::Required
    } else if form.required_names.between.contains(&control.name) {
        Requirement::OneOfSeveral
    } else {
        Requirement::Optional
    }
}
