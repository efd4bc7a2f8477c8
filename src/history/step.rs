//! The steps of a form, each with its own history entry: going back leads to the previous step, forward to the next.

use super::{Location, Navigator, state};
use crate::route::Route;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// The name under which an entry stores its step.
const STEP: &str = "portico-step";

/// The time limit for the browser to go back, in milliseconds; the pending action is executed afterwards in any case.
const BACK_WITHIN: u32 = 1_000;

/// The step of a history entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// The owner of the step: a form that was sent leaves its entries to no other form.
    of: String,
    /// The index of the step, from 0.
    at: u32,
    /// The number of earlier entries of the same steps.
    behind: u32,
    /// The step of the previous entry.
    before: u32,
}

/// The action after the browser has gone back.
#[derive(Clone)]
pub(super) enum AfterBack {
    /// Display the step of the entry.
    Back,
    /// Replace the entry by this route.
    Show(Route),
    /// Display this step in the entry.
    Start(Step),
}

impl Navigator {
    /// The step of a form in the current entry; `None` if it shows something else. Callers are notified of changes.
    pub(crate) fn step_of(self, of: &str) -> Option<u32> {
        self.state()
            .step
            .with(|step| step.as_ref().filter(|step| step.of == of).map(|s| s.at))
    }

    /// A form shows a step: its first one in the current entry, a further one in a new entry.
    pub(crate) fn at_step(self, of: &str, at: u32) {
        let waiting = self.state().after.try_update_value(|after| match after {
            Some(AfterBack::Start(step)) => {
                step.at = at;
                true
            }
            other => other.is_some(),
        });
        if waiting != Some(false) {
            return;
        }
        let first = Step {
            of: of.to_owned(),
            at,
            behind: 0,
            before: at,
        };
        match self.state().step.get_untracked() {
            Some(now) if now.of == of && now.at == at => {}
            Some(now) if now.of == of => {
                let next = Step {
                    behind: now.behind + 1,
                    before: now.at,
                    ..first
                };
                let route = self.state().route.get_untracked();
                self.state()
                    .location
                    .update_value(|location| match location {
                        Location::Memory { past, .. } => past.push((route, Some(now))),
                        Location::Path { .. } | Location::Hash => {
                            super::push(&location.href(&route), false)
                        }
                    });
                self.state().scroll.turned();
                self.label(Some(next));
            }
            // The steps of a form that was sent or discarded: there is nothing to go back to.
            Some(old) if old.behind > 0 => self.go_past(old.behind, AfterBack::Start(first)),
            _ => self.label(Some(first)),
        }
    }

    /// Shows another step in the current entry, for example if its own no longer exists.
    pub(crate) fn correct_step(self, at: u32) {
        let step = self.state().step.get_untracked();
        self.label(step.map(|step| Step { at, ..step }));
    }

    /// Goes back to a step if the previous entry shows it. Returns whether it does.
    pub(crate) fn back_to_step(self, of: &str, at: u32) -> bool {
        let is_before = |step: &Step| step.of == of && step.behind > 0 && step.before == at;
        let is_there = self
            .state()
            .step
            .with_untracked(|step| step.as_ref().is_some_and(is_before));
        // Only once for a double click.
        if is_there && self.state().after.with_value(Option::is_none) {
            self.go_past(1, AfterBack::Back);
        }
        is_there
    }

    /// Whether the screen has steps before the current one.
    pub(super) fn steps_behind(self) -> u32 {
        self.state()
            .step
            .with_untracked(|step| step.as_ref().map_or(0, |step| step.behind))
    }

    /// Goes back over entries of this screen.
    pub(super) fn go_past(self, entries: u32, after: AfterBack) {
        let mut step = None;
        let in_memory = self
            .state()
            .location
            .try_update_value(|location| match location {
                Location::Memory { past, .. } => {
                    for _ in 0..entries {
                        step = past.pop().and_then(|(_, step)| step);
                    }
                    true
                }
                Location::Path { .. } | Location::Hash => false,
            });
        if in_memory == Some(true) {
            self.state().step.set(step);
            self.arrived(after);
            return;
        }
        self.state().after.set_value(Some(after));
        let request = self.state().back_requests.get_value().wrapping_add(1);
        self.state().back_requests.set_value(request);
        let back = i32::try_from(entries).unwrap_or(i32::MAX);
        if let Ok(history) = window().history() {
            let _ = history.go_with_delta(-back);
        }
        // An entry may be missing: browsers limit their number.
        let late = move || {
            let Some(state) = self.state.try_get_value() else {
                return;
            };
            if state.back_requests.get_value() != request {
                return;
            }
            let after = state.after.try_update_value(Option::take).flatten();
            if let Some(after) = after {
                self.arrived(after);
            }
        };
        Timeout::new(BACK_WITHIN, late).forget();
    }

    /// The browser has gone back: executes the pending action.
    pub(super) fn arrived(self, after: AfterBack) {
        match after {
            AfterBack::Back => {}
            AfterBack::Show(route) => self.take_entry(route),
            AfterBack::Start(step) => self.label(Some(step)),
        }
    }

    /// Stores the step in the current entry.
    pub(super) fn label(self, step: Option<Step>) {
        let has_entries = self
            .state()
            .location
            .with_value(|location| !matches!(location, Location::Memory { .. }));
        if has_entries {
            state::write(STEP, step.as_ref().map(Step::written).as_deref());
        }
        self.state().step.set(step);
    }
}

impl Step {
    /// The step stored in the current entry.
    pub(super) fn read() -> Option<Self> {
        let text = state::read(STEP)?;
        let mut words = text.splitn(4, ' ');
        let mut number = || words.next()?.parse().ok();
        let (at, behind, before) = (number()?, number()?, number()?);
        Some(Self {
            of: words.next()?.to_owned(),
            at,
            behind,
            before,
        })
    }

    fn written(&self) -> String {
        format!("{} {} {} {}", self.at, self.behind, self.before, self.of)
    }
}
