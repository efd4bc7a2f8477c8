//! The form of a service, in every language.

use super::reader::{At, Desk};
use super::yaml::{Kind, Node};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A form in every language that it has words for.
pub(crate) struct Form {
    pub(crate) version: String,
    /// In the default language.
    pub(crate) default: Words,
    /// In those others that it has words for.
    pub(crate) others: BTreeMap<String, Words>,
}

/// A form in one language.
pub(crate) struct Words {
    pub(crate) schema: Value,
    pub(crate) uischema: Option<Value>,
    pub(crate) form: portico_forms::Form,
}

/// Reads the `form` of a service.
pub(crate) fn read(at: At<'_>) -> Option<Form> {
    let map = at.map()?;
    let version = map.need("version").and_then(At::string);
    let schema_at = map.need("schema");
    let uischema_at = map.may("uischema");
    let texts = map.may("texts").and_then(texts);
    map.finish();
    let (version, schema) = (version?, schema_at?.node.json());
    let uischema = uischema_at.map(|at| at.node.json());
    let default = match portico_forms::Form::load(&schema, uischema.as_ref()) {
        Ok(form) => Words {
            schema: schema.clone(),
            uischema: uischema.clone(),
            form,
        },
        Err(error) => {
            let line = at.node.line_at(&error.pointer);
            at.desk
                .fault(at.file, line, format!("the form cannot be drawn: {error}"));
            return None;
        }
    };
    let mut others = BTreeMap::new();
    for (language, words) in texts.into_iter().flatten() {
        let (mut schema, mut uischema) = (schema.clone(), uischema.clone());
        let mut known = BTreeSet::new();
        translate_schema(&mut schema, &words.texts, &mut known);
        if let Some(uischema) = &mut uischema {
            translate_layout(uischema, &words.texts, &mut known);
        }
        for key in words.texts.keys().filter(|key| !known.contains(*key)) {
            let line = words.lines.get(key).copied().unwrap_or(at.node.line);
            at.desk.fault(
                at.file,
                line,
                format!("the form has no place for the text {key:?}"),
            );
        }
        // The words cannot break what the default language's form has passed, so an error is impossible here.
        if let Ok(form) = portico_forms::Form::load(&schema, uischema.as_ref()) {
            others.insert(
                language,
                Words {
                    schema,
                    uischema,
                    form,
                },
            );
        }
    }
    Some(Form {
        version,
        default,
        others,
    })
}

/// The words of one other language and their lines.
struct Translation {
    texts: BTreeMap<String, String>,
    lines: BTreeMap<String, usize>,
}

fn texts(at: At<'_>) -> Option<BTreeMap<String, Translation>> {
    let mut translations = BTreeMap::new();
    let entries = entries(at.node, at.desk, at.file)?;
    for (language, node, line) in entries {
        if !at.desk.has_language(language) || language == at.desk.default_language() {
            let reason = format!("{language:?} is not another language of organisation.yaml");
            at.desk.fault(at.file, line, reason);
        }
        let mut translation = Translation {
            texts: BTreeMap::new(),
            lines: BTreeMap::new(),
        };
        for (key, node, line) in self::entries(node, at.desk, at.file).unwrap_or_default() {
            if let Some(text) = (At { node, ..at }).string() {
                translation.texts.insert(key.to_owned(), text);
                translation.lines.insert(key.to_owned(), line);
            }
        }
        translations.insert(language.to_owned(), translation);
    }
    Some(translations)
}

fn entries<'a>(node: &'a Node, desk: &Desk, file: &str) -> Option<Vec<(&'a str, &'a Node, usize)>> {
    if let Kind::Map(entries) = &node.kind {
        return Some(
            entries
                .iter()
                .map(|e| (e.key.as_str(), &e.value, e.line))
                .collect(),
        );
    }
    desk.fault(
        file,
        node.line,
        "a map of keys and values has to stand here",
    );
    None
}

/// Replaces titles, descriptions and the titles of choices. An `enum` without titles becomes a `oneOf` with them.
fn translate_schema(
    schema: &mut Value,
    texts: &BTreeMap<String, String>,
    known: &mut BTreeSet<String>,
) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, property) in properties {
        let mut text = |suffix: &str| {
            let key = format!("{name}.{suffix}");
            let text = texts.get(&key).cloned();
            known.insert(key);
            text
        };
        let Some(property) = property.as_object_mut() else {
            continue;
        };
        for (suffix, keyword) in [("label", "title"), ("description", "description")] {
            if let Some(text) = text(suffix) {
                property.insert(keyword.to_owned(), Value::String(text));
            }
        }
        let values = property
            .get("enum")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let titles: Vec<_> = values
            .iter()
            .filter_map(Value::as_str)
            .map(|value| (value, text(value)))
            .collect();
        if titles.iter().any(|(_, title)| title.is_some()) {
            let choice = |(value, title): &(&str, Option<String>)| json!({ "const": value, "title": title.as_deref().unwrap_or(value) });
            let choices = titles.iter().map(choice).collect();
            property.shift_remove("enum");
            property.insert("oneOf".to_owned(), Value::Array(choices));
            continue;
        }
        for choice in property
            .get_mut("oneOf")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            let title = choice
                .get("const")
                .and_then(Value::as_str)
                .and_then(&mut text);
            if let (Some(title), Some(choice)) = (title, choice.as_object_mut()) {
                choice.insert("title".to_owned(), Value::String(title));
            }
        }
    }
}

/// Replaces the labels of groups (by their `i18n` key, else by their place) and the reasons for asking.
fn translate_layout(
    element: &mut Value,
    texts: &BTreeMap<String, String>,
    known: &mut BTreeSet<String>,
) {
    let name = |element: &Value| {
        let scope = element.get("scope").and_then(Value::as_str);
        scope
            .and_then(|scope| scope.strip_prefix("#/properties/"))
            .map(str::to_owned)
    };
    if let Some(name) = name(element) {
        let key = format!("{name}.why");
        if let (Some(text), Some(why)) =
            (texts.get(&key), element.pointer_mut("/options/portico/why"))
        {
            *why = Value::String(text.clone());
            known.insert(key);
        }
    }
    if let Some(i18n) = element.get("i18n").and_then(Value::as_str) {
        let key = format!("{i18n}.label");
        if let (Some(text), Some(element)) = (texts.get(&key), element.as_object_mut()) {
            element.insert("label".to_owned(), Value::String(text.clone()));
            known.insert(key);
        }
    }
    for element in element
        .get_mut("elements")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        translate_layout(element, texts, known);
    }
}
