//! What rules say now: their verdicts, and the answers that are sent because of them.

use super::change::Dependencies;
use super::choosing::Choosing;
use super::prune;
use crate::form::Form;
use crate::pointer;
use crate::rule::State;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The verdicts of all rules, for each base that has the rule.
#[derive(Debug)]
pub(crate) struct Visibility {
    verdicts: Vec<BTreeMap<String, bool>>,
    /// The pruned answers: what conditions read.
    sent: Value,
    pub(super) choosing: Choosing,
    pub(super) evaluations: u64,
}

/// A rule that waits to be evaluated for a base: by rank, so that what it reads is settled before.
pub(crate) type Turn = (usize, usize, String);

impl Visibility {
    pub(super) fn new(form: &Form, data: &Value, choosing: Choosing) -> Self {
        let mut screen = Self {
            choosing,
            verdicts: vec![BTreeMap::new(); form.rules.len()],
            sent: Value::Object(Map::new()),
            evaluations: 0,
        };
        screen.sent = prune::prune(form, &screen, data);
        let all = form.rules.iter().enumerate().flat_map(|(index, rule)| {
            let bases = form.bases(rule.level, "", data).into_iter();
            bases.map(move |base| (rule.rank, index, base))
        });
        screen.settle(form, data, all.collect(), None);
        screen
    }

    /// The answers that conditions read.
    pub(super) fn sent(&self) -> &Value {
        &self.sent
    }

    /// Whether what an element asks for is sent: no rule takes it away, and no alternative is chosen instead.
    /// Answers that fit no alternative at all stay, so that they are told to be wrong.
    pub(super) fn is_active(&self, form: &Form, base: &str, element: u32) -> bool {
        self.state(form, base, element).is_active() && !self.choosing.is_left(form, base, element)
    }

    pub(crate) fn state(&self, form: &Form, base: &str, element: u32) -> State {
        let mut state = State::FREE;
        let mut base = base;
        let mut next = form.outline.node(element);
        while let Some(node) = next {
            let rule = node
                .rule
                .and_then(|index| Some((index, form.rules.get(index)?)));
            if let Some((index, rule)) = rule {
                let verdict = self.verdicts.get(index).and_then(|bases| bases.get(base));
                let holds = verdict.copied().unwrap_or(rule.effect.harmless());
                rule.effect.apply(holds, &mut state);
            }
            next = node.parent.and_then(|parent| form.outline.node(parent));
            if next.is_some_and(|parent| parent.level != node.level) {
                base = form.outline.outer(node.level, base);
            }
        }
        state
    }

    /// Evaluates the rules that wait, and those whose answers come or go because of it. Each is evaluated once for a base, since ranks only ascend.
    pub(super) fn settle(
        &mut self,
        form: &Form,
        data: &Value,
        mut waiting: BTreeSet<Turn>,
        mut trace: Option<&mut Dependencies>,
    ) {
        while let Some(rank) = waiting.first().map(|(rank, ..)| *rank) {
            let mut turned = Vec::new();
            while let Some((_, index, base)) = take(&mut waiting, rank) {
                let (Some(rule), Some(verdicts)) =
                    (form.rules.get(index), self.verdicts.get_mut(index))
                else {
                    continue;
                };
                self.evaluations += 1;
                let holds = rule.condition.holds(&self.sent, &base);
                let before = verdicts
                    .get(&base)
                    .copied()
                    .unwrap_or(rule.effect.harmless());
                if before != holds {
                    if let Some(trace) = trace.as_deref_mut() {
                        trace.remember(form, self, data, rule.node, &base);
                    }
                    turned.push((rule, base.clone()));
                }
                if let Some(verdicts) = self.verdicts.get_mut(index) {
                    verdicts.insert(base, holds);
                }
            }
            let gone: Vec<String> = turned
                .iter()
                .flat_map(|(rule, base)| form.answers_of(rule.node, base))
                .collect();
            for pointer in &gone {
                self.refresh(form, data, pointer);
            }
            if let Some(trace) = trace.as_deref_mut() {
                for pointer in gone {
                    waiting.extend(form.readers(&pointer, data));
                    trace.answers.push(pointer);
                }
            }
        }
    }

    /// Prunes an answer again, after it or what rules say about it has changed.
    pub(super) fn refresh(&mut self, form: &Form, data: &Value, pointer: &str) {
        if pointer.is_empty() {
            self.sent = prune::prune(form, self, data);
        } else {
            let pruned = prune::at(form, self, data, pointer);
            pointer::put(&mut self.sent, pointer, pruned);
        }
    }
}

fn take(waiting: &mut BTreeSet<Turn>, rank: usize) -> Option<Turn> {
    let is_next = waiting.first().is_some_and(|(next, ..)| *next == rank);
    if is_next { waiting.pop_first() } else { None }
}
