//! `anyOf` and `oneOf`: whether they hold, and what to say if they do not.

use serde_json::Value;

use super::{
    assertion::broken,
    at::At,
    check::Run,
    node::{Keyword, NodeId},
    rule::Rule,
};

impl Run<'_> {
    pub(super) fn any_of(&mut self, nodes: &[NodeId], at: At<'_>) -> bool {
        let holds = nodes.iter().any(|node| self.check(*node, at.probe()));
        holds || self.explain(nodes, at, Rule::AnyOf)
    }

    /// Alternatives are told apart by what is there. Only if none holds, pruned members may be missing.
    pub(super) fn one_of(&mut self, nodes: &[NodeId], at: At<'_>) -> bool {
        let holding = nodes
            .iter()
            .filter(|node| self.check(**node, at.condition()));
        match holding.take(2).count() {
            0 => {
                let holds = at.lenient && nodes.iter().any(|node| self.check(*node, at.probe()));
                holds || self.explain(nodes, at, Rule::OneOf)
            }
            1 => true,
            _ => self.fail(at, Rule::OneOf),
        }
    }

    /// Where only one alternative can be meant, since it was chosen or by types and constants, says what that one lacks. Always false.
    fn explain(&mut self, nodes: &[NodeId], at: At<'_>, rule: Rule) -> bool {
        if !at.report {
            return false;
        }
        if let Some(chosen) = self.chosen {
            let chosen = chosen(&at.path.pointer());
            if let Some(node) = nodes.iter().find(|node| chosen.contains(*node)) {
                return self.check(*node, at);
            }
        }
        let mut near = nodes.iter().filter(|node| !self.is_far(**node, at.value));
        match (near.next(), near.next()) {
            (Some(node), None) => self.check(*node, at),
            _ => self.fail(at, rule),
        }
    }

    /// Whether the alternative is about another type of value, or about another value of the members that tell them apart.
    pub(super) fn is_far(&mut self, node: NodeId, value: &Value) -> bool {
        self.spend(1);
        let node = self.schema.nodes.get(node).filter(|_| !self.is_exhausted());
        let Some(node) = node else {
            return false;
        };
        node.keywords.iter().any(|keyword| match keyword {
            Keyword::Type(_) | Keyword::Const(_) | Keyword::Enum(_) => {
                broken(keyword, value).is_some()
            }
            Keyword::Ref(node) => self.is_far(*node, value),
            Keyword::Members(members) => members.named.iter().any(|(name, node)| {
                let keywords = self.schema.nodes.get(*node).map(|node| &node.keywords);
                let mut constants = keywords.into_iter().flatten();
                constants.any(|keyword| {
                    let value = value.get(name);
                    matches!(keyword, Keyword::Const(_))
                        && value.is_some_and(|value| broken(keyword, value).is_some())
                })
            }),
            _ => false,
        })
    }
}
