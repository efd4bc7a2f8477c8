//! Reads the options of an element, and reports each invalid one.

use crate::FormError;
use crate::pointer;
use serde_json::{Map, Value};

/// The members of an object in the form document.
#[derive(Clone)]
pub(crate) struct ObjectReader<'s> {
    members: Option<&'s Map<String, Value>>,
    /// The location in the form document.
    pub(crate) at: String,
}

impl<'s> ObjectReader<'s> {
    /// The object under `name`. Without one it has no members; any other value is an error.
    pub(crate) fn new(of: Option<&'s Value>, at: String, errors: &mut Vec<FormError>) -> Self {
        if let Some(other) = of.filter(|value| !value.is_object()) {
            errors.push(FormError::new(
                at.clone(),
                format!("must be an object, not {}", type_of(other)),
            ));
        }
        Self {
            members: of.and_then(Value::as_object),
            at,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'s Value> {
        self.members?.get(name)
    }

    /// The names of the members, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.members
            .into_iter()
            .flat_map(Map::keys)
            .map(String::as_str)
    }

    /// All members except one.
    pub(crate) fn besides(&self, name: &str) -> Map<String, Value> {
        let mut members = self.members.cloned().unwrap_or_default();
        members.shift_remove(name);
        members
    }

    /// The location of a member in the form document.
    pub(crate) fn at(&self, name: &str) -> String {
        pointer::child(&self.at, name)
    }

    pub(crate) fn inner(&self, name: &str, errors: &mut Vec<FormError>) -> Self {
        ObjectReader::new(self.get(name), self.at(name), errors)
    }

    pub(crate) fn flag(&self, name: &str, errors: &mut Vec<FormError>) -> bool {
        self.flag_or(name, false, errors)
    }

    pub(crate) fn flag_or(&self, name: &str, else_: bool, errors: &mut Vec<FormError>) -> bool {
        self.typed(name, Value::as_bool, "true or false", errors)
            .unwrap_or(else_)
    }

    pub(crate) fn text(&self, name: &str, errors: &mut Vec<FormError>) -> Option<&'s str> {
        self.typed(name, Value::as_str, "a text", errors)
    }

    pub(crate) fn owned(&self, name: &str, errors: &mut Vec<FormError>) -> Option<String> {
        self.text(name, errors).map(str::to_owned)
    }

    pub(crate) fn count(&self, name: &str, errors: &mut Vec<FormError>) -> Option<u64> {
        let count = |value: &Value| value.as_u64().filter(|count| *count > 0);
        self.typed(name, count, "a whole number from 1", errors)
    }

    /// A list of texts; empty if absent.
    pub(crate) fn texts(&self, name: &str, errors: &mut Vec<FormError>) -> Vec<String> {
        let texts = |value: &'s Value| {
            let texts = value.as_array()?.iter();
            texts.map(|text| text.as_str().map(str::to_owned)).collect()
        };
        self.typed(name, texts, "a list of texts", errors)
            .unwrap_or_default()
    }

    fn typed<T>(
        &self,
        name: &str,
        read: impl Fn(&'s Value) -> Option<T>,
        wanted: &str,
        errors: &mut Vec<FormError>,
    ) -> Option<T> {
        let value = self.get(name)?;
        let read = read(value);
        if read.is_none() {
            let reason = format!("must be {wanted}, not {}", type_of(value));
            errors.push(FormError::new(self.at(name), reason));
        }
        read
    }

    /// Reports every unknown member.
    pub(crate) fn only(&self, known: &[&str], errors: &mut Vec<FormError>) {
        for name in self.names().filter(|name| !known.contains(name)) {
            let reason = format!("{name:?} is not known here; known are {}", known.join(", "));
            errors.push(FormError::new(self.at(name), reason));
        }
    }
}

/// The type of a value, for error messages.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "this number",
        Value::String(_) => "this text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
