//! Resolves `$id`, `$anchor`, `$dynamicAnchor` and JSON Pointers within one document.

use serde_json::{Map, Value};

use super::{
    equal::sorted,
    node::{NodeId, ResourceId},
    read::{Reason, text},
    uri,
};

/// The maximum length of a schema's address. Each reference is resolved against an address, so a long one would affect
/// the cost of all.
const MAX_ADDRESS: usize = 2_048;

/// The maximum number of resources and of anchors in one document. They are few enough for linear search.
const MAX_NAMES: usize = 1_000;

/// A `$dynamicRef` that may refer to another node than `target`.
pub(super) struct Dynamic<'a> {
    pub(super) node: NodeId,
    pub(super) target: NodeId,
    pub(super) name: &'a str,
}

/// All names of a document.
#[derive(Default)]
pub(super) struct Names<'a> {
    resources: Vec<Resource<'a>>,
    anchors: Vec<Anchor<'a>>,
}

struct Resource<'a> {
    address: String,
    root: &'a Value,
}

#[derive(Clone, Copy)]
pub(super) struct Anchor<'a> {
    pub(super) name: &'a str,
    pub(super) resource: ResourceId,
    pub(super) node: NodeId,
    pub(super) dynamic: bool,
}

/// The target of a reference.
pub(super) enum Target<'a> {
    Anchor(Anchor<'a>),
    /// The value at a JSON Pointer from the root of a resource.
    Pointer(&'a Value, String),
}

impl<'a> Names<'a> {
    /// Creates a resource for the schema if it has an `$id`, or if it is the root.
    pub(super) fn resource(
        &mut self,
        schema: &'a Value,
        around: Option<ResourceId>,
    ) -> Result<ResourceId, (&'static str, Reason)> {
        let address = match (schema.get("$id"), around) {
            (None, Some(around)) => return Ok(around),
            (None, None) => String::new(),
            (Some(id), around) => {
                let base = around.and_then(|around| self.resources.get(around));
                let base = base.map_or("", |resource| resource.address.as_str());
                let address = text(id).and_then(|id| address(base, id));
                address.map_err(|reason| ("$id", reason))?
            }
        };
        if self.by_address(&address).is_some() {
            return Err(("$id", format!("another schema has the address {address}")));
        }
        let number = self.resources.len();
        if number == MAX_NAMES {
            return Err((
                "$id",
                format!("a document has at most {MAX_NAMES} addresses"),
            ));
        }
        let root = schema;
        self.resources.push(Resource { address, root });
        Ok(number)
    }

    fn by_address(&self, address: &str) -> Option<ResourceId> {
        self.resources
            .iter()
            .position(|resource| resource.address == address)
    }

    fn anchor(&self, resource: ResourceId, name: &str) -> Option<&Anchor<'a>> {
        let mut anchors = self.anchors.iter().rev();
        anchors.find(|anchor| anchor.name == name && anchor.resource == resource)
    }

    /// Records the anchors of a schema.
    pub(super) fn anchors(
        &mut self,
        object: &'a Map<String, Value>,
        resource: ResourceId,
        node: NodeId,
    ) -> Result<(), (&'static str, Reason)> {
        for (keyword, dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            let Some(value) = object.get(keyword) else {
                continue;
            };
            let name = text(value).map_err(|reason| (keyword, reason))?;
            if !is_anchor(name) {
                return Err((keyword, format!("{name} is not a valid anchor name")));
            }
            if self
                .anchor(resource, name)
                .is_some_and(|earlier| earlier.node != node)
            {
                return Err((keyword, format!("another schema has the anchor {name}")));
            }
            if self.anchors.len() == MAX_NAMES {
                return Err((
                    keyword,
                    format!("a document has at most {MAX_NAMES} anchors"),
                ));
            }
            self.anchors.push(Anchor {
                name,
                resource,
                node,
                dynamic,
            });
        }
        Ok(())
    }

    /// The target of `reference` in a resource.
    pub(super) fn find(
        &self,
        mut number: ResourceId,
        reference: &str,
    ) -> Result<Target<'a>, Reason> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let remote = || format!("the schema {reference} is not part of this document");
        let mut resource = self.resources.get(number).ok_or_else(remote)?;
        if !address.is_empty() {
            let address = uri::resolve(&resource.address, address);
            number = self.by_address(&address).ok_or_else(remote)?;
            resource = self.resources.get(number).ok_or_else(remote)?;
        }
        let fragment = uri::decode(fragment)
            .ok_or_else(|| format!("the reference {reference} is not a valid URI"))?;
        if fragment.is_empty() || fragment.starts_with('/') {
            return Ok(Target::Pointer(resource.root, fragment));
        }
        let anchor = self.anchor(number, &fragment).copied().map(Target::Anchor);
        anchor.ok_or_else(|| format!("there is no anchor {fragment} for {reference}"))
    }

    /// All `$dynamicAnchor`s, sorted by name and then by resource.
    pub(super) fn dynamic(&self) -> Vec<Anchor<'a>> {
        let dynamic = self.anchors.iter().filter(|anchor| anchor.dynamic);
        let anchors: Vec<&Anchor<'_>> = dynamic.collect();
        let key = |at: usize| anchors.get(at).map(|anchor| (anchor.name, anchor.resource));
        let order = sorted(anchors.len(), &|a, b| key(a).cmp(&key(b)));
        order
            .into_iter()
            .filter_map(|at| anchors.get(at).copied().copied())
            .collect()
    }
}

/// The address of a schema with an `$id`.
fn address(base: &str, id: &str) -> Result<String, Reason> {
    let id = id.strip_suffix('#').unwrap_or(id);
    if id.contains('#') {
        return Err(format!("{id} has a fragment; $anchor is for that"));
    }
    let address = (id.len() <= MAX_ADDRESS).then(|| uri::resolve(base, id));
    let address = address.filter(|address| address.len() <= MAX_ADDRESS);
    address.ok_or_else(|| format!("an address has at most {MAX_ADDRESS} characters"))
}

fn is_anchor(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
}
