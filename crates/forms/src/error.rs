//! Errors in form documents.

use std::fmt;

/// Why a form document was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// A JSON Pointer into the form document, such as `/schema/properties/size/type`.
    pub pointer: String,
    /// The problem, described for the author of the form.
    pub reason: String,
}

impl FormError {
    pub(crate) fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            reason: reason.into(),
        }
    }

    /// The same error of a part of a document that is located at `at`.
    pub(crate) fn below(mut self, at: &str) -> Self {
        self.pointer.insert_str(0, at);
        self
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

impl std::error::Error for FormError {}
