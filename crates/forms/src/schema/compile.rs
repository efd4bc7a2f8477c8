//! Compiles a schema document to nodes.
//!
//! Invariant: nothing here is recursive. Schemas are queued until they are read, so that no document can exhaust the
//! stack. Errors are collected, and reading continues, so that one pass finds all of them.

use serde_json::Value;

use super::{
    finish,
    identify::{Dynamic, Names, Target},
    node::{Compiled, Keyword, Node, NodeId, ResourceId, ResultCache},
    path,
    read::Reason,
};
use crate::FormError;

/// The maximum nesting depth of schemas.
pub const MAX_SCHEMA_DEPTH: usize = 32;
/// The maximum number of errors per document.
const MAX_FAULTS: usize = 100;
/// Stands for a schema that is too deep to be read.
const UNREAD: &Value = &Value::Bool(true);

/// A schema of the document. Its index is that of its node.
struct Subschema<'a> {
    schema: &'a Value,
    up: Option<NodeId>,
    /// The pointer relative to the parent.
    tail: String,
    depth: usize,
    resource: ResourceId,
}

/// A `$ref` or `$dynamicRef` that has been read but not resolved yet.
pub(super) struct Reference<'a> {
    pub(super) node: NodeId,
    pub(super) keyword: &'static str,
    pub(super) text: &'a str,
}

pub(super) struct Compiler<'a> {
    pub(super) assert_format: bool,
    places: Vec<Subschema<'a>>,
    /// The indices of known schemas.
    known: ResultCache,
    names: Names<'a>,
    nodes: Vec<Node>,
    pub(super) references: Vec<Reference<'a>>,
    dynamic: Vec<Dynamic<'a>>,
    pub(super) pattern_steps: usize,
    errors: Vec<FormError>,
}

pub(super) fn compile(schema: &Value, assert_format: bool) -> Result<Compiled, Vec<FormError>> {
    let mut compiler = Compiler {
        assert_format,
        places: Vec::new(),
        known: ResultCache::new(),
        names: Names::default(),
        nodes: Vec::new(),
        references: Vec::new(),
        dynamic: Vec::new(),
        pattern_steps: 0,
        errors: Vec::new(),
    };
    compiler.place(schema, None, String::new());
    while compiler.errors.len() < MAX_FAULTS {
        // References can lead to schemas in unexpected locations, so they are resolved one by one after all known
        // schemas were read.
        if let Some(place) = compiler.places.get(compiler.nodes.len()) {
            compiler.read(place.schema);
        } else if let Some(reference) = compiler.references.pop() {
            compiler.follow(&reference);
        } else {
            break;
        }
    }
    compiler.finish()
}

impl<'a> Compiler<'a> {
    fn finish(mut self) -> Result<Compiled, Vec<FormError>> {
        let dynamic = finish::dynamic(&mut self.nodes, &self.names, &self.dynamic);
        finish::choices(&mut self.nodes);
        finish::kept(&mut self.nodes, &dynamic);
        if let Some(node) = finish::endless(&self.nodes) {
            self.refuse(
                node,
                "",
                "this schema refers to itself without end".to_owned(),
            );
        }
        let places = self.places.iter().map(|place| place.resource);
        finish::scopes(&mut self.nodes, &dynamic, places);
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        Ok(Compiled {
            nodes: self.nodes,
            dynamic,
            places: self
                .places
                .into_iter()
                .map(|place| (place.up, place.tail))
                .collect(),
        })
    }

