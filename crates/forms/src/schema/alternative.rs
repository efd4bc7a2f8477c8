//! `anyOf` and `oneOf`: validation and error reporting.

use serde_json::Value;

use super::{
    assertion::{broken, cost},
    check::{Check, MAX_DEPTH},
    checked_value::CheckedValue,
    node::{Keyword, NodeId},
    path::Path,
    rule::Rule,
};

/// How many references and `allOf` are followed to find the members that an alternative requires.
const MAX_STEPS: usize = 4;

/// The maximum number of these members in a report.
const MAX_NAMES: usize = 20;

impl Check<'_> {
    pub(super) fn any_of(&mut self, nodes: &[NodeId], at: CheckedValue<'_>) -> bool {
        let holds = nodes.iter().any(|node| self.check(*node, at.probe()));
        holds || self.explain(nodes, at, Rule::AnyOf)
    }

    /// Alternatives are distinguished by the present members. Only if none is valid may pruned members be missing.
    pub(super) fn one_of(&mut self, nodes: &[NodeId], at: CheckedValue<'_>) -> bool {
        let holding = nodes
            .iter()
            .filter(|node| self.check(**node, at.condition()));
        match holding.take(2).count() {
            0 => {
                let holds = at.lenient && nodes.iter().any(|node| self.check(*node, at.probe()));
                holds || self.explain(nodes, at, Rule::OneOf)
            }
            1 => true,
            _ => {
                let asked = |run: &mut Self, name: &str| {
                    run.spend(1);
                    at.value.get(name).is_some()
                };
                let names = self.names_in(nodes, at, asked);
                self.fail(at, Rule::TooMany(names))
            }
        }
    }

    /// If only one alternative can be intended, because it was selected or by its types and constants, reports its
    /// violations. Always returns `false`.
    fn explain(
        &mut self,
        nodes: &[NodeId],
        at: CheckedValue<'_>,
        rule: fn(Vec<String>) -> Rule,
    ) -> bool {
        if !at.report {
            return false;
        }
        if let Some(chosen) = self.chosen {
            let chosen = chosen(&at.path.pointer());
            if let Some(node) = nodes.iter().find(|node| chosen.contains(*node)) {
                return self.check(*node, at);
            }
        }
        let near = nodes.iter().filter(|node| !self.is_far(**node, at.value));
        let near: Vec<NodeId> = near.copied().collect();
        match near.as_slice() {
            [node] => self.check(*node, at),
            near => {
                let missing = |run: &mut Self, name: &str| {
                    run.spend(1);
                    at.value.get(name).is_none() && !run.is_pruned(at, &Path::Member(at.path, name))
                };
                let names = self.names_in(near, at, missing);
                self.fail(at, rule(names))
            }
        }
    }

    /// The members that alternatives require and for which `wanted` returns `true`; empty if nothing is to be reported.
    fn names_in(
        &mut self,
        nodes: &[NodeId],
        at: CheckedValue<'_>,
        wanted: impl Fn(&mut Self, &str) -> bool,
    ) -> Vec<String> {
        let mut names = Vec::new();
        if !at.report || at.passes_by() || !at.value.is_object() {
            return names;
        }
        let mut waiting: Vec<(NodeId, usize)> =
            nodes.iter().rev().map(|node| (*node, MAX_STEPS)).collect();
        while let Some((node, steps)) = waiting.pop() {
            self.spend(1);
            if self.is_exhausted() {
                break;
            }
            let Some(node) = self.schema.nodes.get(node) else {
                continue;
            };
            for keyword in &node.keywords {
                match keyword {
                    Keyword::Required(asked) => {
                        for name in asked {
                            if names.len() < MAX_NAMES
                                && !names.contains(name)
                                && wanted(self, name)
                            {
                                names.push(name.clone());
                            }
                        }
                    }
                    Keyword::Ref(node) if steps > 0 => waiting.push((*node, steps - 1)),
                    Keyword::AllOf(nodes) if steps > 0 => {
                        waiting.extend(nodes.iter().map(|node| (*node, steps - 1)));
                    }
                    _ => {}
                }
            }
        }
        names
    }

    /// Whether the alternative is for another type of value, or for other values of the members that distinguish the
    /// alternatives.
    pub(super) fn is_far(&mut self, node: NodeId, value: &Value) -> bool {
        self.spend(1);
        // A node that a check could not follow indicates nothing.
        if self.depth >= MAX_DEPTH || self.is_exhausted() {
            return false;
        }
        let Some(node) = self.schema.nodes.get(node) else {
            return false;
        };
        self.depth += 1;
        let is_far = node.keywords.iter().any(|keyword| match keyword {
            Keyword::Type(_) | Keyword::Const(_) | Keyword::Enum(_) => {
                self.spend(cost(keyword, value));
                broken(keyword, value).is_some()
            }
            Keyword::Ref(node) => self.is_far(*node, value),
            Keyword::Members(members) => {
                self.spend(members.named.len());
                members.named.iter().any(|(name, node)| {
                    let keywords = self.schema.nodes.get(*node).map(|node| &node.keywords);
                    let mut constants = keywords.into_iter().flatten();
                    constants.any(|keyword| {
                        let value = value.get(name);
                        matches!(keyword, Keyword::Const(_))
                            && value.is_some_and(|value| broken(keyword, value).is_some())
                    })
                })
            }
            _ => false,
        });
        self.depth -= 1;
        is_far
    }
}
