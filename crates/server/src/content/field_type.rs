//! The types of values in content files. A single declaration reads a value and describes it to
//! editors, so the two cannot differ.

use super::reader::{Cursor, Located};
use portico_forms::pattern::Pattern;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The type of a value in a content file.
pub(crate) trait FieldType {
    /// The Rust type of the value.
    type Value;

    /// Reads the value; reports faults.
    fn read(&self, at: Cursor<'_>) -> Option<Self::Value>;

    /// The JSON Schema of valid values.
    fn schema(&self, definitions: &mut Definitions) -> Value;
}

/// The shared schemas, by name.
#[derive(Default)]
pub(crate) struct Definitions(pub(crate) Map<String, Value>);

impl Definitions {
    /// A reference to a shared schema, which the first caller creates.
    pub(crate) fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            let schema = make(self);
            self.0.insert(name.to_owned(), schema);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }
}

/// A string with a notation, such as a date.
pub(crate) struct FormattedString<T: 'static = String> {
    name: &'static str,
    expected: &'static str,
    pattern: &'static str,
    format: Option<&'static str>,
    example: &'static str,
    read: fn(&Self, &str) -> Option<T>,
    compiled: OnceLock<Option<Pattern>>,
}

impl FormattedString<String> {
    /// Any string that matches the pattern.
    pub(crate) const fn new(
        name: &'static str,
        expected: &'static str,
        pattern: &'static str,
        example: &'static str,
    ) -> Self {
        let read = |own: &Self, text: &str| own.matches(text).then(|| text.to_owned());
        Self::parsed(name, None, expected, pattern, example, read)
    }
}

impl<T> FormattedString<T> {
    /// A string that `read` parses; the pattern describes it to editors. `format` is its name in
    /// JSON Schema, and `expected` ends the sentence of a fault: "... is not a date such as
    /// 2026-11-22".
    pub(crate) const fn parsed(
        name: &'static str,
        format: Option<&'static str>,
        expected: &'static str,
        pattern: &'static str,
        example: &'static str,
        read: fn(&Self, &str) -> Option<T>,
    ) -> Self {
        Self {
            name,
            expected,
            pattern,
            format,
            example,
            read,
            compiled: OnceLock::new(),
        }
    }

    /// Whether the text matches the notation.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let compiled = self
            .compiled
            .get_or_init(|| Pattern::new(self.pattern).ok());
        compiled.as_ref().is_some_and(|own| own.is_match(text))
    }
}

impl<T> FieldType for &FormattedString<T> {
    type Value = T;

    fn read(&self, at: Cursor<'_>) -> Option<T> {
        at.parse(self.expected, |text| (self.read)(self, text))
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        definitions.refer(self.name, |_| {
            let mut schema = json!({
                "description": sentence(self.expected),
                "type": "string",
                "pattern": self.pattern,
                "examples": [self.example],
            });
            if let (Some(format), Some(schema)) = (self.format, schema.as_object_mut()) {
                schema.insert("format".to_owned(), json!(format));
            }
            schema
        })
    }
}

fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(char::to_uppercase);
    let first: String = first.into_iter().flatten().collect();
    format!("{first}{}.", rest.as_str())
}

/// Any non-empty text.
pub(crate) struct NonEmptyText;

impl FieldType for NonEmptyText {
    type Value = String;

    fn read(&self, at: Cursor<'_>) -> Option<String> {
        at.string()
    }

    fn schema(&self, _: &mut Definitions) -> Value {
        json!({ "type": "string", "minLength": 1 })
    }
}

/// One of a few words; `expected` ends the sentence of a fault.
pub(crate) struct OneOf<T: 'static> {
    pub(crate) expected: &'static str,
    pub(crate) values: &'static [(&'static str, T)],
}

impl<T: Copy> FieldType for OneOf<T> {
    type Value = T;

    fn read(&self, at: Cursor<'_>) -> Option<T> {
        let find = |text: &str| self.values.iter().find(|(name, _)| *name == text);
        at.parse(self.expected, |text| find(text).map(|(_, value)| *value))
    }

    fn schema(&self, _: &mut Definitions) -> Value {
        let names: Vec<_> = self.values.iter().map(|(name, _)| name).collect();
        json!({ "enum": names })
    }
}

/// An integer from 0 to 100.
pub(crate) struct Percent;

impl FieldType for Percent {
    type Value = u8;

    fn read(&self, at: Cursor<'_>) -> Option<u8> {
        let number = at.node.json().as_u64().and_then(|n| u8::try_from(n).ok());
        let number = number.filter(|n| *n <= 100);
        if number.is_none() {
            at.fault("expected a whole number from 0 to 100");
        }
        number
    }

    fn schema(&self, _: &mut Definitions) -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": 100 })
    }
}

/// A value with its line.
pub(crate) struct WithLine<S>(pub(crate) S);

impl<S: FieldType> FieldType for WithLine<S> {
    type Value = Located<S::Value>;

    fn read(&self, at: Cursor<'_>) -> Option<Self::Value> {
        let line = at.node.line;
        self.0.read(at).map(|value| Located { value, line })
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        self.0.schema(definitions)
    }
}

/// A list. Invalid items are reported and omitted.
pub(crate) struct ListOf<S> {
    item: S,
    min_items: usize,
}

/// A list that may be empty.
pub(crate) const fn list_of<S>(item: S) -> ListOf<S> {
    ListOf { item, min_items: 0 }
}

/// A list that has no meaning when it is empty, so that editors mark an empty one.
pub(crate) const fn some_of<S>(item: S) -> ListOf<S> {
    ListOf { item, min_items: 1 }
}

impl<S: FieldType> FieldType for ListOf<S> {
    type Value = Vec<S::Value>;

    fn read(&self, at: Cursor<'_>) -> Option<Self::Value> {
        let items = at.list().into_iter();
        Some(items.filter_map(|at| self.item.read(at)).collect())
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        let items = self.item.schema(definitions);
        let mut schema = json!({ "type": "array", "items": items, "uniqueItems": true });
        if let (1.., Some(schema)) = (self.min_items, schema.as_object_mut()) {
            schema.insert("minItems".to_owned(), json!(self.min_items));
        }
        schema
    }
}
