//! Mismatches between JSON and a type, in less code than `serde_json`'s errors: location, expected and actual value.

use serde::de::Error;
use serde_json::Value;
use std::fmt::{self, Display};

/// The reason why a type cannot be read, and its location in the response.
#[derive(Debug)]
pub(in crate::api) struct TypeMismatch {
    what: &'static str,
    name: &'static str,
    /// The actual value.
    found: &'static str,
    /// The number of elements of a sequence, if that is the mismatch.
    length: Option<usize>,
    /// From the innermost to the outermost.
    pub(super) path: Vec<PathSegment>,
}

/// One segment of the path.
#[derive(Clone, Debug)]
pub(super) enum PathSegment {
    Member(String),
    Item(usize),
}

impl TypeMismatch {
    pub(super) fn new(what: &'static str, name: &'static str) -> Self {
        Self {
            what,
            name,
            found: "",
            length: None,
            path: Vec::new(),
        }
    }

    /// Another type was expected instead of this value.
    pub(super) fn instead(wanted: &'static str, value: &Value) -> Self {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self {
            found,
            ..Self::new(wanted, "")
        }
    }

    /// A mismatch in a struct's fields, by their names.
    pub(super) fn of_fields(self, names: &[&'static str]) -> Self {
        match self.length.and_then(|at| names.get(at)) {
            Some(name) if self.path.is_empty() => Self::missing_field(name),
            _ => self,
        }
    }

    pub(super) fn at(mut self, step: PathSegment) -> Self {
        self.path.push(step);
        self
    }
}

impl PathSegment {
    pub(super) fn is_item(&self) -> bool {
        matches!(self, Self::Item(_))
    }
}

impl Display for TypeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.path.iter().rev().enumerate() {
            match step {
                PathSegment::Member(name) if at == 0 => f.write_str(name)?,
                PathSegment::Member(name) => write!(f, ".{name}")?,
                PathSegment::Item(item) => write!(f, "[{item}]")?,
            }
        }
        if !self.path.is_empty() {
            f.write_str(": ")?;
        }
        if self.found.is_empty() {
            return write!(f, "{}{}", self.what, self.name);
        }
        write!(f, "{} instead of {}", self.found, self.what)
    }
}

impl std::error::Error for TypeMismatch {}

impl Error for TypeMismatch {
    fn custom<T: Display>(_: T) -> Self {
        Self::new("a value that does not fit", "")
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self::new("a value of another type", "")
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self::new("a value out of range", "")
    }

    fn invalid_length(length: usize, _: &dyn serde::de::Expected) -> Self {
        Self {
            length: Some(length),
            ..Self::new("a list of another length", "")
        }
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("an unknown word", "")
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new("no member ", name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new("twice the member ", name)
    }
}
