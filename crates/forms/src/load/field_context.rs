//! What the loader knows of a field.

use super::scope::Scope;
use super::spec::Spec;
use serde_json::Value;

/// What is known of a field before its kind is.
pub(super) struct FieldContext<'f, 's> {
    pub(super) scope: &'f Scope<'s>,
    pub(super) options: &'f Spec<'f>,
    pub(super) portico: &'f Spec<'f>,
    pub(super) at: &'f str,
    pub(super) default: Option<Value>,
    /// Whether the default is the document's own, which wins over the schema's.
    pub(super) is_given: bool,
    pub(super) id: u32,
    pub(super) beside: bool,
}
