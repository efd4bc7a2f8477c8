//! Object keywords with subschemas or required members.

use serde_json::Value;

use super::{
    assertion::{count, effort},
    check::Check,
    checked_value::CheckedValue,
    node::{Keyword, Members, Node, NodeId},
    path::Path,
    rule::Rule,
};
use crate::pattern::Pattern;

impl<'s> Check<'s> {
    pub(super) fn members(&mut self, members: &'s Members, at: CheckedValue<'_>) -> bool {
        self.each_member(at, &mut |run, name, at| {
            let named = members.named(name);
            let mut holds = named.is_none_or(|node| run.check(node, at));
            let mut described = named.is_some();
            for (pattern, node) in &members.patterns {
                if run.matches(pattern, name) {
                    described = true;
                    holds &= run.check(*node, at);
                }
            }
            match members.additional {
                Some(node) if !described => run.rest(node, at, Rule::AdditionalProperties),
                _ => holds,
            }
        })
    }

    pub(super) fn property_names(&mut self, node: NodeId, at: CheckedValue<'_>) -> bool {
        self.each_member(at, &mut |run, name, at| {
            let name = Value::String(name.to_owned());
            let name = CheckedValue {
                value: &name,
                ..at.probe()
            };
            run.apart(|run| run.check(node, name)) || run.fail(at, Rule::PropertyNames)
        })
    }

    pub(super) fn unevaluated_properties(
        &mut self,
        node: NodeId,
        owner: &'s Node,
        at: CheckedValue<'_>,
    ) -> bool {
        self.each_member(at, &mut |run, name, below| {
            run.is_described(owner, at, name, below.value)
                || run.rest(node, below, Rule::UnevaluatedProperties)
        })
    }

    pub(super) fn matches(&mut self, pattern: &Pattern, name: &str) -> bool {
        self.spend(effort(pattern, name));
        !self.is_exhausted() && pattern.is_match(name)
    }

    /// Checks every member, or only the one that the report is about.
    fn each_member(
        &mut self,
        at: CheckedValue<'_>,
        check: &mut dyn FnMut(&mut Self, &str, CheckedValue<'_>) -> bool,
    ) -> bool {
        let Value::Object(members) = at.value else {
            return true;
        };
        if let (true, Some(name)) = (at.passes_by(), at.focus.first()) {
            return members.get(name).is_none_or(|value| {
                let path = Path::Member(at.path, name);
                check(self, name, at.below(value, &path))
            });
        }
        let mut holds = true;
        for (name, value) in members {
            let path = Path::Member(at.path, name);
            holds &= check(self, name, at.below(value, &path));
            if (!holds && !at.report) || self.is_exhausted() {
                break;
            }
        }
        holds
    }

    pub(super) fn required(&mut self, names: &[String], at: CheckedValue<'_>, rule: Rule) -> bool {
        let Value::Object(members) = at.value else {
            return true;
        };
        self.spend(names.len() / 4);
        // On the path to another value, only that value can be missing.
        let asked = at.focus.first().filter(|_| at.report);
        if asked.is_some() && at.focus.len() > 1 {
            return true;
        }
        let mut holds = true;
        for name in names {
            if asked.is_some_and(|asked| asked != name) || members.contains_key(name) {
                continue;
            }
            let path = Path::Member(at.path, name);
            if self.is_pruned(at, &path) {
                continue;
            }
            holds = false;
            if !at.report {
                break;
            }
            self.note(&path, rule.clone());
        }
        holds
    }

    /// Pruned members count, as far as the same schema names them.
    pub(super) fn min_properties(
        &mut self,
        least: u64,
        owner: &'s Node,
        at: CheckedValue<'_>,
    ) -> bool {
        let Value::Object(members) = at.value else {
            return true;
        };
        let mut have = members.len();
        if at.lenient && count(have) < least {
            let named = owner.keywords.iter().filter_map(|keyword| match keyword {
                Keyword::Members(members) => Some(&members.named),
                _ => None,
            });
            let absent = named
                .flatten()
                .filter(|(name, _)| !members.contains_key(name));
            let pruned =
                absent.filter(|(name, _)| self.is_pruned(at, &Path::Member(at.path, name)));
            have += pruned.count();
        }
        count(have) >= least || self.fail(at, Rule::MinProperties(least))
    }
}
