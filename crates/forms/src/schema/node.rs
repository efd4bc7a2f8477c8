//! Compiled schemas: nodes that refer to each other by index.

use std::{collections::BTreeMap, ops::Range};

use serde_json::{Number, Value};

use super::rule::Types;
use crate::{format::Format, pattern::Pattern};

/// The index of a node in its schema.
pub(crate) type NodeId = usize;
/// The index of a schema with an `$id`, or of the document itself.
pub(super) type ResourceId = usize;

/// A cache whose keys consist of the address of a value in memory, which is its identity while it is borrowed, and two
/// more numbers. One type for all caches, because each further one adds to the module.
pub(super) type ResultCache = BTreeMap<[usize; 3], usize>;

/// A compiled document. The first node is the document itself.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) nodes: Vec<Node>,
    /// The nodes with a `$dynamicAnchor`, sorted by name and then by resource.
    pub(super) dynamic: Vec<(ResourceId, NodeId)>,
    /// The location of each node in the document: its parent node, and the pointer relative to that.
    pub(super) places: Vec<(Option<NodeId>, String)>,
}

impl Compiled {
    /// The node at a JSON Pointer into the document.
    pub(super) fn find(&self, pointer: &str) -> Option<NodeId> {
        (0..self.places.len()).find(|node| self.stands_at(*node, pointer))
    }

    fn stands_at(&self, node: NodeId, pointer: &str) -> bool {
        match self.places.get(node) {
            Some((up, tail)) => pointer
                .strip_suffix(tail.as_str())
                .is_some_and(|rest| match up {
                    Some(up) => self.stands_at(*up, rest),
                    None => rest.is_empty(),
                }),
            None => false,
        }
    }
}

/// A schema object, `true` (no keywords) or `false`.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) keywords: Vec<Keyword>,
    /// The resource that contains it, if that can change the meaning of a `$dynamicRef`.
    pub(super) scope: Option<ResourceId>,
    /// Whether it can be checked more than once against one value, so that its result is cached.
    pub(super) keep: bool,
}

/// A keyword of a node. Unknown keywords and annotations are omitted.
#[derive(Debug)]
pub(super) enum Keyword {
    False,
    Type(Types),
    Enum(Vec<Value>),
    Const(Value),
    MultipleOf(Number),
    Maximum(Number),
    ExclusiveMaximum(Number),
    Minimum(Number),
    ExclusiveMinimum(Number),
    MaxLength(u64),
    MinLength(u64),
    Pattern(Pattern),
    Format(Format),
    MaxItems(u64),
    MinItems(u64),
    UniqueItems,
    MaxProperties(u64),
    MinProperties(u64),
    Required(Vec<String>),
    DependentRequired(Vec<(String, Vec<String>)>),
    Ref(NodeId),
    /// Refers to the outermost resource in the dynamic scope that has the name, or else to the target.
    DynamicRef {
        named: Range<usize>,
        target: NodeId,
    },
    AllOf(Vec<NodeId>),
    AnyOf(Vec<NodeId>),
    OneOf(Vec<NodeId>),
    Not(NodeId),
    If(IfThenElse),
    DependentSchemas(Vec<(String, NodeId)>),
    Members(Members),
    PropertyNames(NodeId),
    Items(Items),
    Contains(Contains),
    UnevaluatedItems(NodeId),
    UnevaluatedProperties(NodeId),
}

/// `if`, `then` and `else`.
#[derive(Debug)]
pub(super) struct IfThenElse {
    pub(super) test: NodeId,
    pub(super) then: Option<NodeId>,
    pub(super) otherwise: Option<NodeId>,
}

/// `properties`, `patternProperties` and `additionalProperties`.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Sorted by name.
    pub(super) named: Vec<(String, NodeId)>,
    pub(super) patterns: Vec<(Pattern, NodeId)>,
    pub(super) additional: Option<NodeId>,
}

impl Members {
    pub(super) fn named(&self, name: &str) -> Option<NodeId> {
        let order = |(known, _): &(String, NodeId)| known.as_str().cmp(name);
        let at = self.named.binary_search_by(order).ok()?;
        self.named.get(at).map(|(_, node)| *node)
    }
}

/// `prefixItems` and `items`.
#[derive(Debug)]
pub(super) struct Items {
    pub(super) first: Vec<NodeId>,
    pub(super) rest: Option<NodeId>,
}

/// `contains`, `minContains` and `maxContains`.
#[derive(Debug)]
pub(super) struct Contains {
    pub(super) node: NodeId,
    pub(super) min: Option<u64>,
    pub(super) max: Option<u64>,
}

/// How a node uses another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// For the same value, as a part of its own result.
    Same,
    /// For the same value, to find out which alternative is valid.
    Probe,
    /// For a value below.
    Below,
    /// For a value below, to find out whether it counts.
    ProbeBelow,
}

impl Keyword {
    /// Visits every node that this keyword uses, except those of a `$dynamicRef`, which are found by name.
    pub(super) fn edges(&self, visit: &mut dyn FnMut(Edge, NodeId)) {
        match self {
            Self::Ref(node) => visit(Edge::Same, *node),
            Self::AllOf(nodes) => nodes.iter().for_each(|node| visit(Edge::Same, *node)),
            Self::AnyOf(nodes) | Self::OneOf(nodes) => {
                nodes.iter().for_each(|node| visit(Edge::Probe, *node));
            }
            Self::Not(node) => visit(Edge::Probe, *node),
            Self::If(condition) => {
                visit(Edge::Probe, condition.test);
                let parts = condition.then.iter().chain(&condition.otherwise);
                parts.for_each(|node| visit(Edge::Same, *node));
            }
            Self::DependentSchemas(nodes) => {
                nodes.iter().for_each(|(_, node)| visit(Edge::Same, *node));
            }
            Self::Members(members) => {
                members
                    .named
                    .iter()
                    .for_each(|(_, node)| visit(Edge::Below, *node));
                members
                    .patterns
                    .iter()
                    .for_each(|(_, node)| visit(Edge::Below, *node));
                members
                    .additional
                    .iter()
                    .for_each(|node| visit(Edge::Below, *node));
            }
            Self::Items(items) => {
                let nodes = items.first.iter().chain(&items.rest);
                nodes.for_each(|node| visit(Edge::Below, *node));
            }
            Self::Contains(contains) => visit(Edge::ProbeBelow, contains.node),
            Self::PropertyNames(node)
            | Self::UnevaluatedItems(node)
            | Self::UnevaluatedProperties(node) => visit(Edge::Below, *node),
            _ => {}
        }
    }
}
