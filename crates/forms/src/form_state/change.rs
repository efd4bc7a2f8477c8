//! The effects of changing an answer.

use super::dependencies::{Dependencies, levels_inside};
use super::visibility::Visibility;
use crate::form::Form;
use crate::pointer;
use crate::rule::State;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What has to be rendered again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The elements whose state has changed, each with its base: where its scopes start.
    pub states: Vec<(String, u32, State)>,
    /// The controls whose options may have changed, each with its base.
    pub choices: Vec<(String, u32)>,
}

/// Remembers the state before an answer changes.
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
        trace.remember_inside(form, &screen.verdicts, data, pointer);
    }
    trace
}

/// Applies the effects of a changed answer.
pub(super) fn after(
    form: &Form,
    screen: &mut Visibility,
    data: &Value,
    pointer: &str,
    mut trace: Dependencies,
) -> Change {
    screen.refresh(form, data, pointer);
    let inside = levels_inside(form, pointer);
    let readers = form.readers(pointer, data).into_iter();
    let mut waiting: Vec<_> = readers.map(Reverse).collect();
    for (index, rule) in form.rules.iter().enumerate() {
        if inside.contains(&rule.level) {
            let bases = form.bases(rule.level, pointer, data).into_iter();
            waiting.extend(bases.map(|base| Reverse((rule.rank, index, base))));
        }
    }
    screen.settle(form, data, waiting.into(), Some(&mut trace));
    let old = std::mem::take(&mut trace.states);
    if !form.rules.is_empty() {
        // New items have states as well.
        trace.remember_inside(form, &screen.verdicts, data, pointer);
    }
    let mut now: BTreeMap<(String, u32), State> = std::mem::take(&mut trace.states);
    for (base, id) in old.keys() {
        if form.has_base(*id, base, data) {
            now.entry((base.clone(), *id))
                .or_insert_with(|| screen.verdicts.state(form, base, *id));
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

/// The controls whose options depend on one of these answers.
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
