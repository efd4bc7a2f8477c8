//! Whether an answer is needed, which other answers may decide.

use super::visibility::Visibility;
use crate::form::Form;
use crate::{Control, pointer, schema};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Whether an answer is needed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is.
    Required,
    /// It is one of several, some of which are.
    OneOfSeveral,
    /// It may be left out.
    Optional,
}

/// The names of members that a schema asks for somewhere, so that only their fields have to be looked at.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// By `required` or `dependentRequired`.
    sometimes: BTreeSet<String>,
    /// By an alternative of `anyOf` or `oneOf`.
    between: BTreeSet<String>,
}

impl Asked {
    pub(crate) fn of(schema: &Value) -> Self {
        let mut asked = Self::default();
        asked.gather(schema, false);
        asked
    }

    fn gather(&mut self, schema: &Value, is_alternative: bool) {
        match schema {
            Value::Object(keywords) => {
                keywords
                    .iter()
                    .for_each(|(keyword, value)| match (keyword.as_str(), value) {
                        ("required", Value::Array(names)) => self.take(names, is_alternative),
                        ("dependentRequired", Value::Object(lists)) => {
                            let lists = lists.values().filter_map(Value::as_array);
                            lists.for_each(|names| self.take(names, false));
                        }
                        ("anyOf" | "oneOf", Value::Array(all)) => {
                            all.iter().for_each(|one| self.gather(one, true));
                        }
                        (_, value) => self.gather(value, false),
                    })
            }
            Value::Array(items) => items.iter().for_each(|item| self.gather(item, false)),
            _ => {}
        }
    }

    fn take(&mut self, names: &[Value], is_alternative: bool) {
        let names = || names.iter().filter_map(Value::as_str).map(str::to_owned);
        self.sometimes.extend(names());
        if is_alternative {
            self.between.extend(names());
        }
    }

    /// Whether other answers may make a field one that is needed.
    pub(crate) fn may_need(&self, control: &Control) -> bool {
        !control.required && self.sometimes.contains(&control.name)
    }
}

/// Whether the answer at a pointer would be missed now.
pub(super) fn of(form: &Form, screen: &Visibility, pointer: &str, control: &Control) -> Need {
    if control.required {
        return Need::Required;
    }
    if !form.asked.may_need(control) {
        return Need::Optional;
    }
    let mut without = screen.sent().clone();
    if let Some((around, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(members)) = without.pointer_mut(around)
    {
        members.shift_remove(&*pointer::decode(name));
    } else if let Some((around, _)) = pointer.rsplit_once('/')
        && without.pointer(around).is_none()
    {
        // In an object that nobody has begun, what its schema always asks for is marked as that.
        pointer::put(&mut without, around, Some(Value::Object(Map::new())));
    }
    let chosen = |pointer: &str| screen.choosing.schemas(form, pointer);
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
        Need::Required
    } else if form.asked.between.contains(&control.name) {
        Need::OneOfSeveral
    } else {
        Need::Optional
    }
}
