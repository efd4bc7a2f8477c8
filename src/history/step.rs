//! The steps of a form, each of which has an entry in the history: going back leads one step back, and forward one on.

use super::{Location, Navigator, state};
use crate::route::Route;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Under which name an entry says which step it shows.
const STEP: &str = "portico-step";

/// How long the browser may take to go back, in milliseconds; what was to follow then follows all the same.
const BACK_WITHIN: u32 = 1_000;

/// What an entry says of the step that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Whose step it is: a form that was sent leaves its entries to nobody else.
    of: String,
    /// Which one, from 0.
    at: u32,
    /// How many entries of the same steps come before this one.
    behind: u32,
    /// The step of the entry before this one.
    before: u32,
}

/// What follows when the browser has gone back.
#[derive(Clone)]
pub(super) enum After {
    /// The step is shown that is there.
    Back,
    /// This place takes the entry.
    Show(Route),
    /// The entry shows this step.
    Start(Step),
}

impl Navigator {
    /// Which step of a form the entry shows; none if it shows something else. Whoever asks is told of changes.
    pub(crate) fn step_of(self, of: &str) -> Option<u32> {
        self.state()
            .step
            .with(|step| step.as_ref().filter(|step| step.of == of).map(|s| s.at))
    }

    /// A form shows a step: its first one in the entry that is shown, a further one in an entry of its own.
    pub(crate) fn at_step(self, of: &str, at: u32) {
        let waiting = self.state().after.try_update_value(|after| match after {
            Some(After::Start(step)) => {
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
            // Those of a form that was sent or given up: there is nothing to go back to.
            Some(old) if old.behind > 0 => self.go_past(old.behind, After::Start(first)),
            _ => self.label(Some(first)),
        }
    }

    /// Shows another step in the entry that is there, such as where its own is none any more.
    pub(crate) fn correct_step(self, at: u32) {
        let step = self.state().step.get_untracked();
        self.label(step.map(|step| Step { at, ..step }));
    }

    /// Goes back to a step if the entry before this one shows it. Whether it does.
    pub(crate) fn back_to_step(self, of: &str, at: u32) -> bool {
        let is_before = |step: &Step| step.of == of && step.behind > 0 && step.before == at;
        let is_there = self
            .state()
            .step
            .with_untracked(|step| step.as_ref().is_some_and(is_before));
        // Once for two clicks in one moment.
        if is_there && self.state().after.with_value(Option::is_none) {
            self.go_past(1, After::Back);
        }
        is_there
    }

    /// Whether the screen has steps behind the one that is shown.
    pub(super) fn steps_behind(self) -> u32 {
        self.state()
            .step
            .with_untracked(|step| step.as_ref().map_or(0, |step| step.behind))
    }

    /// Goes back over entries of this screen.
    pub(super) fn go_past(self, entries: u32, after: After) {
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
        // An entry may be gone: browsers keep only so many.
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

    /// The browser has gone back: does what was to follow.
    pub(super) fn arrived(self, after: After) {
        match after {
            After::Back => {}
            After::Show(route) => self.take_entry(route),
            After::Start(step) => self.label(Some(step)),
        }
    }

    /// Notes in the entry that is shown which step it shows.
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
    /// What the entry that is shown says.
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
