//! Members that the schema describes only conditionally are displayed by a rule that the schema implies.

use super::branches::BranchCondition;
use super::shape::Shape;
use super::{LayoutContext, Loader, MAX_CONTROLS};
use crate::pointer;
use crate::rule::{Condition, Effect, ElementRule, reads_all};
use crate::schema::{Options, Schema};
use serde_json::{Map, Value};

impl<'a> Loader<'_, 'a> {
    /// Adds a rule to an open element: it is shown while one of these lists of conditions holds for the object at
    /// `around`.
    pub(super) fn imply(
        &mut self,
        node: u32,
        when: &[Vec<BranchCondition<'a>>],
        around: &str,
        place: &LayoutContext<'a>,
    ) {
        if when.is_empty() || self.rules.len() >= MAX_CONTROLS {
            return;
        }
        let mut found = Vec::new();
        let ways = when.iter().map(|all| {
            let conditions = all.iter();
            Condition::All(
                conditions
                    .filter_map(|one| self.implied(one, around, place, &mut found))
                    .collect(),
            )
        });
        let condition = Condition::Any(ways.collect());
        found.sort();
        found.dedup();
        let first = when.first().and_then(|all| all.first());
        let at = match first {
            Some(BranchCondition::If { at, .. }) => at.clone(),
            _ => place.shape.at().to_owned(),
        };
        let index = self.rules.len();
        self.rules.push(ElementRule {
            node,
            level: place.level,
            effect: Effect::Show,
            condition,
            reads: found
                .iter()
                .map(|read| self.outline.pattern(place.level, read))
                .collect(),
            at,
            rank: 0,
        });
        if let Some(node) = self.outline.node_mut(node) {
            node.rule = Some(index);
        }
    }

    fn implied(
        &self,
        when: &BranchCondition<'a>,
        around: &str,
        place: &LayoutContext<'a>,
        found: &mut Vec<String>,
    ) -> Option<Condition> {
        self.read(when, around, place, found);
        match when {
            BranchCondition::Present(name) => {
                let anything = Schema::compile(&Value::Bool(true), Options::default()).ok()?;
                Some(Condition::Schema {
                    scope: pointer::child(around, name),
                    schema: Box::new(anything),
                    absent: false,
                })
            }
            BranchCondition::If { at, holds, .. } => {
                let part = at.strip_prefix("/schema").unwrap_or(at);
                let condition = Condition::Schema {
                    scope: around.to_owned(),
                    schema: Box::new(self.schema.part(part)?),
                    absent: false,
                };
                Some(if *holds {
                    condition
                } else {
                    Condition::Not(Box::new(condition))
                })
            }
        }
    }

    /// The pointers that a condition reads.
    pub(super) fn read(
        &self,
        when: &BranchCondition<'a>,
        around: &str,
        place: &LayoutContext<'a>,
        found: &mut Vec<String>,
    ) {
        match when {
            BranchCondition::Present(name) => found.push(pointer::child(around, name)),
            BranchCondition::If { schema, .. } => self.read_by(schema, around, &place.shape, found),
        }
    }

    /// What a condition of the schema reads: the members that it names, or else all that are always described.
    fn read_by(&self, schema: &'a Value, around: &str, shape: &Shape<'a>, found: &mut Vec<String>) {
        let mut named = Vec::new();
        let target = |reference: &str| Some(self.schemas.resolve(reference)?.0);
        let goes_on = || self.schemas.look();
        let names_all = reads_all(schema, around, target, goes_on, &mut named);
        if !names_all || named.iter().any(|read| read == around) {
            let always = if shape.besides.is_empty() {
                &shape.parts
            } else {
                &shape.besides
            };
            let members = always
                .iter()
                .filter_map(|(part, _)| part.get("properties")?.as_object());
            let names = members.flat_map(Map::keys);
            named = names.map(|name| pointer::child(around, name)).collect();
        }
        found.append(&mut named);
    }
}
