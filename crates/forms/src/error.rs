//! What can be wrong with a form document.

use std::fmt;

/// Why a form document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// A JSON Pointer into the form document, such as `/schema/properties/size/type`.
    pub pointer: String,
    /// What is wrong there, for the form's author.
    pub reason: String,
}

impl FormError {
    pub(crate) fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            reason: reason.into(),
        }
    }

    /// The same error of a part of a document that stands at `at`.
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
