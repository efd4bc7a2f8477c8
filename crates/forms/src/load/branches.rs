//! Schemas that apply only sometimes: alternatives and conditional schemas.

use super::shape::{Schemas, Shape, address, list, says_null};
use crate::ordered;
use crate::pointer;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A choice between alternatives: the elements of a `oneOf` or `anyOf` that need different fields.
pub(crate) struct Alternatives<'a> {
    /// The location of the list in the form document.
    pub(crate) at: String,
    /// The alternatives with their indices in the list, without those that only allow null.
    pub(crate) each: Vec<(usize, Shape<'a>)>,
    /// The member whose constant distinguishes them.
    pub(crate) discriminator: Option<&'a str>,
    /// Whether each is the whole answer; otherwise they add members to an object.
    pub(crate) whole: bool,
}

/// A schema that applies while all its conditions hold.
pub(crate) struct Branch<'a> {
    pub(crate) shape: Shape<'a>,
    pub(crate) when: Vec<BranchCondition<'a>>,
}

/// A condition in the schema.
#[derive(Clone, PartialEq)]
pub(crate) enum BranchCondition<'a> {
    /// Whether the `if` at a location holds or fails.
    If {
        schema: &'a Value,
        at: String,
        holds: bool,
    },
    /// `dependentSchemas`: the member is present.
    Present(&'a str),
}

impl<'a> Schemas<'a> {
    /// All alternatives of the first `oneOf` or `anyOf` of a shape.
    pub(crate) fn each(&self, shape: &Shape<'a>, keyword: &str) -> Option<Vec<Shape<'a>>> {
        let (part, at) = shape.all().find(|(part, _)| part.contains_key(keyword))?;
        let each = list(part, keyword).enumerate();
        Some(
            each.map(|(n, one)| self.shape(one, format!("{at}/{keyword}/{n}")))
                .collect(),
        )
    }

    /// All lists of alternatives of a shape that users have to choose from.
    pub(crate) fn choosable(&self, shape: &Shape<'a>) -> Vec<Alternatives<'a>> {
        let mut found = Vec::new();
        for (part, at) in &shape.parts {
            for keyword in ["oneOf", "anyOf"] {
                if part.contains_key(keyword) {
                    let each: Vec<_> = list(part, keyword)
                        .enumerate()
                        .filter(|(_, one)| **one != false)
                        .map(|(n, one)| (n, self.shape(one, format!("{at}/{keyword}/{n}"))))
                        .filter(|(_, one)| !one.is_null())
                        .collect();
                    let whole = !self.is_object(shape, &each);
                    let differ = if whole {
                        self.are_of_kinds(shape, &each)
                    } else {
                        self.add_members(shape, &each)
                    };
                    if each.len() > 1 && differ && !each.iter().all(|(_, one)| is_value(one)) {
                        found.push(Alternatives {
                            at: format!("{at}/{keyword}"),
                            discriminator: self.discriminator(&each),
                            each,
                            whole,
                        });
                    }
                }
            }
        }
        found
    }

    /// The texts listed by alternatives, if another alternative allows any text.
    pub(crate) fn suggested(&self, shape: &Shape<'a>) -> Vec<String> {
        let each = self.each(shape, "anyOf").unwrap_or_default().into_iter();
        let (listed, free): (Vec<_>, Vec<_>) = each.partition(is_value);
        if free.is_empty() {
            return Vec::new();
        }
        let values = listed.iter().flat_map(|one| {
            let list = one.get("enum").and_then(Value::as_array);
            list.into_iter().flatten().chain(one.get("const"))
        });
        values
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// Whether answers are objects, whichever alternative is selected.
    fn is_object(&self, shape: &Shape<'a>, each: &[(usize, Shape<'a>)]) -> bool {
        shape.kind() == Some("object")
            || shape.kind().is_none() && {
                let mut kinds = each.iter().map(|(_, one)| self.kind(one));
                // An alternative that only requires members has no type.
                kinds.all(|kind| kind.is_none_or(|kind| kind == "object"))
            }
    }

    /// Whether an alternative adds members.
    fn add_members(&self, shape: &Shape<'a>, each: &[(usize, Shape<'a>)]) -> bool {
        let base = ordered::set(shape.names());
        let adds = |one: &Shape<'a>| self.names(one).iter().any(|name| !base.contains(name));
        each.iter().any(|(_, one)| adds(one))
    }

    /// Whether the alternatives need different fields: their types or list items differ, or each has a title.
    fn are_of_kinds(&self, shape: &Shape<'a>, each: &[(usize, Shape<'a>)]) -> bool {
        let number = |kind| if kind == "integer" { "number" } else { kind };
        let kind = |one: &Shape<'a>| self.kind(one).or(shape.kind()).map(number);
        let mut kinds = each.iter().map(|(_, one)| kind(one));
        let first = kinds.next().flatten();
        kinds.any(|kind| kind != first)
            || first == Some("array") && each.iter().all(|(_, one)| self.items(one).is_some())
            || each.iter().all(|(_, one)| one.get("title").is_some())
    }

    /// The member that has a different constant in each alternative.
    fn discriminator(&self, each: &[(usize, Shape<'a>)]) -> Option<&'a str> {
        let (_, first) = each.first()?;
        first.names().into_iter().find(|name| {
            let mut seen: Vec<&Value> = Vec::new();
            each.iter().all(|(_, one)| {
                let value = self
                    .member(one, name)
                    .and_then(|member| member.shape.constant());
                value.is_some_and(|value| {
                    let new = !seen.contains(&value);
                    seen.push(value);
                    new
                })
            })
        })
    }

    /// The conditions under which a member is described, if only conditional schemas describe it; otherwise empty.
    pub(crate) fn conditions(
        &self,
        shape: &Shape<'a>,
        name: &str,
    ) -> Vec<Vec<BranchCondition<'a>>> {
        let describes = |one: &Shape<'a>| one.names().contains(&name);
        let mut alternatives = self.choosable(shape).into_iter().flat_map(|all| all.each);
        if describes(shape) || alternatives.any(|(_, one)| describes(&one)) {
            return Vec::new();
        }
        let branches = self.branches(shape).into_iter();
        let found = branches.filter(|branch| describes(&branch.shape));
        settled(found.map(|branch| branch.when).collect())
    }

    /// The conditional schemas: `then`, `else` and `dependentSchemas`, including nested ones.
    pub(crate) fn branches(&self, shape: &Shape<'a>) -> Vec<Branch<'a>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(shape.clone(), Vec::new())];
        while let Some((shape, when)) = waiting.pop() {
            let mut next = Vec::new();
            for (part, at) in &shape.parts {
                // Schemas that apply in addition are visited only once.
                if !seen.insert(address(part)) {
                    continue;
                }
                if let Some(test) = part.get("if") {
                    for (keyword, holds) in [("then", true), ("else", false)] {
                        if let Some(inner) = part.get(keyword) {
                            let condition = BranchCondition::If {
                                schema: test,
                                at: format!("{at}/if"),
                                holds,
                            };
                            next.push((inner, format!("{at}/{keyword}"), condition));
                        }
                    }
                }
                let dependent = part.get("dependentSchemas").and_then(Value::as_object);
                for (name, inner) in dependent.into_iter().flatten() {
                    let at = pointer::child(&format!("{at}/dependentSchemas"), name);
                    next.push((inner, at, BranchCondition::Present(name)));
                }
            }
            for (inner, at, condition) in next {
                let own = self.shape(inner, at);
                let when: Vec<_> = when.iter().cloned().chain([condition]).collect();
                let shape = own.beside(&shape);
                found.push(Branch {
                    shape: shape.clone(),
                    when: when.clone(),
                });
                waiting.push((shape, when));
            }
        }
        found
    }
}

