//! What is wrong with the answers: said when a field is left and when somebody tries to send, taken back as soon as it
//! is mended.

use super::{Answers, Wrong};
use crate::form::message;
use leptos::prelude::*;
use portico_contract::FieldError;
use portico_forms::{Control, Fault, Filling};
use serde_json::Value;
use std::collections::HashSet;
use std::time::Duration;

/// So many fields say at once what is wrong with them; more of them would keep the summary waiting.
const AT_ONCE: usize = 6;

/// How long the browser has for the rest of its work in between.
const PAUSE: Duration = Duration::from_millis(50);

impl Answers {
    /// Somebody left a field: what was typed is checked, an untouched field is left in peace until the first try.
    pub(crate) fn leave(self, pointer: &str) {
        let empty = match self.input(pointer).value.get_untracked() {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !empty || self.tries.get_untracked() > 0 {
            self.check_field(pointer);
        }
    }

    pub(super) fn check_field(self, pointer: &str) {
        let fault = self.with(|filling| filling.check_at(pointer));
        self.set_fault(pointer, fault.map(|fault| Wrong::Rule(fault.rule)));
    }

    /// Whether something is known to be wrong with a field.
    pub(super) fn is_wrong(self, pointer: &str) -> bool {
        self.wrong
            .with_untracked(|wrong| wrong.iter().any(|(at, _)| at == pointer))
    }

    /// Says what is wrong with one field, in the summary and beside it.
    fn set_fault(self, pointer: &str, fault: Option<Wrong>) {
        let known = self.wrong.with_untracked(|wrong| {
            let place = wrong.iter().position(|(at, _)| at == pointer);
            place.map(|place| (place, wrong.get(place).map(|(_, wrong)| wrong.clone())))
        });
        match (known, fault.clone()) {
            (Some((_, now)), fault) if now == fault => {}
            (Some((place, _)), Some(fault)) => self.wrong.update(|wrong| {
                if let Some((_, now)) = wrong.get_mut(place) {
                    *now = fault;
                }
            }),
            (Some((place, _)), None) => drop(self.wrong.try_update(|wrong| wrong.remove(place))),
            (None, Some(fault)) => self
                .wrong
                .update(|wrong| wrong.push((pointer.to_owned(), fault))),
            (None, None) => {}
        }
        self.input(pointer).fault.set(fault);
    }

    /// Of what another alternative was wrong about, nothing is; what the new one wants is told at the next try.
    pub(super) fn forget_faults_elsewhere(self) {
        let faults = self.with(Filling::check);
        for (pointer, wrong) in self.wrong.get_untracked() {
            let mut same = faults.iter().filter(|fault| fault.pointer == pointer);
            let stands = same.any(|fault| wrong == Wrong::Rule(fault.rule.clone()));
            let is_choice = self.with(|filling| filling.control_at(&pointer).is_none());
            if !stands || is_choice {
                self.set_fault(&pointer, None);
            }
        }
    }

    /// What a rule has hidden is no longer wrong.
    pub(super) fn forget_hidden_faults(self) {
        let faults = self.with(Filling::check);
        for (pointer, wrong) in self.wrong.get_untracked() {
            let stands = faults.iter().any(|fault| fault.pointer == pointer);
            if !stands && matches!(wrong, Wrong::Rule(_)) {
                self.set_fault(&pointer, None);
            }
        }
    }

    /// Checks all that `concerns` and shows what is wrong. Whether nothing is.
    pub(crate) fn check(self, concerns: impl Fn(&str) -> bool) -> bool {
        self.tries.update(|tries| *tries += 1);
        let mut faults = self.with(Filling::check);
        faults.retain(|fault| concerns(&fault.pointer));
        let mut wrong: Vec<(String, Wrong)> = Vec::new();
        let mut seen = HashSet::new();
        for Fault { pointer, rule } in faults {
            // One message a field: the first one says what to do next.
            if seen.insert(pointer.clone()) {
                wrong.push((pointer, Wrong::Rule(rule)));
            }
        }
        for (pointer, words) in self.lost_files() {
            if concerns(&pointer) && seen.insert(pointer.clone()) {
                wrong.push((pointer, Wrong::Said(words)));
            }
        }
        let fine = wrong.is_empty();
        let old = self.wrong.get_untracked().into_iter();
        for (pointer, _) in old.filter(|(pointer, _)| concerns(pointer)) {
            if !seen.contains(&pointer) {
                self.input(&pointer).fault.set(None);
            }
        }
        self.show_faults(wrong);
        fine
    }

    /// Shows what is wrong: in the summary at once, and beside the fields after it has been painted, a few at a time.
    /// Whoever has a long form sees the summary first, and it covers the fields that come last.
    fn show_faults(self, wrong: Vec<(String, Wrong)>) {
        let pointers: Vec<String> = wrong.iter().map(|(pointer, _)| pointer.clone()).collect();
        self.wrong.set(wrong);
        self.unsaid.set_value(pointers);
        self.say_faults();
    }

    fn say_faults(self) {
        let next = self.unsaid.try_update_value(|unsaid| {
            let next: Vec<String> = unsaid.drain(..unsaid.len().min(AT_ONCE)).collect();
            (next, !unsaid.is_empty())
        });
        let Some((next, more)) = next else {
            return;
        };
        for pointer in next {
            let fault = self.wrong.with_untracked(|wrong| {
                let here = wrong.iter().find(|(at, _)| *at == pointer);
                here.map(|(_, wrong)| wrong.clone())
            });
            self.input(&pointer).fault.set(fault);
        }
        if more {
            after_paint(move || self.say_faults());
        }
    }

    /// Puts what the backend found wrong beside the fields. Whether every error found its field.
    pub(crate) fn show_errors(self, errors: &[FieldError]) -> bool {
        self.tries.update(|tries| *tries += 1);
        let mut found = Vec::new();
        let mut all = true;
        for error in errors {
            let pointer = error
                .pointer
                .strip_prefix("/answers")
                .unwrap_or(&error.pointer);
            if self.with(|filling| filling.control_at(pointer).is_none()) {
                all = false;
                continue;
            }
            found.push((pointer.to_owned(), Wrong::Said(error.detail.clone())));
        }
        self.show_faults(found);
        all
    }

    /// The fields that have a fault, in the order of the screen, with the words for each.
    pub(in crate::form) fn faulty(self) -> Vec<(String, String)> {
        let line = |(pointer, wrong): (String, Wrong)| {
            let (name, words) = self.with(|filling| {
                let control = filling.control_at(&pointer);
                let name = filling.name_of(&pointer);
                (name, message(self.app, control, &wrong))
            });
            let line = if name.is_empty() {
                words
            } else {
                // A label that asks needs no colon: "Which model? Choose an option".
                let colon = if name.ends_with(['?', ':', '.', '!', '？', '：']) {
                    ""
                } else {
                    ":"
                };
                format!("{name}{colon} {words}")
            };
            (pointer, line)
        };
        self.wrong.get().into_iter().map(line).collect()
    }

    /// The words for a field's fault.
    pub(in crate::form) fn words(self, control: &Control, wrong: &Wrong) -> String {
        message(self.app, Some(control), wrong)
    }
}

/// Runs something once the browser has had the time to paint what is on the screen now.
fn after_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(run, PAUSE));
}
