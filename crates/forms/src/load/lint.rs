//! Detects likely mistakes in valid documents: misspelt keywords, required answers without a field, invalid defaults,
//! and unused texts.
//!
//! Loading ignores them, because documents from elsewhere may contain keywords and texts for other tools.

mod keywords;
mod needed;

use super::shape::{Schemas, Shape};
use crate::FormError;
use crate::draft7;
use crate::form::{Document, Form};
use crate::form_state;
use crate::pointer::{self, EACH};
use serde_json::{Map, Value};

/// All likely mistakes in a form document, with JSON Pointers into it. `form` is the loaded document.
#[must_use]
pub fn lint(document: &Document<'_>, form: &Form) -> Vec<FormError> {
    let mut errors = keywords::unknown(document.schema);
    if let Ok(converted) = draft7::convert(document.schema) {
        let schemas = Schemas::new(&converted);
        let mut found = needed::without_field(&schemas, form);
        found.extend(defaults(&schemas, document, form));
        for error in &mut found {
            if let Some(place) = error.pointer.strip_prefix("/schema") {
                error.pointer = format!("/schema{}", draft7::origin(document.schema, place));
            }
        }
        errors.extend(found);
    }
    let strange = form_state::unknown(form, document.defaults.unwrap_or(&Value::Null));
    errors.extend(strange.into_iter().map(|error| {
        let reason = "the form doesn't ask for this, so nobody could send it";
        FormError::new(format!("/defaults{}", error.pointer), reason)
    }));
    if let Some(texts) = document.texts {
        let without = texts_without_place(document, texts).unwrap_or_default();
        errors.extend(without.into_iter().map(|key| {
            let reason = format!("the form doesn't use the text {:?}", key.join("."));
            let pointer = key
                .iter()
                .fold("/texts".to_owned(), |at, name| pointer::child(&at, name));
            FormError::new(pointer, reason)
        }));
    }
    errors
}

/// Defaults that violate the rules of their own field, such as a default that is not an option.
fn defaults(schemas: &Schemas<'_>, document: &Document<'_>, form: &Form) -> Vec<FormError> {
    let mut errors = Vec::new();
    for (_, node, control) in form.outline.controls() {
        let pattern = form.outline.pattern(node.level, &control.scope);
        let Some(default) = &control.default else {
            continue;
        };
        let answers = at_pattern(&pattern, default.clone());
        let pointer = pattern.replace(EACH, "0");
        let broken = form.schema.validate_at(&answers, &pointer);
        // Missing members are requested when the form is filled in.
        let Some(broken) = broken
            .into_iter()
            .find(|one| answers.pointer(&one.pointer).is_some())
        else {
            continue;
        };
        let given = document
            .defaults
            .is_some_and(|given| given.pointer(&pattern).is_some());
        let at = if given {
            Some(format!("/defaults{pattern}"))
        } else {
            let shape = shape_at(schemas, &pattern);
            let shape = shape.filter(|shape| shape.get("default").is_some());
            shape.map(|shape| shape.at_of("default"))
        };
        let reason = format!("this default can't be sent: {}", broken.rule);
        errors.extend(at.map(|at| FormError::new(at, reason)));
    }
    let mut told: Vec<FormError> = Vec::new();
    for error in errors {
        if !told.contains(&error) {
            told.push(error);
        }
    }
    told
}

/// Answers with a single value at the location of a pattern; lists have one item.
fn at_pattern(pattern: &str, value: Value) -> Value {
    let names: Vec<&str> = pointer::segments(pattern).collect();
    names.into_iter().rev().fold(value, |inner, name| {
        if name == EACH {
            return Value::Array(vec![inner]);
        }
        let name = pointer::decode(name).into_owned();
        Value::Object(Map::from_iter([(name, inner)]))
    })
}

/// The schema of the answers at a pattern.
fn shape_at<'a>(schemas: &Schemas<'a>, pattern: &str) -> Option<Shape<'a>> {
    pointer::segments(pattern).try_fold(schemas.root(), |shape, name| {
        if name == EACH {
            schemas.items(&shape)
        } else {
            schemas
                .member(&shape, &pointer::decode(name))
                .map(|member| member.shape)
        }
    })
}

/// The texts that the form never displays, each as the path of its key: one name for a flat key, several for a text
/// inside an object.
///
/// # Errors
/// Why the form cannot be loaded with other texts.
pub fn texts_without_place(
    document: &Document<'_>,
    texts: &Map<String, Value>,
) -> Result<Vec<Vec<String>>, Vec<FormError>> {
    let mut keys = Vec::new();
    let marked = marked(texts, &mut Vec::new(), &mut keys);
    let texts = Some(&marked);
    let form = Form::load(&Document { texts, ..*document })?;
    let seen = format!("{:?}", form.root());
    let numbered = keys.into_iter().enumerate();
    let without = numbered.filter(|(n, _)| !seen.contains(&mark(*n)));
    Ok(without.map(|(_, key)| key).collect())
}

/// The texts, each replaced by a marker.
fn marked(
    texts: &Map<String, Value>,
    around: &mut Vec<String>,
    keys: &mut Vec<Vec<String>>,
) -> Map<String, Value> {
    let mut marked = Map::new();
    for (name, text) in texts {
        around.push(name.clone());
        let text = match text {
            Value::Object(inner) => Value::Object(self::marked(inner, around, keys)),
            _ => {
                keys.push(around.clone());
                Value::String(mark(keys.len() - 1))
            }
        };
        around.pop();
        marked.insert(name.clone(), text);
    }
    marked
}

fn mark(n: usize) -> String {
    format!("<text {n}>")
}
