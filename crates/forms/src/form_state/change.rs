//! What a change of one answer does elsewhere.

use super::visibility::{Turn, Visibility};
use crate::form::Form;
use crate::pointer;
use crate::rule::State;
use serde_json::Value;
use std::collections::BTreeMap;

/// What has to be drawn again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The elements whose state is another one, each with its base: where its scopes start.
    pub states: Vec<(String, u32, State)>,
    /// The controls whose choices may be others, each with its base.
    pub choices: Vec<(String, u32)>,
}

/// What was before, for what may have changed.
#[derive(Default)]
pub(super) struct Dependencies {
    /// The answer that changes. What stands inside is remembered beforehand, since items may be new or others afterwards.
    changed: String,
    states: BTreeMap<(String, u32), State>,
    /// The answers that rules may have taken away or brought back.
    pub(super) answers: Vec<String>,
}

impl Dependencies {
    /// Remembers the states of an element and all that stands in it.
    pub(super) fn remember(
        &mut self,
        form: &Form,
        screen: &Visibility,
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
                    let state = screen.state(form, base, id);
                    self.states.entry((base.clone(), id)).or_insert(state);
                }
            }
        }
    }

    /// Remembers the states of all elements inside an answer: those of a list's items, for example.
    fn remember_inside(&mut self, form: &Form, screen: &Visibility, data: &Value, pointer: &str) {
        for level in levels_inside(form, pointer) {
            let bases = form.bases(level, pointer, data);
            for (id, node) in (0..).zip(&form.outline.nodes) {
                if node.level == level {
                    for base in &bases {
                        let state = screen.state(form, base, id);
                        self.states.entry((base.clone(), id)).or_insert(state);
                    }
                }
            }
        }
    }
}

/// What is to be remembered before an answer changes.
pub(super) fn before(
    form: &Form,
    screen: &Visibility,
    data: &Value,
    pointer: &str,
) -> Dependencies {
    let mut trace = Dependencies {
        changed: pointer.to_owned(),
        ..Dependencies::default()
    };
    if !form.rules.is_empty() {
        trace.remember_inside(form, screen, data, pointer);
    }
    trace
}

/// Settles what follows from a changed answer.
pub(super) fn after(
    form: &Form,
    screen: &mut Visibility,
    data: &Value,
    pointer: &str,
    mut trace: Dependencies,
) -> Change {
    screen.refresh(form, data, pointer);
    let inside = levels_inside(form, pointer);
    let mut waiting: Vec<Turn> = form.readers(pointer, data);
    for (index, rule) in form.rules.iter().enumerate() {
        if inside.contains(&rule.level) {
            let bases = form.bases(rule.level, pointer, data).into_iter();
            waiting.extend(bases.map(|base| (rule.rank, index, base)));
        }
    }
    screen.settle(form, data, waiting.into_iter().collect(), Some(&mut trace));
    let old = std::mem::take(&mut trace.states);
    if !form.rules.is_empty() {
        // Items that are new have states too.
        trace.remember_inside(form, screen, data, pointer);
    }
    let mut now: BTreeMap<(String, u32), State> = std::mem::take(&mut trace.states);
    for (base, id) in old.keys() {
        if form.has_base(*id, base, data) {
            now.entry((base.clone(), *id))
                .or_insert_with(|| screen.state(form, base, *id));
        }
    }
    let is_news = |(place, state): &(&(String, u32), &State)| {
        old.get(place).copied().unwrap_or(State::FREE) != **state
    };
    let states = now.iter().filter(is_news);
    Change {
        states: states
            .map(|((base, id), state)| (base.clone(), *id, *state))
            .collect(),
        choices: choices(form, data, pointer, &trace.answers),
    }
}

/// The levels whose bases are inside an answer.
fn levels_inside(form: &Form, pointer: &str) -> Vec<usize> {
    let depth = pointer::segments(pointer).count();
    let levels = form.outline.levels.iter().enumerate();
    levels
        .filter(|(_, level)| level.depth > depth && pointer::overlap(&level.pattern, pointer))
        .map(|(index, _)| index)
        .collect()
}

/// The controls whose choices depend on one of these answers.
fn choices(form: &Form, data: &Value, pointer: &str, more: &[String]) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for (id, node, control) in form.outline.controls() {
        let Some((_, Some(by))) = control.kind.choices() else {
            continue;
        };
        let pattern = form.outline.pattern(node.level, &by.scope);
        for changed in more.iter().map(String::as_str).chain([pointer]) {
            if pointer::overlap(&pattern, changed) {
                let bases = form.bases(node.level, changed, data).into_iter();
                found.extend(bases.map(|base| (base, id)));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}
