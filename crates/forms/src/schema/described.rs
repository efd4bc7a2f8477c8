//! Supports `unevaluatedProperties` and `unevaluatedItems`: finds members and items that no other part of a schema
//! evaluates.
//!
//! The specification collects annotations. This implementation asks about one member or item at a time, and only where
//! such a keyword occurs. Failing parts count as valid where the whole fails because of them anyway: the report should
//! contain the violation of a member, and not also that the member is unexpected.

use serde_json::Value;

use super::{
    check::{Check, CheckPurpose},
    checked_value::CheckedValue,
    node::{Keyword, Node, NodeId},
    path::Path,
};

/// A part of a value.
#[derive(Clone, Copy)]
pub(super) enum ValuePart<'v> {
    Member(&'v str),
    Item(usize),
}

impl<'v> From<&'v str> for ValuePart<'v> {
    fn from(name: &'v str) -> Self {
        Self::Member(name)
    }
}

impl From<usize> for ValuePart<'_> {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

impl<'s> Check<'s> {
    /// Whether a node evaluates a part of `at` by anything but its own `unevaluated…`.
    pub(super) fn is_described<'v>(
        &mut self,
        owner: &'s Node,
        at: CheckedValue<'_>,
        part: impl Into<ValuePart<'v>>,
        value: &Value,
    ) -> bool {
        let part = part.into();
        owner.keywords.iter().any(|keyword| {
            let is_own = matches!(
                keyword,
                Keyword::UnevaluatedItems(_) | Keyword::UnevaluatedProperties(_)
            );
            !is_own && self.describes(keyword, at, part, value)
        })
    }

    fn node_describes(
        &mut self,
        id: NodeId,
        at: CheckedValue<'_>,
        part: ValuePart<'_>,
        value: &Value,
    ) -> bool {
        self.ask(id, at, CheckPurpose::Describes, value, |run, node, at| {
            let mut keywords = node.keywords.iter();
            keywords.any(|keyword| run.describes(keyword, at, part, value))
        })
    }

    fn describes(
        &mut self,
        keyword: &'s Keyword,
        at: CheckedValue<'_>,
        part: ValuePart<'_>,
        value: &Value,
    ) -> bool {
        match (keyword, part) {
            (Keyword::UnevaluatedProperties(_), ValuePart::Member(_))
            | (Keyword::UnevaluatedItems(_), ValuePart::Item(_)) => true,
            (Keyword::Members(members), ValuePart::Member(name)) => {
                members.additional.is_some()
                    || members.named(name).is_some()
                    || members
                        .patterns
                        .iter()
                        .any(|(pattern, _)| self.matches(pattern, name))
            }
            (Keyword::Items(items), ValuePart::Item(index)) => {
                items.rest.is_some() || index < items.first.len()
            }
            (Keyword::Contains(contains), ValuePart::Item(index)) => {
                let path = Path::Item(at.path, index);
                self.check(contains.node, at.probe().below(value, &path))
            }
            (Keyword::Ref(node), _) => self.node_describes(*node, at, part, value),
            (Keyword::DynamicRef { named, target }, _) => {
                let node = self.schema.dynamic(named.clone(), &self.scopes, at.scope);
                self.node_describes(node.unwrap_or(*target), at, part, value)
            }
            (Keyword::AllOf(nodes), _) => nodes
                .iter()
                .any(|node| self.node_describes(*node, at, part, value)),
            (Keyword::AnyOf(nodes) | Keyword::OneOf(nodes), _) => {
                let (mut none, mut found) = (true, false);
                for node in nodes {
                    let holds = self.check(*node, at.probe());
                    none &= !holds;
                    found |= holds && self.node_describes(*node, at, part, value);
                }
                found
                    || (none
                        && nodes
                            .iter()
                            .any(|n| self.node_describes(*n, at, part, value)))
            }
            (Keyword::If(condition), _) => {
                let holds = self.check(condition.test, at.condition());
                let next = if holds {
                    condition.then
                } else {
                    condition.otherwise
                };
                let mut describes = |node| self.node_describes(node, at, part, value);
                (holds && describes(condition.test)) || next.is_some_and(describes)
            }
            (Keyword::DependentSchemas(nodes), _) => nodes.iter().any(|(name, node)| {
                at.value.get(name).is_some() && self.node_describes(*node, at, part, value)
            }),
            _ => false,
        }
    }
}
