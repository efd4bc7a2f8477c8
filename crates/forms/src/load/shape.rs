//! What a schema says about one place in the answers, gathered from references and `allOf`.

use crate::pointer;
use serde_json::{Map, Value};
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeSet, VecDeque};

/// How many schemas may be looked at while one form is loaded.
const MOST_LOOKS: u32 = 100_000;

/// A form's schema, already of draft 2020-12.
pub(crate) struct Schemas<'a> {
    root: &'a Value,
    looks: Cell<u32>,
    named: OnceCell<Vec<Named<'a>>>,
}

/// A schema that has a name of its own.
struct Named<'a> {
    name: &'a str,
    /// Whether the name is an `$id`; otherwise it is an anchor.
    is_id: bool,
    schema: &'a Value,
    at: String,
}

/// The schemas that all hold at one place, with where each stands in the form document.
#[derive(Clone, Default)]
pub(crate) struct Shape<'a> {
    pub(super) parts: Vec<(&'a Map<String, Value>, String)>,
    /// What holds besides, where the parts are an alternative or come with a condition. The members that it names are drawn there.
    pub(super) besides: Vec<(&'a Map<String, Value>, String)>,
}

/// A member of an object.
pub(crate) struct Member<'a> {
    pub(crate) shape: Shape<'a>,
    /// Whether the object always needs it.
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

    /// What the schema says about the answers as a whole.
    pub(crate) fn root(&self) -> Shape<'a> {
        self.shape(self.root, "/schema".to_owned())
    }

    /// Counts a look at a schema; whether it may be looked at.
    pub(super) fn look(&self) -> bool {
        self.looks.set(self.looks.get() + 1);
        !self.is_exhausted()
    }

    /// Whether the schemas are too entangled to be followed any further.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.looks.get() >= MOST_LOOKS
    }

    pub(super) fn shape(&self, schema: &'a Value, at: String) -> Shape<'a> {
        let mut shape = Shape::default();
        self.gather(schema, at, &mut shape);
        shape
    }

    /// Collects a schema with all that hold along with it: the nearest first, so that what stands beside a reference wins.
    fn gather(&self, schema: &'a Value, at: String, shape: &mut Shape<'a>) {
        let mut seen: BTreeSet<_> = shape.parts.iter().map(|(part, _)| address(part)).collect();
        let mut waiting = VecDeque::from([(schema, at)]);
        while let Some((schema, at)) = waiting.pop_front() {
            let Value::Object(keywords) = schema else {
                continue;
            };
            if self.is_exhausted() || !seen.insert(address(keywords)) {
                continue;
            }
            self.looks.set(self.looks.get() + 1);
            for keyword in ["$ref", "$dynamicRef"] {
                let target = keywords.get(keyword).and_then(Value::as_str);
                waiting.extend(target.and_then(|target| self.resolve(target)));
            }
            let parts = list(keywords, "allOf").enumerate();
            waiting.extend(parts.map(|(index, inner)| (inner, format!("{at}/allOf/{index}"))));
            // One schema or null is that schema, as far as a field is concerned.
            for keyword in ["anyOf", "oneOf"] {
                let mut real = list(keywords, keyword)
                    .enumerate()
                    .filter(|(_, inner)| !inner.as_object().is_some_and(says_null));
                if let (Some((index, inner)), None) = (real.next(), real.next())
                    && inner.get("const").is_none()
                {
                    waiting.push_back((inner, format!("{at}/{keyword}/{index}")));
                }
            }
            shape.parts.push((keywords, at));
        }
    }

    /// What a reference inside the document leads to. Others were refused when the schema was compiled.
    pub(super) fn resolve(&self, reference: &str) -> Option<(&'a Value, String)> {
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let last = |name: &str| name.rsplit('/').next().map(str::to_owned);
        let (within, place) = if document.is_empty() {
            (self.root, "/schema")
        } else {
            let is_it = |one: &&Named<'_>| one.is_id && last(one.name) == last(document);
            let found = self.named().iter().find(is_it)?;
            (found.schema, found.at.as_str())
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let target = within.pointer(fragment)?;
            return Some((target, format!("{place}{fragment}")));
        }
        let is_it = |one: &&Named<'_>| {
            !one.is_id && one.name == fragment && pointer::within(&one.at, place)
        };
        let found = self.named().iter().find(is_it)?;
        Some((found.schema, found.at.clone()))
    }

    /// All schemas of the document that have a name.
    fn named(&self) -> &[Named<'a>] {
        self.named.get_or_init(|| {
            let mut named = Vec::new();
            let mut waiting = vec![(self.root, "/schema".to_owned())];
            while let Some((schema, at)) = waiting.pop() {
                match schema {
                    Value::Object(members) => {
                        for (keyword, is_id) in
                            [("$id", true), ("$anchor", false), ("$dynamicAnchor", false)]
                        {
                            if let Some(name) = members.get(keyword).and_then(Value::as_str) {
                                let at = at.clone();
                                named.push(Named {
                                    name,
                                    is_id,
                                    schema,
                                    at,
                                });
                            }
                        }
                        let inner = members.iter();
                        waiting
                            .extend(inner.map(|(name, inner)| (inner, pointer::child(&at, name))));
                    }
                    Value::Array(items) => {
                        let inner = items.iter().enumerate();
                        waiting
                            .extend(inner.map(|(index, inner)| (inner, format!("{at}/{index}"))));
                    }
                    _ => {}
                }
            }
            named
        })
    }

    /// A member of an object: what all schemas here say about it together, else what the first alternative says that knows it.
    pub(crate) fn member(&self, shape: &Shape<'a>, name: &str) -> Option<Member<'a>> {
        let mut found: Option<Shape<'a>> = None;
        for (part, at) in shape.all() {
            if let Some(schema) = part.get("properties").and_then(|members| members.get(name)) {
                let at = pointer::child(&format!("{at}/properties"), name);
                self.gather(schema, at, found.get_or_insert_default());
            }
        }
        Some(Member {
            required: shape.requires(name),
            shape: match found {
                Some(found) => found,
                None => self.alternative(shape, name)?,
            },
        })
    }

    fn alternative(&self, shape: &Shape<'a>, name: &str) -> Option<Shape<'a>> {
        self.walk(shape, |inner| {
            inner.parts.iter().find_map(|(part, at)| {
                let schema = part.get("properties")?.get(name)?;
                let at = pointer::child(&format!("{at}/properties"), name);
                Some(self.shape(schema, at))
            })
        })
    }

    /// Looks at a shape and all its alternatives, each once and the nearest first, until something is found.
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

    /// The schemas that hold only sometimes.
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

    /// What holds for the items of a list.
    pub(crate) fn items(&self, shape: &Shape<'a>) -> Option<Shape<'a>> {
        self.walk(shape, |shape| {
            shape.parts.iter().find_map(|(part, at)| {
                let items = part.get("items")?;
                Some(self.shape(items, format!("{at}/items")))
            })
        })
    }

    /// A schema at a keyword with an index or without, such as `anyOf/0` or `then`.
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

    /// The type of an answer, by its schemas or else by the first alternative that tells.
    pub(crate) fn kind(&self, shape: &Shape<'a>) -> Option<&'a str> {
        self.walk(shape, Shape::kind)
    }

    /// The names of the members to be drawn, in their order: those that are always described, or those of all alternatives where none is.
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

    /// The names that the schemas know here, alternatives included; none where they allow any name.
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
    /// The first thing that is said by a keyword.
    pub(crate) fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.all().find_map(|(part, _)| part.get(keyword))
    }

    pub(crate) fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword)?.as_str()
    }

    /// Where the first of the schemas stands in the form document.
    pub(crate) fn at(&self) -> &str {
        self.parts.first().map_or("/schema", |(_, at)| at)
    }

    /// Where a keyword stands in the form document.
    pub(crate) fn at_of(&self, keyword: &str) -> String {
        let part = self
            .parts
            .iter()
            .find(|(part, _)| part.contains_key(keyword));
        let at = part.map_or_else(|| self.at(), |(_, at)| at);
        crate::pointer::child(at, keyword)
    }

    /// Whether a member is needed whatever the other answers are.
    pub(crate) fn requires(&self, name: &str) -> bool {
        self.all()
            .any(|(part, _)| list(part, "required").any(|required| required == name))
    }

    /// Everything that holds, the nearest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &(&'a Map<String, Value>, String)> {
        self.parts.iter().chain(&self.besides)
    }

    /// The names of the members that are always described, in their order.
    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        self.parts
            .iter()
            .filter_map(|(part, _)| part.get("properties")?.as_object())
            .flat_map(Map::keys)
            .map(String::as_str)
            .filter(|name| seen.insert(*name))
            .collect()
    }

    /// The type of an answer, null aside; guessed from other keywords where none is given.
    pub(super) fn kind(&self) -> Option<&'a str> {
        let named = match self.get("type") {
            Some(Value::String(name)) => Some(name.as_str()),
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .find(|name| *name != "null"),
            _ => None,
        };
        let has = |keyword| self.get(keyword).is_some();
        let guessed = || match self
            .get("enum")
            .and_then(|values| values.get(0))
            .or(self.get("const"))
        {
            Some(Value::String(_)) => Some("string"),
            Some(Value::Number(_)) => Some("number"),
            Some(Value::Bool(_)) => Some("boolean"),
            _ if has("properties") => Some("object"),
            _ if has("items") => Some("array"),
            _ => None,
        };
        named.or_else(guessed)
    }
}

pub(super) fn list<'a>(
    keywords: &'a Map<String, Value>,
    keyword: &str,
) -> impl Iterator<Item = &'a Value> {
    let list = keywords.get(keyword).and_then(Value::as_array);
    list.into_iter().flatten()
}

/// Whether a schema allows null and nothing else.
pub(super) fn says_null(schema: &Map<String, Value>) -> bool {
    let named = schema.get("type").is_some_and(|name| name == "null");
    named || schema.get("const").is_some_and(Value::is_null)
}

/// What tells one schema of a document from another.
pub(super) fn address(part: &Map<String, Value>) -> *const Map<String, Value> {
    std::ptr::from_ref(part)
}
