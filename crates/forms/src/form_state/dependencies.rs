//! What a change may affect: the previous states, and the answers that rules read.

use super::verdicts::Verdicts;
use crate::form::Form;
use crate::pointer;
use crate::rule::State;
use serde_json::Value;
use std::collections::BTreeMap;

/// The previous state of everything that may have changed.
#[derive(Default)]
pub(super) struct Dependencies {
    /// The answer that changes. The states inside it are remembered beforehand, because its items may be replaced.
    pub(super) changed: String,
    pub(super) states: BTreeMap<(String, u32), State>,
    /// The answers that rules may have removed or restored.
    pub(super) answers: Vec<String>,
}

impl Dependencies {
    /// Remembers the states of an element and its descendants.
    pub(super) fn remember(
        &mut self,
        form: &Form,
        verdicts: &Verdicts,
        data: &Value,
        element: u32,
        base: &str,
    ) {
        let end = form.outline.node(element).map_or(element, |node| node.end);
        let mut bases: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (id, node) in form.outline.range(element, end) {
            let bases = bases
                .entry(node.level)
                .or_insert_with(|| form.bases(node.level, base, data));
            for base in bases {
                if *base == self.changed || !pointer::within(base, &self.changed) {
                    let state = verdicts.state(form, base, id);
                    self.states.entry((base.clone(), id)).or_insert(state);
                }
            }
        }
    }

    /// Remembers the states of all elements inside an answer, for example of a list's items.
    pub(super) fn remember_inside(
        &mut self,
        form: &Form,
        verdicts: &Verdicts,
        data: &Value,
        pointer: &str,
    ) {
        for level in levels_inside(form, pointer) {
            let bases = form.bases(level, pointer, data);
            for (id, node) in (0..).zip(&form.outline.nodes) {
                if node.level == level {
                    for base in &bases {
                        let state = verdicts.state(form, base, id);
                        self.states.entry((base.clone(), id)).or_insert(state);
                    }
                }
            }
        }
    }
}

/// The levels whose bases are inside an answer.
pub(super) fn levels_inside(form: &Form, pointer: &str) -> Vec<usize> {
    let depth = pointer::segments(pointer).count();
    let levels = form.outline.levels.iter().enumerate();
    levels
        .filter(|(_, level)| level.depth > depth && pointer::overlap(&level.pattern, pointer))
        .map(|(index, _)| index)
        .collect()
}
