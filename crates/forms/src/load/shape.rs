//! The shape of one location in the answers: all schemas that apply there, collected through references and `allOf`.

mod reference;
mod value;

use crate::ordered;
use crate::pointer;
use reference::NamedSchema;
use serde_json::{Map, Value};
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeSet, VecDeque};

/// The maximum number of schemas visited while loading a form.
const MAX_LOOKS: u32 = 100_000;

/// The schema of a form, converted to draft 2020-12.
pub(crate) struct Schemas<'a> {
    root: &'a Value,
    looks: Cell<u32>,
    named: OnceCell<Vec<NamedSchema<'a>>>,
}

/// The schemas that all apply at one location, with their locations in the form document.
#[derive(Clone, Default)]
pub(crate) struct Shape<'a> {
    pub(super) parts: Vec<(&'a Map<String, Value>, String)>,
    /// Schemas that apply in addition, if the parts are an alternative or conditional. Members that they describe are
    /// rendered there.
    pub(super) besides: Vec<(&'a Map<String, Value>, String)>,
    /// The indices of the parts in document order.
    written: Vec<usize>,
    /// The location of a `false` schema among them, which rejects every answer.
    never: Option<String>,
}

/// A member of an object.
pub(crate) struct Member<'a> {
    pub(crate) shape: Shape<'a>,
    /// Whether the object always requires it.
    pub(crate) required: bool,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Self {
            root,
            looks: Cell::new(0),
            named: OnceCell::new(),
        }
    }

    /// The shape of the answers as a whole.
    pub(crate) fn root(&self) -> Shape<'a> {
        self.shape(self.root, "/schema".to_owned())
    }

    /// Counts a visited schema. Returns whether more may be visited.
    pub(super) fn look(&self) -> bool {
        self.looks.set(self.looks.get() + 1);
        !self.is_exhausted()
    }

    /// Whether the schemas are too entangled to be followed any further.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.looks.get() >= MAX_LOOKS
    }

    pub(super) fn shape(&self, schema: &'a Value, at: String) -> Shape<'a> {
        let mut shape = Shape::default();
        self.gather(schema, at, &mut shape);
        shape
    }

    /// Collects a schema and all schemas that apply with it. The nearest come first, so that the siblings of a
    /// reference take precedence.
    fn gather(&self, schema: &'a Value, at: String, shape: &mut Shape<'a>) {
        let mut seen = ordered::set(shape.parts.iter().map(|(part, _)| address(part)));
        let before = shape.parts.len();
        // The schemas that each of them refers to, by index.
        let mut brought: Vec<Vec<usize>> = Vec::new();
        let mut waiting = VecDeque::from([(schema, at, None)]);
        while let Some((schema, at, by)) = waiting.pop_front() {
            let Value::Object(keywords) = schema else {
                if *schema == false {
                    shape.never.get_or_insert(at);
                }
                continue;
            };
            if self.is_exhausted() || !seen.insert(address(keywords)) {
                continue;
            }
            self.looks.set(self.looks.get() + 1);
            let here = brought.len();
            if let Some(brought) = by.and_then(|by: usize| brought.get_mut(by)) {
                brought.push(here);
            }
            brought.push(Vec::new());
            for keyword in ["$ref", "$dynamicRef"] {
                let target = keywords.get(keyword).and_then(Value::as_str);
                let target = target.and_then(|target| self.resolve(target));
                waiting.extend(target.map(|(schema, at)| (schema, at, Some(here))));
            }
            for (index, inner) in list(keywords, "allOf").enumerate() {
                waiting.push_back((inner, format!("{at}/allOf/{index}"), Some(here)));
            }
            // A choice between one schema and null is that schema, as far as a field is concerned.
            for keyword in ["anyOf", "oneOf"] {
                let mut real = list(keywords, keyword).enumerate().filter(|(_, inner)| {
                    **inner != false && !inner.as_object().is_some_and(says_null)
                });
                if let (Some((index, inner)), None) = (real.next(), real.next())
                    && inner.get("const").is_none()
                {
                    waiting.push_back((inner, format!("{at}/{keyword}/{index}"), Some(here)));
                }
            }
            shape.parts.push((keywords, at));
        }
        let mut open: Vec<usize> = (!brought.is_empty()).then_some(0).into_iter().collect();
        while let Some(at) = open.pop() {
            shape.written.push(before + at);
            open.extend(brought.get(at).into_iter().flatten().rev());
        }
    }

    /// A member of an object: by all schemas of the shape, or else by the first alternative that allows an answer for
    /// it.
    pub(crate) fn member(&self, shape: &Shape<'a>, name: &str) -> Option<Member<'a>> {
        Some(Member {
            required: shape.requires(name),
            shape: self.first_open(shape, |inner| {
                let mut found = None;
                for (part, at) in inner.all() {
                    if let Some(schema) = part.get("properties").and_then(|all| all.get(name)) {
                        let at = pointer::child(&format!("{at}/properties"), name);
                        self.gather(schema, at, found.get_or_insert_default());
                    }
                }
                found
            })?,
        })
    }

    /// The result for a shape, or else for the first of its alternatives that allows an answer. If none does, the
    /// result of the first alternative that rejects every answer.
    fn first_open(
        &self,
        shape: &Shape<'a>,
        says: impl Fn(&Shape<'a>) -> Option<Shape<'a>>,
    ) -> Option<Shape<'a>> {
        if let Some(own) = says(shape) {
            return Some(own);
        }
        let mut closed = None;
        let open = self.walk(shape, |inner| {
            let own = says(inner)?;
            if own.is_closed() {
                closed.get_or_insert(own);
                return None;
            }
            Some(own)
        });
        open.or(closed)
    }

    /// Visits a shape and all its alternatives, each once and the nearest first, until something is found.
    fn walk<T>(
        &self,
        shape: &Shape<'a>,
        mut look: impl FnMut(&Shape<'a>) -> Option<T>,
    ) -> Option<T> {
        let mut seen = BTreeSet::new();
        let mut waiting = VecDeque::from([shape.clone()]);
        while let Some(shape) = waiting.pop_front() {
            let first = shape.parts.first().map(|(part, _)| address(part));
            if !seen.insert(first) {
                continue;
            }
            if let Some(found) = look(&shape) {
                return Some(found);
            }
            waiting.extend(self.alternatives(&shape));
        }
        None
    }

    /// The schemas that apply only sometimes.
    fn alternatives(&self, shape: &Shape<'a>) -> Vec<Shape<'a>> {
        let mut found = Vec::new();
        for (part, at) in &shape.parts {
            for keyword in ["oneOf", "anyOf"] {
                for (index, inner) in list(part, keyword).enumerate() {
                    found.push(self.shape(inner, format!("{at}/{keyword}/{index}")));
                }
            }
            for keyword in ["then", "else"] {
                if let Some(inner) = part.get(keyword) {
                    found.push(self.shape(inner, format!("{at}/{keyword}")));
                }
            }
            let dependent = part.get("dependentSchemas").and_then(Value::as_object);
            for (name, inner) in dependent.into_iter().flatten() {
                let at = pointer::child(&format!("{at}/dependentSchemas"), name);
                found.push(self.shape(inner, at));
            }
        }
        found
    }

    /// The shape of the items of a list.
    pub(crate) fn items(&self, shape: &Shape<'a>) -> Option<Shape<'a>> {
        self.first_open(shape, |shape| {
            shape.parts.iter().find_map(|(part, at)| {
                let items = part.get("items")?;
                Some(self.shape(items, format!("{at}/items")))
            })
        })
    }

    /// A schema at a keyword with or without an index, such as `anyOf/0` or `then`.
    pub(crate) fn inside(
        &self,
        shape: &Shape<'a>,
        keyword: &str,
        index: Option<usize>,
    ) -> Option<Shape<'a>> {
        shape.parts.iter().find_map(|(part, at)| {
            let inner = part.get(keyword)?;
            Some(match index {
                None => self.shape(inner, format!("{at}/{keyword}")),
                Some(index) => self.shape(inner.get(index)?, format!("{at}/{keyword}/{index}")),
            })
        })
    }

    /// The type of an answer, by its schemas, or else by the first alternative with a type.
    pub(crate) fn kind(&self, shape: &Shape<'a>) -> Option<&'a str> {
        self.walk(shape, Shape::kind)
    }

    /// The names of the members to render, in order: those that are always described, or if there are none, those of
    /// all alternatives.
    pub(crate) fn names(&self, shape: &Shape<'a>) -> Vec<&'a str> {
        let mut names = shape.names();
        if names.is_empty() {
            let mut seen = BTreeSet::new();
            self.walk(shape, |inner| {
                let own = inner.names().into_iter();
                names.extend(own.filter(|name| seen.insert(*name)));
                None::<()>
            });
        }
        names
    }

    /// The names that the schemas define, including alternatives; `None` if they allow any name.
    pub(crate) fn known(&self, shape: &Shape<'a>) -> Option<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        let open = self.walk(shape, |shape| {
            shape.all().find_map(|(part, _)| {
                let members = part.get("properties").and_then(Value::as_object);
                names.extend(members.into_iter().flat_map(Map::keys).cloned());
                [
                    "patternProperties",
                    "additionalProperties",
                    "unevaluatedProperties",
                ]
                .into_iter()
                .find(|keyword| part.get(*keyword).is_some_and(|value| value != false))
            })
        });
        open.is_none().then_some(names)
    }
}

impl<'a> Shape<'a> {
    /// The value of the first occurrence of a keyword.
    pub(crate) fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.all().find_map(|(part, _)| part.get(keyword))
    }

    pub(crate) fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword)?.as_str()
    }

    /// The schema that references lead to, if there is one.
    pub(super) fn target(&self) -> Option<*const Map<String, Value>> {
        let mut parts = self.parts.iter().map(|(part, _)| *part);
        let target = parts.find(|part| !part.contains_key("$ref"));
        target.or(self.first()).map(address)
    }

    /// The schema at the location itself.
    pub(super) fn first(&self) -> Option<&'a Map<String, Value>> {
        self.parts.first().map(|(part, _)| *part)
    }

    /// The location of the first schema in the form document.
    pub(crate) fn at(&self) -> &str {
        let first = self.parts.first().map(|(_, at)| at);
        first.or(self.never.as_ref()).map_or("/schema", |at| at)
    }

    /// The location of a keyword in the form document.
    pub(crate) fn at_of(&self, keyword: &str) -> String {
        let part = self.all().find(|(part, _)| part.contains_key(keyword));
        let at = part.map_or_else(|| self.at(), |(_, at)| at);
        crate::pointer::child(at, keyword)
    }

    /// Whether a member is required regardless of other answers.
    pub(crate) fn requires(&self, name: &str) -> bool {
        self.all()
            .any(|(part, _)| list(part, "required").any(|required| required == name))
    }

    /// All schemas that apply, the nearest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &(&'a Map<String, Value>, String)> {
        self.parts.iter().chain(&self.besides)
    }

    /// The names of the members that are always described, in order.
    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let parts = self.written.iter().filter_map(|at| self.parts.get(*at));
        parts
            .filter_map(|(part, _)| part.get("properties")?.as_object())
            .flatten()
            .filter(|(_, schema)| **schema != false)
            .map(|(name, _)| name.as_str())
            .filter(|name| seen.insert(*name))
            .collect()
    }

    /// The names of the members that these schemas both require and forbid.
    pub(super) fn impossible(&self) -> Vec<&'a str> {
        let parts = || self.parts.iter().map(|(part, _)| part);
        let needed = parts().flat_map(|part| list(part, "required"));
        let needed = ordered::set(needed.filter_map(Value::as_str));
        let members = parts().filter_map(|part| part.get("properties")?.as_object());
        members
            .flatten()
            .filter(|(name, schema)| **schema == false && needed.contains(name.as_str()))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Whether no answer is possible: nothing is valid, or only null, which counts as no answer.
    pub(super) fn is_closed(&self) -> bool {
        self.never.is_some() || self.is_null()
    }

    /// The type of an answer, ignoring null; inferred from other keywords if there is no `type`.
    pub(super) fn kind(&self) -> Option<&'a str> {
        let named = match self.get("type") {
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .find(|name| *name != "null"),
            name => name.and_then(Value::as_str),
        };
        named.or_else(|| self.guessed_kind())
    }

    fn guessed_kind(&self) -> Option<&'static str> {
        let listed = self.get("enum").and_then(|values| values.get(0));
        match listed.or_else(|| self.get("const")) {
            Some(Value::String(_)) => Some("string"),
            Some(Value::Number(_)) => Some("number"),
            Some(Value::Bool(_)) => Some("boolean"),
            _ if self.get("properties").is_some() => Some("object"),
            _ if self.get("items").is_some() => Some("array"),
            _ => None,
        }
    }
}

pub(super) fn list<'a>(
    keywords: &'a Map<String, Value>,
    keyword: &str,
) -> impl Iterator<Item = &'a Value> {
    let list = keywords.get(keyword).and_then(Value::as_array);
    list.into_iter().flatten()
}

/// Whether a schema allows only null.
pub(super) fn says_null(schema: &Map<String, Value>) -> bool {
    let only = |keyword, is_it: fn(&Value) -> bool| match schema.get(keyword) {
        Some(Value::Array(list)) => list.iter().all(is_it),
        value => value.is_some_and(is_it),
    };
    only("type", |name| name == "null")
        || only("const", Value::is_null)
        || only("enum", Value::is_null)
}

/// The identity of a schema in a document: its address in memory.
pub(super) fn address(schema: &Map<String, Value>) -> *const Map<String, Value> {
    schema
}
