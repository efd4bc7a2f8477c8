//! Converts schemas recursively, from the outside in.

use super::keyword::{Subschemas, is_beside_ref, is_of_later_draft, subschemas};
use super::{MAX_DEPTH, SchemaDraft, has_listed_items, reference};
use crate::{FormError, pointer};
use serde_json::{Map, Value};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Why something was rejected. The location says what.
type Reason = &'static str;

/// Converts the schema at this pointer. Anything that is not a schema is kept, and rejected by the compiler.
pub(super) fn schema(
    draft: SchemaDraft,
    schema: &Value,
    at: &str,
    depth: usize,
) -> Result<Value, FormError> {
    let Some(object) = schema.as_object() else {
        return Ok(schema.clone());
    };
    if depth > MAX_DEPTH {
        return Err(FormError::new(at, "schemas are nested too deep"));
    }
    let alone = draft.ignores_siblings_of_ref() && object.get("$ref").is_some_and(Value::is_string);
    let is_root = depth == 0;
    let mut level = Level {
        draft,
        is_root,
        object,
        made: Map::new(),
    };
    for (name, value) in object {
        let is_root_id = is_root && matches!(name.as_str(), "$id" | "id");
        if alone && !is_beside_ref(name) && !is_root_id {
            continue;
        }
        let at = pointer::child(at, name);
        let refuse = |reason: Reason| FormError::new(at.as_str(), reason);
        if is_of_later_draft(name, draft) {
            return Err(refuse(
                "the declared draft ignores this keyword, which came later; declare a later draft",
            ));
        }
        match subschemas(name, value) {
            Subschemas::Nothing => level.plain(name, value).map_err(refuse)?,
            Subschemas::Schema => {
                let converted = self::schema(draft, value, &at, depth + 1)?;
                level.one(name, converted).map_err(refuse)?;
            }
            Subschemas::List(list) => {
                let mut converted = Vec::new();
                for (index, inner) in list.iter().enumerate() {
                    let at = pointer::child(&at, &index.to_string());
                    converted.push(self::schema(draft, inner, &at, depth + 1)?);
                }
                level.list(name, converted).map_err(refuse)?;
            }
            Subschemas::Named(named) => {
                if named.is_empty() {
                    level.open(keyword_of_names(name, &Value::Null));
                }
                for (key, inner) in named {
                    let at = pointer::child(&at, key);
                    let converted = self::schema(draft, inner, &at, depth + 1)?;
                    let keyword = keyword_of_names(name, &converted);
                    level.add(keyword, key, converted).map_err(refuse)?;
                }
            }
        }
    }
    Ok(Value::Object(level.made))
}

/// The keyword that holds a member of a keyword with named schemas after the conversion.
fn keyword_of_names<'a>(name: &'a str, member: &Value) -> &'a str {
    match name {
        "definitions" => "$defs",
        "dependencies" if member.is_array() => "dependentRequired",
        "dependencies" => "dependentSchemas",
        _ => name,
    }
}

/// A schema that is being converted.
struct Level<'a> {
    draft: SchemaDraft,
    is_root: bool,
    /// The original schema.
    object: &'a Map<String, Value>,
    /// The converted schema.
    made: Map<String, Value>,
}

impl Level<'_> {
    /// Adds a keyword that was converted from `old`.
    fn put(&mut self, keyword: &str, value: Value, old: &str) -> Result<(), Reason> {
        if keyword != old && self.object.contains_key(keyword) {
            return Err("the keyword that this one becomes is there as well");
        }
        self.made.insert(keyword.to_owned(), value);
        Ok(())
    }

    /// Converts a keyword that contains no schemas.
    fn plain(&mut self, name: &str, value: &Value) -> Result<(), Reason> {
        let limit = match name {
            "exclusiveMinimum" => "minimum",
            "exclusiveMaximum" => "maximum",
            "minimum" if self.is_exclusive("exclusiveMinimum") => return Ok(()),
            "maximum" if self.is_exclusive("exclusiveMaximum") => return Ok(()),
            _ => "",
        };
        match (name, value) {
            ("$schema", _) => {
                if !self.is_root && SchemaDraft::of(value) != Some(self.draft) {
                    return Err("a subschema of another draft cannot be converted");
                }
                self.put(name, Value::from(DIALECT), name)
            }
            ("$ref", Value::String(text)) => {
                self.put(name, Value::String(reference::rewritten(text)?), name)
            }
            ("id", Value::String(text)) if self.draft == SchemaDraft::Four => self.id(name, text),
            ("$id", Value::String(text)) if self.draft != SchemaDraft::Four => self.id(name, text),
            // Some may already have been added from `dependencies`.
            ("dependentRequired", Value::Object(named)) => named
                .iter()
                .try_for_each(|(key, value)| self.add(name, key, value.clone())),
            ("$recursiveRef" | "$recursiveAnchor", _) => {
                Err("this keyword of 2019-09 is not converted")
            }
            ("definitions" | "dependencies", _) => Err("this must be an object"),
            ("additionalItems", _) => Err("this must be a schema"),
            // Draft-04: whether the limit itself is excluded.
            (_, Value::Bool(exclusive)) if !limit.is_empty() => match self.object.get(limit) {
                _ if !exclusive => Ok(()),
                Some(value) => self.put(name, value.clone(), name),
                None => Err("it says nothing without the limit beside it"),
            },
            _ => self.put(name, value.clone(), name),
        }
    }

    fn is_exclusive(&self, keyword: &str) -> bool {
        self.object.get(keyword).and_then(Value::as_bool) == Some(true)
    }

    /// Converts `http://x/y`, `#name` or both.
    fn id(&mut self, name: &str, text: &str) -> Result<(), Reason> {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        if fragment.starts_with('/') {
            return Err("a name that is a JSON Pointer is not converted");
        }
        if !address.is_empty() {
            self.put("$id", Value::from(address), name)?;
        }
        if !fragment.is_empty() {
            self.put("$anchor", Value::from(fragment), name)?;
        }
        Ok(())
    }

    fn one(&mut self, name: &str, schema: Value) -> Result<(), Reason> {
        match name {
            "additionalItems" if has_listed_items(self.object) => {
                self.made.insert("items".to_owned(), schema);
                Ok(())
            }
            "additionalItems" if self.object.contains_key("prefixItems") => {
                Err("it has no meaning beside \"prefixItems\", where it is called \"items\"")
            }
            // Without a list before them, there are no additional items.
            "additionalItems" => Ok(()),
            _ => self.put(name, schema, name),
        }
    }

    fn list(&mut self, name: &str, schemas: Vec<Value>) -> Result<(), Reason> {
        match name {
            "items" if schemas.is_empty() => Ok(()),
            "items" => self.put("prefixItems", Value::Array(schemas), name),
            _ => self.put(name, Value::Array(schemas), name),
        }
    }

    /// Ensures that a keyword with named members exists, even if it is empty.
    fn open(&mut self, keyword: &str) {
        if !self.made.contains_key(keyword) {
            let empty = Value::Object(Map::new());
            self.made.insert(keyword.to_owned(), empty);
        }
    }

    /// Adds a member to a keyword with named members.
    fn add(&mut self, keyword: &str, key: &str, value: Value) -> Result<(), Reason> {
        self.open(keyword);
        let named = self.made.get_mut(keyword).and_then(Value::as_object_mut);
        match named.and_then(|named| named.insert(key.to_owned(), value)) {
            None => Ok(()),
            Some(_) => Err("a name in it is in the keyword as well that it becomes"),
        }
    }
}
