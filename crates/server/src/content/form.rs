//! The form of a service, in every language.

use super::field_type::{Definitions, FieldType};
use super::reader::{Cursor, Diagnostics};
use super::yaml::{Node, NodeKind};
use portico_forms::{Document, Form as Loaded, FormError, lint, scan, texts_without_place};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A form in all of its languages.
pub(crate) struct Form {
    pub(crate) version: String,
    /// With the texts of the default language.
    pub(crate) schema: Value,
    pub(crate) uischema: Option<Value>,
    pub(crate) defaults: Option<Value>,
    pub(crate) loaded: Arc<Loaded>,
    /// The texts of the other languages.
    pub(crate) others: BTreeMap<String, Translation>,
    /// The line where the form begins.
    pub(crate) line: usize,
}

/// The texts of another language, and the form with them.
pub(crate) struct Translation {
    pub(crate) texts: Map<String, Value>,
    pub(crate) loaded: Arc<Loaded>,
}

/// The `form` of a service.
pub(super) struct RequestForm;

impl FieldType for RequestForm {
    type Value = Form;

    fn read(&self, at: Cursor<'_>) -> Option<Form> {
        read(at)
    }

    /// `portico_forms` defines the contents of a form document, so its schema is written by hand.
    fn schema(&self, definitions: &mut Definitions) -> Value {
        let schema: Value = serde_json::from_str(FORM_SCHEMA).unwrap_or_default();
        if let Some(own) = schema.get("$defs").and_then(Value::as_object) {
            definitions.0.extend(own.clone());
        }
        json!({ "$ref": "#/$defs/form" })
    }
}

const FORM_SCHEMA: &str = include_str!("form.schema.json");

fn read(at: Cursor<'_>) -> Option<Form> {
    let map = at.map()?;
    let version = map.need("version").and_then(Cursor::string);
    for (line, number) in at.node.lost_numbers() {
        let reason = format!("no number of 64 bits is {number}; it would be read as another one");
        at.diagnostics.fault(at.file, line, reason);
    }
    let schema = map.need("schema");
    let uischema = map.may("uischema").map(|at| at.node.json());
    let defaults = map.may("defaults").map(|at| at.node.json());
    let texts = map.may("texts").and_then(texts);
    map.finish();
    let (version, schema) = (version?, schema?.node.json());
    let document = Document {
        schema: &schema,
        uischema: uischema.as_ref(),
        defaults: defaults.as_ref(),
        texts: None,
    };
    let report = |errors: Vec<FormError>| {
        for error in errors {
            let line = at.node.line_at(&error.pointer);
            at.diagnostics
                .fault(at.file, line, format!("the form can't be shown: {error}"));
        }
    };
    let loaded = load(&document).map_err(report).ok()?;
    report(lint(&document, &loaded));
    let others = translations(at, &document, texts.unwrap_or_default());
    Some(Form {
        version,
        schema,
        uischema,
        defaults,
        loaded,
        others,
        line: at.node.line,
    })
}

/// Loads a form document within the limits.
fn load(document: &Document<'_>) -> Result<Arc<Loaded>, Vec<FormError>> {
    within_limits(document)?;
    Loaded::load(document).map(Arc::new)
}

/// The form in other languages, without those in which it is too large.
fn translations(
    at: Cursor<'_>,
    document: &Document<'_>,
    texts: BTreeMap<String, Map<String, Value>>,
) -> BTreeMap<String, Translation> {
    let mut others = BTreeMap::new();
    for (language, texts) in texts {
        // Texts can only make the document too large; they cannot make a valid document invalid in
        // other ways.
        let without = texts_without_place(document, &texts);
        let translated = Document {
            texts: Some(&texts),
            ..*document
        };
        let loaded = without.and_then(|without| Ok((without, load(&translated)?)));
        let Ok((without, loaded)) = loaded else {
            at.fault(format!(
                "the form is too large with the texts of {language:?}"
            ));
            continue;
        };
        for key in without.into_iter().flatten() {
            let key_at = key.replace('~', "~0").replace('/', "~1");
            let line = at.node.line_at(&format!("/texts/{language}/{key_at}"));
            let reason = format!("the form doesn't use the text {key:?}");
            at.diagnostics.fault(at.file, line, reason);
        }
        others.insert(language, Translation { texts, loaded });
    }
    others
}

/// Checks the limits of a form document, which apply to its serialised text.
fn within_limits(document: &Document<'_>) -> Result<(), Vec<FormError>> {
    let text = json!({
        "schema": document.schema,
        "uischema": document.uischema,
        "defaults": document.defaults,
        "texts": document.texts,
    });
    scan::scan(&text.to_string()).map_err(|error| vec![error])
}

fn texts(at: Cursor<'_>) -> Option<BTreeMap<String, Map<String, Value>>> {
    let mut translations = BTreeMap::new();
    for (language, node, line) in entries(at.node, at.diagnostics, at.file)? {
        if !at.diagnostics.has_language(language) || language == at.diagnostics.default_language() {
            let reason =
                format!("{language:?} is not one of the other languages in organisation.yaml");
            at.diagnostics.fault(at.file, line, reason);
        }
        let mut texts = Map::new();
        for (key, node, _) in entries(node, at.diagnostics, at.file).unwrap_or_default() {
            if let Some(text) = (Cursor { node, ..at }).string() {
                texts.insert(key.to_owned(), Value::String(text));
            }
        }
        translations.insert(language.to_owned(), texts);
    }
    Some(translations)
}

fn entries<'a>(
    node: &'a Node,
    diagnostics: &Diagnostics,
    file: &str,
) -> Option<Vec<(&'a str, &'a Node, usize)>> {
    if let NodeKind::Map(entries) = &node.kind {
        return Some(
            entries
                .iter()
                .map(|e| (e.key.as_str(), &e.value, e.line))
                .collect(),
        );
    }
    diagnostics.fault(file, node.line, "expected a map");
    None
}
