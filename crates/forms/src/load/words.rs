//! The texts of a form by `i18n` key.

use serde_json::{Map, Value};

/// The error codes that a field can have.
const CODES: [&str; 32] = [
    "custom",
    "required",
    "dependentRequired",
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "format",
    "maxItems",
    "minItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "maxProperties",
    "minProperties",
    "anyOf",
    "oneOf",
    "not",
    "false",
    "consent",
    "range",
    "choice",
    "lookup",
    "precision",
];

/// The texts of a form document, in its language.
#[derive(Clone, Copy)]
pub(crate) struct FormTexts<'a> {
    pub(crate) texts: Option<&'a Map<String, Value>>,
}

impl<'a> FormTexts<'a> {
    /// The text for `prefix.key`: a member with the whole key, or else nested members along the dots.
    pub(crate) fn get(self, prefix: &str, key: &str) -> Option<&'a str> {
        self.find(&format!("{prefix}.{key}"))
    }

    /// The error messages of a field, in the lookup order of JSON Forms: `prefix.error.custom`, `prefix.error.pattern`,
    /// and `error.pattern` for all fields.
    pub(crate) fn messages(self, prefix: &str) -> Vec<(String, String)> {
        if self.texts.is_none() {
            return Vec::new();
        }
        let found = CODES.iter().filter_map(|code| {
            let key = format!("error.{code}");
            let words = self.get(prefix, &key).or_else(|| self.find(&key))?;
            Some(((*code).to_owned(), words.to_owned()))
        });
        found.collect()
    }

    /// The text for a whole key.
    pub(crate) fn find(self, key: &str) -> Option<&'a str> {
        inside(self.texts?, key)
    }
}

/// A member with the whole key, or else one inside the member that the key starts with.
fn inside<'a>(texts: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    if let Some(Value::String(text)) = texts.get(key) {
        return Some(text);
    }
    let (name, rest) = key.split_once('.')?;
    inside(texts.get(name)?.as_object()?, rest)
}
