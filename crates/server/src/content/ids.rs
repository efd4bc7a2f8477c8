//! Objects with IDs, and references to them.

use super::field_type::{Definitions, FieldType, WithLine};
use super::notation::ID;
use super::object::Object;
use super::reader::{ContentKind, Cursor, Located};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The ID of another object, which must exist.
pub(crate) struct Reference(pub(crate) ContentKind);

impl FieldType for Reference {
    type Value = Located<String>;

    fn read(&self, at: Cursor<'_>) -> Option<Located<String>> {
        let id = WithLine(&ID).read(at)?;
        at.diagnostics.refer(self.0, at.file, &id);
        Some(id)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        (&ID).schema(definitions)
    }
}

/// A list of objects with unique IDs.
pub(crate) struct Entries<T> {
    /// The kind under which other files refer to them, if any do.
    pub(crate) what: Option<ContentKind>,
    pub(crate) id: fn(&T) -> &Located<String>,
}

impl<T: Object> FieldType for Entries<T> {
    type Value = Vec<T>;

    fn read(&self, at: Cursor<'_>) -> Option<Vec<T>> {
        let read = |at: Cursor<'_>| match self.what {
            Some(what) => at.item(what, T::read),
            None => T::read(at),
        };
        let entries: Vec<_> = at.list().into_iter().filter_map(read).collect();
        let mut seen = BTreeSet::new();
        for id in entries.iter().map(self.id) {
            if !seen.insert(&id.value) {
                let reason = format!("duplicate ID {:?}", id.value);
                at.diagnostics.fault(at.file, id.line, reason);
            }
        }
        Some(entries)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        json!({ "type": "array", "items": T::schema(definitions) })
    }
}
