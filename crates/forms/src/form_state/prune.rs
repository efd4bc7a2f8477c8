//! Pruning: a value is sent unless every control for it is hidden or disabled by a rule.
//!
//! The controls for a value are those with its pointer, or else those with the nearest enclosing pointer. An object
//! that loses its last member by pruning is removed as well. Items of lists are kept, so that pointers into a list stay
//! valid.

use super::verdicts::Verdicts;
use crate::FieldKind;
use crate::form::Form;
use crate::pointer;
use crate::scopes::ScopeNode;
use serde_json::{Map, Value};

struct Pruner<'a> {
    form: &'a Form,
    verdicts: &'a Verdicts,
    /// Whether values of unselected alternatives are removed as well.
    by_choice: bool,
}

/// All answers to send.
pub(super) fn prune(form: &Form, verdicts: &Verdicts, data: &Value) -> Value {
    let pruner = Pruner {
        form,
        verdicts,
        by_choice: true,
    };
    let root = form.scopes.root();
    let pruned = root.and_then(|root| pruner.value(root, data, &mut String::new(), true));
    pruned.unwrap_or_else(|| Value::Object(Map::new()))
}

/// The part of the answer at a pointer that is sent.
pub(super) fn at(form: &Form, verdicts: &Verdicts, data: &Value, pointer: &str) -> Option<Value> {
    let pruner = Pruner {
        form,
        verdicts,
        by_choice: true,
    };
    let value = data.pointer(pointer)?;
    match pruner.descend(pointer) {
        (sent, Some(place)) => pruner.value(place, value, &mut pointer.to_owned(), sent),
        (sent, None) => sent.then(|| value.clone()),
    }
}

/// Whether an answer at this pointer cannot be missing, because all fields for it or its parts are hidden or disabled.
pub(super) fn is_pruned(form: &Form, verdicts: &Verdicts, pointer: &str) -> bool {
    let pruner = Pruner {
        form,
        verdicts,
        by_choice: false,
    };
    let (sent, place) = pruner.descend(pointer);
    match place.and_then(|place| pruner.asks(place, pointer)) {
        Some(asks) => !asks,
        None => !sent,
    }
}

impl Pruner<'_> {
    /// Whether a control with exactly this pointer is active; `None` if there is none.
    fn asked(&self, place: &ScopeNode, pointer: &str) -> Option<bool> {
        if place.controls.is_empty() {
            return None;
        }
        let active = |id: &u32| {
            let level = self.form.outline.node(*id).map_or(0, |node| node.level);
            let depth = self
                .form
                .outline
                .level(level)
                .map_or(0, |level| level.depth);
            let base = pointer::prefix(pointer, depth);
            if self.by_choice {
                self.verdicts.is_active(self.form, base, *id)
            } else {
                self.verdicts.state(self.form, base, *id).is_active()
            }
        };
        Some(place.controls.iter().any(active))
    }

    fn value(
        &self,
        place: &ScopeNode,
        value: &Value,
        pointer: &mut String,
        around: bool,
    ) -> Option<Value> {
        let active = self.asked(place, pointer).unwrap_or(around);
        let scopes = &self.form.scopes;
        let length = pointer.len();
        match (value, scopes.items(place)) {
            (Value::Object(members), _) if !place.is_leaf() => {
                let mut kept = Map::new();
                for (name, member) in members {
                    let segment = pointer::encode(name);
                    pointer.push('/');
                    pointer.push_str(&segment);
                    let member = match scopes.step(place, &segment) {
                        Some(below) => self.value(below, member, pointer, active),
                        None => active.then(|| member.clone()),
                    };
                    pointer.truncate(length);
                    kept.extend(member.map(|member| (name.clone(), member)));
                }
                let all_gone = kept.is_empty() && !members.is_empty();
                let gone = all_gone || kept.is_empty() && !active;
                (!gone).then_some(Value::Object(kept))
            }
            (Value::Array(items), Some(below)) => active.then(|| {
                let kept = items.iter().enumerate().map(|(index, item)| {
                    pointer.push_str(&format!("/{index}"));
                    let kept = self.value(below, item, pointer, true);
                    pointer.truncate(length);
                    kept.unwrap_or_else(|| Value::Object(Map::new()))
                });
                Value::Array(kept.collect())
            }),
            _ => active.then(|| value.clone()),
        }
    }

    /// Whether a value at the pointer is sent, and the place of the pointer, if there is one.
    fn descend(&self, pointer: &str) -> (bool, Option<&ScopeNode>) {
        let mut place = self.form.scopes.root();
        let mut sent = true;
        for (depth, segment) in pointer::segments(pointer).enumerate() {
            let Some(here) = place else {
                break;
            };
            sent = self
                .asked(here, pointer::prefix(pointer, depth))
                .unwrap_or(sent);
            place = self.form.scopes.step(here, segment);
        }
        if let Some(here) = place {
            sent = self.asked(here, pointer).unwrap_or(sent);
        }
        (sent, place)
    }

    /// Whether a field at the pointer or inside its object is active; `None` if there is no field.
    fn asks(&self, place: &ScopeNode, pointer: &str) -> Option<bool> {
        let is_field = |id: &u32| {
            let control = self
                .form
                .outline
                .node(*id)
                .and_then(|node| node.control.as_ref());
            control.is_some_and(|control| {
                !matches!(
                    control.kind,
                    FieldKind::Object { .. } | FieldKind::Alternatives { .. }
                )
            })
        };
        let own = if place.is_leaf() || place.controls.iter().any(is_field) {
            self.asked(place, pointer)
        } else {
            None
        };
        let below = self
            .form
            .scopes
            .members(place)
            .filter_map(|(name, below)| self.asks(below, &format!("{pointer}/{name}")));
        below.chain(own).reduce(|a, b| a || b)
    }
}
