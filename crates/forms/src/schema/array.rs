//! Array keywords with subschemas.

use serde_json::Value;

use super::{
    check::Check,
    checked_value::CheckedValue,
    node::{Contains, Items, Node, NodeId},
    path::{Path, index},
    rule::Rule,
};

impl<'s> Check<'s> {
    pub(super) fn items(&mut self, items: &'s Items, at: CheckedValue<'_>) -> bool {
        self.each_item(at, &mut |run, index, at| match items.first.get(index) {
            Some(node) => run.check(*node, at),
            None => items
                .rest
                .is_none_or(|node| run.rest(node, at, Rule::Items)),
        })
    }

    pub(super) fn contains(&mut self, contains: &Contains, at: CheckedValue<'_>) -> bool {
        let Value::Array(items) = at.value else {
            return true;
        };
        if at.passes_by() {
            return true;
        }
        let least = contains.min.unwrap_or(1);
        let mut found = 0;
        for (index, value) in items.iter().enumerate() {
            // Without a maximum, the remaining items do not matter.
            if contains.max.is_none() && found >= least {
                break;
            }
            let path = Path::Item(at.path, index);
            found += u64::from(self.check(contains.node, at.probe().below(value, &path)));
        }
        if found < least {
            let rule = contains.min.map_or(Rule::Contains, Rule::MinContains);
            return self.fail(at, rule);
        }
        match contains.max {
            Some(most) if found > most => self.fail(at, Rule::MaxContains(most)),
            _ => true,
        }
    }

    pub(super) fn unevaluated_items(
        &mut self,
        node: NodeId,
        owner: &'s Node,
        at: CheckedValue<'_>,
    ) -> bool {
        self.each_item(at, &mut |run, index, below| {
            run.is_described(owner, at, index, below.value)
                || run.rest(node, below, Rule::UnevaluatedItems)
        })
    }

    /// Checks every item, or only the one that the report is about.
    fn each_item(
        &mut self,
        at: CheckedValue<'_>,
        check: &mut dyn FnMut(&mut Self, usize, CheckedValue<'_>) -> bool,
    ) -> bool {
        let Value::Array(items) = at.value else {
            return true;
        };
        if let (true, Some(token)) = (at.passes_by(), at.focus.first()) {
            let found = index(token).and_then(|at| Some((at, items.get(at)?)));
            return found.is_none_or(|(index, value)| {
                let path = Path::Item(at.path, index);
                check(self, index, at.below(value, &path))
            });
        }
        let mut holds = true;
        for (index, value) in items.iter().enumerate() {
            let path = Path::Item(at.path, index);
            holds &= check(self, index, at.below(value, &path));
            if (!holds && !at.report) || self.is_exhausted() {
                break;
            }
        }
        holds
    }
}
