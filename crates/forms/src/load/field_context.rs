//! What the loader knows about a field.

use super::object_reader::ObjectReader;
use super::scope::Scope;
use serde_json::Value;

/// What is known about a field before its kind is determined.
pub(super) struct FieldContext<'f, 's> {
    pub(super) scope: &'f Scope<'s>,
    pub(super) options: &'f ObjectReader<'f>,
    pub(super) portico: &'f ObjectReader<'f>,
    pub(super) at: &'f str,
    pub(super) default: Option<Value>,
    /// Whether the default comes from the document, which takes precedence over the schema's.
    pub(super) is_given: bool,
    pub(super) id: u32,
    pub(super) beside: bool,
}
