//! The current results of rules, and the pruned answers that follow from them.

use super::choosing::ChosenAlternatives;
use super::dependencies::Dependencies;
use super::prune;
use super::verdicts::Verdicts;
use crate::form::Form;
use crate::pointer;
use crate::rule::PendingRule;
use serde_json::{Map, Value};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The rules to evaluate, those with the lowest rank first.
pub(super) type PendingRules = BinaryHeap<Reverse<PendingRule>>;

/// The results of rules, and the pruned answers that follow from them.
#[derive(Debug)]
pub(crate) struct Visibility {
    pub(super) verdicts: Verdicts,
    /// The pruned answers, which conditions read.
    sent: Value,
    pub(super) evaluations: u64,
}

impl Visibility {
    pub(super) fn new(form: &Form, data: &Value, choosing: ChosenAlternatives) -> Self {
        let mut screen = Self {
            verdicts: Verdicts::new(form, choosing),
            sent: Value::Object(Map::new()),
            evaluations: 0,
        };
        screen.sent = prune::prune(form, &screen.verdicts, data);
        let all = form.rules.iter().enumerate().flat_map(|(index, rule)| {
            let bases = form.bases(rule.level, "", data).into_iter();
            bases.map(move |base| Reverse((rule.rank, index, base)))
        });
        screen.settle(form, data, all.collect(), None);
        screen
    }

    /// The answers that conditions read.
    pub(super) fn sent(&self) -> &Value {
        &self.sent
    }

    /// Evaluates the pending rules, and those that read answers which appear or disappear as a result. Each rule is
    /// evaluated once per base, because ranks only ascend.
    pub(super) fn settle(
        &mut self,
        form: &Form,
        data: &Value,
        mut waiting: PendingRules,
        mut trace: Option<&mut Dependencies>,
    ) {
        while let Some(rank) = waiting.peek().map(|Reverse((rank, ..))| *rank) {
            let mut turned = Vec::new();
            while let Some((_, index, base)) = take(&mut waiting, rank) {
                let Some(rule) = form.rules.get(index) else {
                    continue;
                };
                self.evaluations += 1;
                let holds = rule.condition.holds(&self.sent, &base);
                if self.verdicts.of(index, rule, &base) != holds {
                    if let Some(trace) = trace.as_deref_mut() {
                        trace.remember(form, &self.verdicts, data, rule.node, &base);
                    }
                    turned.push((rule, base.clone()));
                }
                self.verdicts.set(index, base, holds);
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
                    for rule in form.readers(&pointer, data) {
                        waiting.push(Reverse(rule));
                    }
                    trace.answers.push(pointer);
                }
            }
        }
    }

    /// Prunes an answer again, after it or the rules about it have changed.
    pub(super) fn refresh(&mut self, form: &Form, data: &Value, pointer: &str) {
        if pointer.is_empty() {
            self.sent = prune::prune(form, &self.verdicts, data);
        } else {
            let pruned = prune::at(form, &self.verdicts, data, pointer);
            pointer::put(&mut self.sent, pointer, pruned);
        }
    }
}

/// The next rule of a rank. A rule that was added several times for the same base is returned once.
fn take(waiting: &mut PendingRules, rank: usize) -> Option<PendingRule> {
    if waiting.peek()?.0.0 != rank {
        return None;
    }
    let next = waiting.pop()?;
    while waiting.peek() == Some(&next) {
        waiting.pop();
    }
    Some(next.0)
}