    /// Queues a schema, and records its names.
    pub(super) fn place(&mut self, schema: &'a Value, up: Option<NodeId>, tail: String) -> NodeId {
        let id = self.places.len();
        let above = up.and_then(|up| self.places.get(up));
        let depth = above.map_or(1, |above| above.depth + 1);
        let around = above.map(|above| above.resource);
        let is_deep = depth > MAX_SCHEMA_DEPTH;
        self.known.insert(identity(schema), id);
        self.places.push(Subschema {
            schema: if is_deep { UNREAD } else { schema },
            up,
            tail,
            depth,
            resource: around.unwrap_or_default(),
        });
        if is_deep {
            let reason = format!("schemas nest more than {MAX_SCHEMA_DEPTH} deep");
            self.refuse(id, "", reason);
            return id;
        }
        let named = self.names.resource(schema, around).and_then(|resource| {
            if let Some(place) = self.places.last_mut() {
                place.resource = resource;
            }
            match schema {
                Value::Object(object) => self.names.anchors(object, resource, id),
                _ => Ok(()),
            }
        });
        if let Err((keyword, reason)) = named {
            self.refuse(id, keyword, reason);
        }
        id
    }

    /// Records an error of a keyword, or of the whole schema.
    pub(super) fn refuse(&mut self, id: NodeId, keyword: &str, reason: Reason) {
        let mut tails = Vec::new();
        let mut next = self.places.get(id);
        while let Some(place) = next {
            tails.push(place.tail.as_str());
            next = place.up.and_then(|up| self.places.get(up));
        }
        tails.reverse();
        let mut pointer = tails.concat();
        if !keyword.is_empty() {
            path::push_member(&mut pointer, keyword);
        }
        self.errors.push(FormError { pointer, reason });
    }

    /// The parsed value, if it is well-formed. Otherwise records an error.
    pub(super) fn well<T>(
        &mut self,
        id: NodeId,
        keyword: &str,
        read: Result<T, Reason>,
    ) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(reason) => {
                self.refuse(id, keyword, reason);
                None
            }
        }
    }

    fn read(&mut self, schema: &'a Value) {
        let id = self.nodes.len();
        let keywords = match schema {
            Value::Bool(true) => Vec::new(),
            Value::Bool(false) => vec![Keyword::False],
            Value::Object(object) => self.keywords(id, object),
            _ => {
                self.refuse(id, "", "a schema is an object, true or false".to_owned());
                Vec::new()
            }
        };
        self.nodes.push(Node {
            keywords,
            scope: None,
            keep: false,
        });
    }

    fn follow(&mut self, reference: &Reference<'a>) {
        let Reference {
            node,
            keyword,
            text,
        } = *reference;
        let resource = self.places.get(node).map_or(0, |place| place.resource);
        let (target, dynamic) = match self.names.find(resource, text) {
            Ok(Target::Anchor(anchor)) => (anchor.node, anchor.dynamic.then_some(anchor.name)),
            Ok(Target::Pointer(root, pointer)) => {
                let Some((schema, above, tail)) = self.walk(root, &pointer) else {
                    return self.refuse(node, keyword, format!("there is nothing at {text}"));
                };
                match self.known.get(&identity(schema)) {
                    Some(known) => (*known, None),
                    None => (self.place(schema, above, tail), None),
                }
            }
            Err(reason) => return self.refuse(node, keyword, reason),
        };
        match dynamic.filter(|_| keyword == "$dynamicRef") {
            Some(name) => self.dynamic.push(Dynamic { node, target, name }),
            None => {
                if let Some(node) = self.nodes.get_mut(node) {
                    node.keywords.push(Keyword::Ref(target));
                }
            }
        }
    }

    /// The value at a pointer, with the last known schema on the path and the pointer relative to it.
    fn walk(&self, root: &'a Value, pointer: &str) -> Option<(&'a Value, Option<NodeId>, String)> {
        let mut value = root;
        let mut above = None;
        let mut tail = String::new();
        for token in path::tokens(pointer) {
            if let Some(known) = self.known.get(&identity(value)) {
                above = Some(*known);
                tail.clear();
            }
            path::push_member(&mut tail, &token);
            value = match value {
                Value::Object(members) => members.get(&token)?,
                Value::Array(items) => items.get(path::index(&token)?)?,
                _ => return None,
            };
        }
        Some((value, above, tail))
    }
}

fn identity(schema: &Value) -> [usize; 3] {
    [std::ptr::from_ref(schema).addr(), 0, 0]
}
