//! Form documents as text: from a file, from a visitor of the gallery, or from the content folder.

use crate::json;
use portico_contract::FormDocument;
use portico_forms::{Document, Form, FormError, lint, scan};
use serde_json::Value;

/// Parses a text, after a scan for its limits.
///
/// # Errors
/// The reasons why it is not a form document, with JSON Pointers.
pub(crate) fn read(text: &str) -> Result<FormDocument, Vec<FormError>> {
    scan::scan(text).map_err(|error| vec![error])?;
    let value = json::parse(text.as_bytes()).map_err(|error| {
        let reason = format!("invalid JSON: {}", error.detail);
        vec![fault(&error.pointer, reason)]
    })?;
    of(value)
}

/// Converts a value to a form document. `id` and `version` are optional, because documents of other
/// tools omit them.
///
/// # Errors
/// The reasons why it is not a form document, with JSON Pointers.
pub(crate) fn of(value: Value) -> Result<FormDocument, Vec<FormError>> {
    let Value::Object(mut members) = value else {
        let reason = "a form document must be an object with a schema";
        return Err(vec![fault("", reason)]);
    };
    let mut faults = Vec::new();
    let mut text = |name: &str| match members.remove(name)? {
        Value::String(text) => Some(text),
        _ => is_not("a string", name, &mut faults),
    };
    let id = text("id").unwrap_or_else(|| "form".to_owned());
    let version = text("version").unwrap_or_else(|| "1".to_owned());
    let (submit, language) = (text("submit"), text("language"));
    // If the answers are not an object, the schema is at fault, whatever the defaults are.
    let kind = members.get("schema").and_then(|schema| schema.get("type"));
    if let Some(Value::String(kind)) = kind
        && kind != "object"
    {
        let reason = "the answers must be an object, so that the schema's type is \"object\"";
        return Err(vec![fault("/schema/type", reason)]);
    }
    let mut object = |name: &str| match members.remove(name)? {
        Value::Object(object) => Some(object),
        _ => is_not("an object", name, &mut faults),
    };
    let (texts, defaults) = (object("texts"), object("defaults").map(Value::Object));
    let schema = members.remove("schema");
    let uischema = members.remove("uischema");
    if schema.is_none() {
        faults.push(fault("", "the form document has no schema"));
    }
    match schema {
        Some(schema) if faults.is_empty() => Ok(FormDocument {
            id,
            version,
            schema,
            uischema,
            texts,
            defaults,
            submit,
            language,
        }),
        _ => Err(faults),
    }
}

/// Loads a form document.
///
/// # Errors
/// All errors in the document, with JSON Pointers.
pub(crate) fn load(document: &FormDocument) -> Result<Form, Vec<FormError>> {
    Form::load(&parts(document))
}

/// Checks a form document for its author, including valid constructs that are probably mistakes.
///
/// # Errors
/// All errors in the document, with JSON Pointers.
pub(crate) fn check(document: &FormDocument) -> Result<(), Vec<FormError>> {
    let parts = parts(document);
    let faults = lint(&parts, &Form::load(&parts)?);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn parts(document: &FormDocument) -> Document<'_> {
    Document {
        schema: &document.schema,
        uischema: document.uischema.as_ref(),
        defaults: document.defaults.as_ref(),
        texts: document.texts.as_ref(),
    }
}

/// Reports a member of another type.
fn is_not<T>(expected: &str, name: &str, faults: &mut Vec<FormError>) -> Option<T> {
    faults.push(fault(&format!("/{name}"), format!("expected {expected}")));
    None
}

/// An error in the document itself.
fn fault(pointer: &str, reason: impl Into<String>) -> FormError {
    FormError {
        pointer: pointer.to_owned(),
        reason: reason.into(),
    }
}

/// The title of a document in a list: the title of its schema.
pub(crate) fn title(document: &FormDocument) -> String {
    let title = document.schema.get("title").and_then(Value::as_str);
    title.unwrap_or(&document.id).to_owned()
}
