//! Words of a form: from its texts by `i18n` key, and from names where nobody wrote a label.

use serde_json::{Map, Value};

/// The codes of the errors that a field can have.
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
pub(crate) struct Words<'a> {
    pub(crate) texts: Option<&'a Map<String, Value>>,
}

impl<'a> Words<'a> {
    /// The text for `prefix.key`: a member of that whole name, else one inside the members that the dots name.
    pub(crate) fn get(self, prefix: &str, key: &str) -> Option<&'a str> {
        self.find(&format!("{prefix}.{key}"))
    }

    /// The texts for the errors of a field, as JSON Forms looks for them: `prefix.error.custom`, `prefix.error.pattern`,
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

/// A member of that whole name, else one inside the member that the key begins with.
fn inside<'a>(texts: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    if let Some(Value::String(text)) = texts.get(key) {
        return Some(text);
    }
    let (name, rest) = key.split_once('.')?;
    inside(texts.get(name)?.as_object()?, rest)
}

/// A label made of a property's name: `firstName` becomes `First Name`, as in JSON Forms.
pub(crate) fn from_name(name: &str) -> String {
    let mut label = String::new();
    let mut before = ' ';
    for (at, letter) in name.char_indices() {
        let next = name
            .get(at + letter.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        let humps = letter.is_uppercase()
            && (before.is_lowercase() || next.is_some_and(char::is_lowercase));
        let digits = before.is_alphanumeric()
            && letter.is_alphanumeric()
            && before.is_numeric() != letter.is_numeric();
        if !letter.is_alphanumeric() {
            before = ' ';
            continue;
        }
        if before == ' ' || humps || digits {
            if !label.is_empty() {
                label.push(' ');
            }
            label.extend(letter.to_uppercase());
        } else {
            label.push(letter);
        }
        before = letter;
    }
    label
}
