//! The results of rules, and the states of elements that follow from them and from the selected alternatives.

use super::choosing::ChosenAlternatives;
use crate::FieldKind;
use crate::form::Form;
use crate::rule::{ElementRule, State};
use std::collections::BTreeMap;

/// The results of all rules, for each base that has the rule.
#[derive(Debug)]
pub(super) struct Verdicts {
    by_rule: Vec<BTreeMap<String, bool>>,
    pub(super) choosing: ChosenAlternatives,
}

impl Verdicts {
    /// Starts without results, which changes nothing.
    pub(super) fn new(form: &Form, choosing: ChosenAlternatives) -> Self {
        Self {
            by_rule: vec![BTreeMap::new(); form.rules.len()],
            choosing,
        }
    }

    /// The result of a rule for a base.
    pub(super) fn of(&self, index: usize, rule: &ElementRule, base: &str) -> bool {
        let verdict = self.by_rule.get(index).and_then(|bases| bases.get(base));
        verdict.copied().unwrap_or(rule.effect.harmless())
    }

    /// Records the result of a rule for a base.
    pub(super) fn set(&mut self, index: usize, base: String, holds: bool) {
        if let Some(bases) = self.by_rule.get_mut(index) {
            bases.insert(base, holds);
        }
    }

    /// Whether the answer of an element is sent: no rule hides or disables it, and it belongs to no alternative while
    /// another one is selected. Answers that match no alternative are kept, so that they are reported as invalid.
    pub(super) fn is_active(&self, form: &Form, base: &str, element: u32) -> bool {
        self.state(form, base, element).is_active() && !self.choosing.is_left(form, base, element)
    }

    pub(super) fn state(&self, form: &Form, base: &str, element: u32) -> State {
        let mut state = State::FREE;
        let mut base = base;
        let mut next = form.outline.node(element);
        while let Some(node) = next {
            let rule = node
                .rule
                .and_then(|index| Some((index, form.rules.get(index)?)));
            if let Some((index, rule)) = rule {
                rule.effect.apply(self.of(index, rule, base), &mut state);
            }
            next = node.parent.and_then(|parent| form.outline.node(parent));
            if next.is_some_and(|parent| parent.level != node.level) {
                base = form.outline.outer(node.level, base);
            }
        }
        state
    }

    /// The pointers of the objects that were selected as alternatives and are not hidden by rules.
    pub(super) fn chosen_objects(&self, form: &Form) -> Vec<String> {
        let chosen = self
            .choosing
            .single_choices()
            .filter_map(|(id, base, one)| {
                let way = form.outline.chooser(id)?.ways.get(one)?;
                let control = form.outline.control(way.element)?;
                let is_shown =
                    self.state(form, base, id).is_active() && self.choosing.is_live(form, base, id);
                let is_object = matches!(control.kind, FieldKind::Object { .. });
                (is_object && is_shown).then(|| format!("{base}{}", control.scope))
            });
        chosen.collect()
    }
}
