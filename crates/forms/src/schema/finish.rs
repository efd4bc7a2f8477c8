//! Properties of nodes that can only be computed once all nodes exist.

use super::{
    identify::{Anchor, Dynamic, Names},
    node::{Edge, Keyword, Node, NodeId, ResourceId},
};

/// Assigns each `$dynamicRef` its keyword: a plain reference if only one schema is possible. Returns the nodes with
/// each name.
pub(super) fn dynamic(
    nodes: &mut [Node],
    names: &Names<'_>,
    references: &[Dynamic<'_>],
) -> Vec<(ResourceId, NodeId)> {
    if references.is_empty() {
        return Vec::new();
    }
    let anchors = names.dynamic();
    for reference in references {
        let (name, target) = (reference.name, reference.target);
        let start = anchors.partition_point(|anchor| anchor.name < name);
        let end = anchors.partition_point(|anchor| anchor.name <= name);
        if let Some(node) = nodes.get_mut(reference.node) {
            node.keywords.push(if end - start > 1 {
                let named = start..end;
                Keyword::DynamicRef { named, target }
            } else {
                Keyword::Ref(target)
            });
        }
    }
    let pair = |anchor: &Anchor<'_>| (anchor.resource, anchor.node);
    anchors.iter().map(pair).collect()
}

/// Merges alternatives that are only constants into one enumeration, which is faster and gives clearer errors.
pub(super) fn choices(nodes: &mut [Node]) {
    for id in 0..nodes.len() {
        let Some(node) = nodes.get(id) else { continue };
        let mut found = Vec::new();
        for (at, keyword) in node.keywords.iter().enumerate() {
            let (branches, once) = match keyword {
                Keyword::AnyOf(branches) => (branches, false),
                Keyword::OneOf(branches) => (branches, true),
                _ => continue,
            };
            let value = |branch: &NodeId| match nodes.get(*branch)?.keywords.as_slice() {
                [Keyword::Const(value)] => Some(value.clone()),
                _ => None,
            };
            let values: Option<Vec<_>> = branches.iter().map(value).collect();
            // A value that occurs twice can never match exactly one alternative.
            if let Some(values) = values.filter(|v| !once || !super::equal::has_duplicates(v)) {
                found.push((at, Keyword::Enum(values)));
            }
        }
        for (at, keyword) in found {
            let place = nodes.get_mut(id).and_then(|node| node.keywords.get_mut(at));
            if let Some(place) = place {
                *place = keyword;
            }
        }
    }
}

/// Marks the nodes whose results are cached: those that several others check, or that are first probed and then
/// reported. All others are checked once for each check of their parent, so that no chain of references can multiply
/// the work.
pub(super) fn kept(nodes: &mut [Node], dynamic: &[(ResourceId, NodeId)]) {
    let mut asked = vec![0_u8; nodes.len()];
    let mut ask = |node: NodeId, times: u8| {
        if let Some(count) = asked.get_mut(node) {
            *count = count.saturating_add(times);
        }
    };
    ask(0, 1);
    dynamic.iter().for_each(|(_, node)| ask(*node, 2));
    for keyword in nodes.iter().flat_map(|node| &node.keywords) {
        keyword.edges(&mut |edge, node| {
            ask(
                node,
                if matches!(edge, Edge::Probe | Edge::ProbeBelow) {
                    2
                } else {
                    1
                },
            );
        });
    }
    for (node, asked) in nodes.iter_mut().zip(asked) {
        let mut deep = false;
        for keyword in &node.keywords {
            keyword.edges(&mut |_, _| deep = true);
            deep |= matches!(keyword, Keyword::DynamicRef { .. });
        }
        node.keep = deep && asked > 1;
    }
}

/// A schema that would check itself against the same value, whatever the value, and therefore never finish.
pub(super) fn endless(nodes: &[Node]) -> Option<NodeId> {
    let same = |node: NodeId| {
        let mut next = Vec::new();
        for keyword in nodes.get(node).into_iter().flat_map(|node| &node.keywords) {
            keyword.edges(&mut |edge, node| {
                if matches!(edge, Edge::Same | Edge::Probe) {
                    next.push(node);
                }
            });
        }
        next
    };
    let mut open = vec![false; nodes.len()];
    let mut done = vec![false; nodes.len()];
    for start in 0..nodes.len() {
        let mut way = vec![(start, vec![start])];
        while let Some((node, next)) = way.last_mut() {
            let Some(at) = next.pop() else {
                mark(&mut open, *node, false);
                mark(&mut done, *node, true);
                way.pop();
                continue;
            };
            if open.get(at) == Some(&true) {
                return Some(at);
            }
            if done.get(at) == Some(&false) {
                mark(&mut open, at, true);
                way.push((at, same(at)));
            }
        }
    }
    None
}

fn mark(marks: &mut [bool], node: NodeId, value: bool) {
    if let Some(mark) = marks.get_mut(node) {
        *mark = value;
    }
}

/// Records the resource of each node where entering it can change the meaning of a `$dynamicRef`.
pub(super) fn scopes(
    nodes: &mut [Node],
    dynamic: &[(ResourceId, NodeId)],
    resources: impl Iterator<Item = ResourceId>,
) {
    // There are at most as many resources as nodes.
    let mut matters = vec![false; nodes.len()];
    for (resource, _) in dynamic {
        mark(&mut matters, *resource, true);
    }
    for (node, resource) in nodes.iter_mut().zip(resources) {
        node.scope = Some(resource).filter(|resource| matters.get(*resource) == Some(&true));
    }
}