impl<'a> Shape<'a> {
    /// The members that these schemas describe, each with its first schema.
    pub(crate) fn described(&self) -> Vec<(&'a str, &'a Value)> {
        let names = self.names().into_iter();
        let of = |name: &'a str| {
            let parts = self.parts.iter();
            parts
                .filter_map(|(part, _)| part.get("properties")?.get(name))
                .next()
        };
        names.filter_map(|name| Some((name, of(name)?))).collect()
    }

    /// The same shape, with other schemas that apply in addition.
    pub(crate) fn beside(mut self, others: &Self) -> Self {
        let own = ordered::set(self.parts.iter().map(|(part, _)| address(part)));
        let others = others
            .all()
            .filter(|(part, _)| !own.contains(&address(part)));
        self.besides = others.cloned().collect();
        self
    }

    /// Whether the additional schemas describe the member.
    pub(crate) fn is_drawn_besides(&self, name: &str) -> bool {
        let members = |(part, _): &(&'a Map<String, Value>, String)| part.get("properties");
        self.besides
            .iter()
            .filter_map(members)
            .any(|members| members.get(name).is_some())
    }

    /// Whether only null is valid.
    pub(crate) fn is_null(&self) -> bool {
        self.parts.iter().any(|(part, _)| says_null(part))
    }

    /// The only valid value.
    pub(crate) fn constant(&self) -> Option<&'a Value> {
        let single = || self.get("enum")?.as_array().filter(|list| list.len() == 1);
        self.get("const").or_else(|| single()?.first())
    }
}

/// Simplifies a disjunction of lists of conditions. Both branches of the same `if` cancel out; the result is empty if
/// nothing depends on conditions.
pub(super) fn settled(mut all: Vec<Vec<BranchCondition<'_>>>) -> Vec<Vec<BranchCondition<'_>>> {
    let other = |when: &[BranchCondition<'_>]| {
        all.iter().position(|one| match (one.split_last(), when.split_last()) {
            (Some((BranchCondition::If { at, holds, .. }, before)), Some((last, others))) => {
                let is_other =
                    matches!(last, BranchCondition::If { at: own, holds: way, .. } if own == at && way != holds);
                is_other && before == others
            }
            _ => false,
        })
    };
    let pair = (0..all.len()).find_map(|at| Some((at, other(all.get(at)?)?)));
    let Some((first, second)) = pair else {
        return all;
    };
    let mut shorter = all.get(first).cloned().unwrap_or_default();
    shorter.pop();
    all.remove(first.max(second));
    all.remove(first.min(second));
    if shorter.is_empty() {
        return Vec::new();
    }
    all.push(shorter);
    settled(all)
}

/// Whether an alternative is a single value, or several values without a title, so that all alternatives form one list
/// of options.
pub(super) fn is_value(shape: &Shape<'_>) -> bool {
    shape.get("const").is_some() || shape.get("enum").is_some() && shape.get("title").is_none()
}
