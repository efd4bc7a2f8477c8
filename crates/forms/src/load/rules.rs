//! Reads the rules of elements.

use super::object_reader::type_of;
use super::shape::Shape;
use super::{LayoutContext, Loader, MAX_CONTROLS};
use crate::rule::{Condition, Effect, ElementRule, reads};
use crate::schema::{Options, Schema};
use serde_json::Value;

/// The maximum nesting depth of conditions.
const MAX_CONDITION_DEPTH: usize = 32;

impl<'a> Loader<'_, 'a> {
    /// Reads a rule and returns its index among all rules.
    pub(super) fn rule(
        &mut self,
        rule: &Value,
        at: &str,
        place: &LayoutContext<'a>,
        node: u32,
    ) -> Option<usize> {
        if self.rules.len() >= MAX_CONTROLS {
            if self.rules.len() == MAX_CONTROLS {
                self.error(at, format!("more than {MAX_CONTROLS} rules"));
            }
            return None;
        }
        if place.repeats && !self.is_object(&place.shape) {
            let reason =
                "an item that is a single value can have no rule, since items are never taken away";
            self.error(at, reason);
            return None;
        }
        let effect = match rule.get("effect").and_then(Value::as_str) {
            Some("SHOW") => Some(Effect::Show),
            Some("HIDE") => Some(Effect::Hide),
            Some("ENABLE") => Some(Effect::Enable),
            Some("DISABLE") => Some(Effect::Disable),
            Some(other) => {
                let reason = format!(
                    "the effect {other:?} is not known; known are SHOW, HIDE, ENABLE, DISABLE"
                );
                self.error(format!("{at}/effect"), reason);
                None
            }
            None => {
                self.error(at, "a rule needs an effect: SHOW, HIDE, ENABLE or DISABLE");
                None
            }
        };
        let mut found = Vec::new();
        let condition = match rule.get("condition") {
            Some(condition) => {
                self.condition(condition, &format!("{at}/condition"), place, 0, &mut found)
            }
            None => {
                self.error(at, "a rule needs a condition");
                None
            }
        };
        found.sort();
        found.dedup();
        let index = self.rules.len();
        self.rules.push(ElementRule {
            node,
            level: place.level,
            effect: effect?,
            condition: condition?,
            reads: found
                .iter()
                .map(|read| self.outline.pattern(place.level, read))
                .collect(),
            at: at.to_owned(),
            rank: 0,
        });
        Some(index)
    }

    fn condition(
        &mut self,
        condition: &Value,
        at: &str,
        place: &LayoutContext<'a>,
        depth: usize,
        found: &mut Vec<String>,
    ) -> Option<Condition> {
        if depth >= MAX_CONDITION_DEPTH {
            self.error(
                at,
                format!("conditions nest more than {MAX_CONDITION_DEPTH} deep"),
            );
            return None;
        }
        if !condition.is_object() {
            self.error(
                at,
                format!("a condition is an object, not {}", type_of(condition)),
            );
            return None;
        }
        match condition.get("type").and_then(Value::as_str) {
            Some(kind @ ("AND" | "OR")) => {
                let Some(list) = condition.get("conditions").and_then(Value::as_array) else {
                    self.error(at, format!("{kind} needs a list of conditions"));
                    return None;
                };
                let mut inner = Vec::new();
                for (index, one) in list.iter().enumerate() {
                    let at = format!("{at}/conditions/{index}");
                    inner.push(self.condition(one, &at, place, depth + 1, found));
                }
                let inner = inner.into_iter().collect::<Option<Vec<_>>>()?;
                Some(if kind == "AND" {
                    Condition::All(inner)
                } else {
                    Condition::Any(inner)
                })
            }
            Some("NOT") => {
                let Some(inner) = condition.get("condition") else {
                    self.error(at, "NOT needs a condition");
                    return None;
                };
                let at = format!("{at}/condition");
                let inner = self.condition(inner, &at, place, depth + 1, found)?;
                Some(Condition::Not(Box::new(inner)))
            }
            Some("LEAF") => {
                let scope = self.scope_of(condition, at, &place.shape)?;
                let Some(value) = condition.get("expectedValue") else {
                    self.error(at, "LEAF needs an expectedValue");
                    return None;
                };
                found.push(scope.clone());
                Some(Condition::Equals {
                    scope,
                    value: value.clone(),
                })
            }
            _ if condition.get("schema").is_some() => {
                self.schema_condition(condition, at, place, found)
            }
            Some(other) => {
                let reason = format!(
                    "the condition type {other:?} is not known; known are AND, OR, NOT, LEAF, or a scope with a schema"
                );
                self.error(format!("{at}/type"), reason);
                None
            }
            None => {
                self.error(at, "a condition needs a scope and a schema, or a type");
                None
            }
        }
    }

    fn schema_condition(
        &mut self,
        condition: &Value,
        at: &str,
        place: &LayoutContext<'a>,
        found: &mut Vec<String>,
    ) -> Option<Condition> {
        let scope = self.scope_of(condition, at, &place.shape);
        let schema = condition.get("schema")?;
        let compiled = match Schema::compile(
            schema,
            Options {
                assert_format: true,
            },
        ) {
            Ok(compiled) => Some(compiled),
            Err(error) => {
                self.errors.push(error.below(&format!("{at}/schema")));
                None
            }
        };
        let fail_when_undefined = match condition.get("failWhenUndefined") {
            None => false,
            Some(Value::Bool(fails)) => *fails,
            Some(other) => {
                let reason = format!("must be true or false, not {}", type_of(other));
                self.error(format!("{at}/failWhenUndefined"), reason);
                false
            }
        };
        let (scope, compiled) = (scope?, compiled?);
        let absent = !fail_when_undefined && compiled.passes_absence();
        reads(schema, &scope, (!scope.is_empty()).then_some(absent), found);
        Some(Condition::Schema {
            scope,
            schema: Box::new(compiled),
            absent,
        })
    }

    /// The location that the scope of a condition or an option refers to, relative to the base.
    pub(super) fn scope_of(&mut self, of: &Value, at: &str, shape: &Shape<'a>) -> Option<String> {
        let Some(scope) = of.get("scope").and_then(Value::as_str) else {
            self.error(at, "a scope is missing");
            return None;
        };
        self.pointer_of(scope, &format!("{at}/scope"), shape)
    }

    /// The location that a scope refers to.
    pub(super) fn pointer_of(
        &mut self,
        scope: &str,
        at: &str,
        shape: &Shape<'a>,
    ) -> Option<String> {
        match self.schemas.scope(shape, scope) {
            Ok(found) => Some(found.pointer),
            Err(reason) => {
                self.error(at, reason);
                None
            }
        }
    }
}
