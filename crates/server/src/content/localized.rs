//! Localisable texts: in the default language only, or in several languages.

use super::field_type::{Definitions, FieldType, ListOf, NonEmptyText, list_of};
use super::reader::{Cursor, Text, Texts};
use super::yaml::NodeKind;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The pattern of a language tag.
pub(super) const LANGUAGE_PATTERN: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

/// A text, or a map from language to text that includes the default language.
pub(crate) struct LocalizedText;

impl FieldType for LocalizedText {
    type Value = Text;

    fn read(&self, at: Cursor<'_>) -> Option<Text> {
        read(at, Cursor::located)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        let description = "A text that people read: one string in the default language, or a map from language tag to string. It must exist in the default language.";
        let example = json!({ "en": "Shared mailbox", "de": "Gemeinsames Postfach" });
        refer(definitions, "text", &NonEmptyText, description, &example)
    }
}

/// The same in Markdown, with valid links.
pub(crate) struct Markdown;

impl FieldType for Markdown {
    type Value = Text;

    fn read(&self, at: Cursor<'_>) -> Option<Text> {
        let text = LocalizedText.read(at)?;
        text.values()
            .for_each(|source| at.diagnostics.markdown(at.file, source));
        Some(text)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        let description = "A Markdown text: one string in the default language, or a map from language tag to string. Raw HTML in it is shown as text.";
        let example = json!({ "en": "Works **at home** too.", "de": "Geht auch **zu Hause**." });
        refer(
            definitions,
            "markdown",
            &NonEmptyText,
            description,
            &example,
        )
    }
}

/// A list of texts, or a map from language to list that includes the default language.
pub(crate) struct LocalizedList;

impl LocalizedList {
    const LIST: ListOf<NonEmptyText> = list_of(NonEmptyText);
}

impl FieldType for LocalizedList {
    type Value = Texts;

    fn read(&self, at: Cursor<'_>) -> Option<Texts> {
        read(at, |at| Self::LIST.read(at))
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        let description = "A list of texts: one list in the default language, or a map from language tag to list. It must exist in the default language.";
        let example = json!({ "en": ["remote", "tunnel"], "de": ["Fernzugriff"] });
        refer(definitions, "texts", &Self::LIST, description, &example)
    }
}

/// Refers to a definition: a value in the default language, or a map from language tag to value.
fn refer(
    definitions: &mut Definitions,
    name: &str,
    of: &impl FieldType,
    description: &str,
    example: &Value,
) -> Value {
    definitions.refer(name, |own| {
        let value = of.schema(own);
        let languages = json!({
            "type": "object",
            "minProperties": 1,
            "propertyNames": { "pattern": LANGUAGE_PATTERN },
            "additionalProperties": value,
        });
        json!({ "description": description, "anyOf": [value, languages], "examples": [example] })
    })
}

fn read<'a, T>(
    at: Cursor<'a>,
    read: impl Fn(Cursor<'a>) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let default = at.diagnostics.default_language();
    let NodeKind::Map(entries) = &at.node.kind else {
        return Some(BTreeMap::from([(default, read(at)?)]));
    };
    let mut texts = BTreeMap::new();
    for entry in entries {
        if !at.diagnostics.has_language(&entry.key) {
            let tag = &entry.key;
            let reason = format!("{tag:?} is not one of the languages in organisation.yaml");
            at.diagnostics.fault(at.file, entry.line, reason);
        }
        let node = &entry.value;
        if let Some(text) = read(Cursor { node, ..at }) {
            texts.insert(entry.key.clone(), text);
        }
    }
    if !entries.iter().any(|entry| entry.key == default) {
        at.fault(format!(
            "the text in the default language, {default:?}, is missing"
        ));
    }
    texts.contains_key(&default).then_some(texts)
}
