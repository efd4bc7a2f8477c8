//! What is wrong with the answers: said when a field is left and when somebody tries to send, taken back as soon as it
//! is mended. What the backend has said stays until that field is edited.

use super::{Answers, Wrong};
use crate::form::message;
use leptos::prelude::*;
use portico_contract::FieldError;
use portico_forms::{Control, FormState, ValidationError};
use serde_json::Value;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// So many fields say at once what is wrong with them; more of them would keep the summary waiting.
const AT_ONCE: usize = 6;

/// How long the browser has for the rest of its work in between.
const PAUSE: Duration = Duration::from_millis(50);

/// A line of the error summary.
#[derive(Clone)]
pub(in crate::form) struct Faulty {
    /// The pointer of the field that it leads to; none where the form has no such field.
    pub field: Option<String>,
    pub words: String,
}

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

    /// The same for a day or a time, of which the browser may have only a part.
    pub(in crate::form) fn leave_picker(self, pointer: &str) {
        if self.unfinished().iter().any(|field| field == pointer) {
            self.set_fault(pointer, Some(Wrong::Unfinished));
        } else {
            if self.known(pointer) == Some(Wrong::Unfinished) {
                self.set_fault(pointer, None);
            }
            self.leave(pointer);
        }
    }

    /// The days and times that the browser has only a part of: it hands out nothing of them, so that only it can tell.
    fn unfinished(self) -> Vec<String> {
        let pickers = self
            .host
            .root()
            .and_then(|root| root.query_selector_all("input[data-field]:invalid").ok());
        let mut found = Vec::new();
        for at in 0..pickers.as_ref().map_or(0, web_sys::NodeList::length) {
            let picker = pickers.as_ref().and_then(|pickers| pickers.get(at));
            let picker = picker.and_then(|node| node.dyn_into::<web_sys::HtmlInputElement>().ok());
            found.extend(picker.and_then(|picker| picker.get_attribute("data-field")));
        }
        found
    }

    /// Somebody edits a field: what was said about it is about another answer.
    pub(super) fn edited(self, pointer: &str) {
        match self.known(pointer) {
            Some(Wrong::Rule(_)) => self.check_field(pointer),
            Some(_) => {
                self.set_fault(pointer, None);
                self.check_field(pointer);
            }
            None => {}
        }
        // What is wrong with an object or a list may be mended in it.
        let wrong = self.wrong.get_untracked();
        for (around, wrong) in wrong {
            let inside = pointer.strip_prefix(around.as_str());
            if inside.is_some_and(|rest| rest.starts_with('/')) {
                if matches!(wrong, Wrong::Rule(_)) {
                    self.check_field(&around);
                } else if self.with(|filling| filling.control_at(&around).is_some()) {
                    self.set_fault(&around, None);
                }
            }
        }
    }

    /// What the form itself finds. What the backend said, or only the browser knows, is no matter of the form's rules.
    pub(super) fn check_field(self, pointer: &str) {
        if matches!(
            self.known(pointer),
            Some(Wrong::Said(_) | Wrong::Unfinished)
        ) {
            return;
        }
        let fault = self.with(|filling| filling.check_at(pointer));
        // The one field that is missing of several may be another one than asked for.
        let fault = fault.filter(|fault| fault.pointer == pointer);
        self.set_fault(pointer, fault.map(|fault| Wrong::Rule(fault.rule)));
    }

    /// What is known to be wrong with a field.
    pub(super) fn known(self, pointer: &str) -> Option<Wrong> {
        self.wrong.with_untracked(|wrong| {
            let mut here = wrong.iter().filter(|(at, _)| at == pointer);
            here.next().map(|(_, wrong)| wrong.clone())
        })
    }

    /// Says what is wrong with one field, in the summary and beside it.
    pub(super) fn set_fault(self, pointer: &str, fault: Option<Wrong>) {
        let before = self.known(pointer);
        if before == fault {
            return;
        }
        self.wrong.update(
            |wrong| match (wrong.iter().position(|(at, _)| at == pointer), &fault) {
                (Some(place), Some(fault)) => {
                    if let Some((_, now)) = wrong.get_mut(place) {
                        *now = fault.clone();
                    }
                }
                (Some(place), None) => drop(wrong.remove(place)),
                (None, Some(fault)) => wrong.push((pointer.to_owned(), fault.clone())),
                (None, None) => {}
            },
        );
        self.say(pointer);
        let named = before.iter().chain(&fault).filter_map(Wrong::named);
        named.for_each(|pointer| self.say(pointer));
    }

    /// Lets a field say what is wrong with it: its own fault, else one that names it first among several fields.
    pub(super) fn say(self, pointer: &str) {
        let fault = self.wrong.with_untracked(|wrong| {
            let own = wrong.iter().find(|(at, _)| at == pointer);
            let named = || {
                wrong
                    .iter()
                    .find(|(_, wrong)| wrong.named() == Some(pointer))
            };
            own.or_else(named).map(|(_, wrong)| wrong.clone())
        });
        let now = self.input(pointer).fault;
        if now.with_untracked(|now| *now != fault) {
            now.set(fault);
        }
    }

    /// Of what another alternative was wrong about, nothing is; what the new one wants is told at the next try.
    pub(super) fn forget_faults_elsewhere(self) {
        let faults = self.with(FormState::check);
        for (pointer, wrong) in self.wrong.get_untracked() {
            let stands = match &wrong {
                Wrong::Rule(rule) => {
                    let mut same = faults.iter().filter(|fault| fault.pointer == pointer);
                    same.any(|fault| fault.rule == *rule)
                        && self.with(|filling| filling.is_drawn_at(&pointer))
                }
                _ => {
                    let is_there = |filling: &FormState| {
                        filling.is_asked(&pointer) && filling.is_drawn_at(&pointer)
                    };
                    pointer.starts_with('#') || self.with(is_there)
                }
            };
            if !stands {
                self.set_fault(&pointer, None);
            }
        }
    }

    /// What a rule has hidden is no longer wrong.
    pub(super) fn forget_hidden_faults(self) {
        let faults = self.with(FormState::check);
        for (pointer, wrong) in self.wrong.get_untracked() {
            let stands = match wrong {
                Wrong::Rule(_) => faults.iter().any(|fault| fault.pointer == pointer),
                _ => self.with(|filling| {
                    filling.control_at(&pointer).is_none() || filling.is_asked(&pointer)
                }),
            };
            if !stands {
                self.set_fault(&pointer, None);
            }
        }
    }

    /// Checks all that `concerns` and shows what is wrong. Whether nothing is.
    pub(crate) fn check(self, concerns: impl Fn(&str) -> bool) -> bool {
        self.tries.update(|tries| *tries += 1);
        let faults = self.with(FormState::check).into_iter();
        let faults = faults.filter(
            |ValidationError { pointer, rule, .. }| match rule.fields() {
                [] => concerns(pointer),
                // Where one of them is asked for later, it may still be answered there.
                fields => fields.iter().all(|field| concerns(&field.pointer)),
            },
        );
        let mut wrong: Vec<(String, Wrong)> = faults
            .map(|fault| (fault.pointer, Wrong::Rule(fault.rule)))
            .collect();
        for pointer in self.unfinished() {
            wrong.retain(|(at, _)| *at != pointer);
            wrong.push((pointer, Wrong::Unfinished));
        }
        for (pointer, words) in self.lost_files() {
            if concerns(&pointer) && !wrong.iter().any(|(at, _)| *at == pointer) {
                wrong.push((pointer, Wrong::Said(words)));
            }
        }
        let fine = wrong.is_empty();
        // It may be sent again as it is: only the backend knows whether it still says so.
        let said = self.wrong.get_untracked().into_iter();
        let said = said.filter(|(pointer, now)| {
            matches!(now, Wrong::Said(_))
                && !wrong.iter().any(|(at, _)| at == pointer)
                && self.with(|filling| filling.is_drawn_at(pointer))
        });
        let said: Vec<_> = said.collect();
        wrong.extend(said);
        self.show_faults(wrong);
        fine
    }

    /// Shows what is wrong: in the summary at once, and beside the fields after it has been painted, a few at a time.
    /// Whoever has a long form sees the summary first, and it covers the fields that come last.
    fn show_faults(self, wrong: Vec<(String, Wrong)>) {
        let fields = |wrong: &[(String, Wrong)]| -> Vec<String> {
            let named = wrong
                .iter()
                .map(|(pointer, wrong)| wrong.named().unwrap_or(pointer).to_owned());
            named.collect()
        };
        let old = self.wrong.with_untracked(|wrong| fields(wrong));
        let new = fields(&wrong);
        self.wrong.set(wrong);
        old.iter()
            .filter(|field| !new.contains(field))
            .for_each(|field| self.say(field));
        self.unsaid.set_value(new);
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
        next.iter().for_each(|pointer| self.say(pointer));
        if more {
            after_paint(move || self.say_faults());
        }
    }

    /// Puts what the backend found wrong beside the fields, and all of it into the summary.
    pub(crate) fn show_errors(self, errors: &[FieldError]) {
        self.tries.update(|tries| *tries += 1);
        let mut found: Vec<(String, Wrong)> = Vec::new();
        for error in errors {
            let inside = error.pointer.strip_prefix("/answers");
            let inside = inside.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let field = inside.and_then(|pointer| self.with(|filling| filling.field_of(pointer)));
            // A pointer that no field can have, so that nothing is taken for it.
            let place = field.unwrap_or_else(|| format!("#{}", error.pointer));
            match found.iter_mut().find(|(at, _)| *at == place) {
                Some((_, Wrong::Said(words))) => *words = format!("{words} {}", error.detail),
                _ => found.push((place, Wrong::Said(error.detail.clone()))),
            }
        }
        self.show_faults(found);
    }

    /// All that is wrong, in the order of the screen, in words.
    pub(in crate::form) fn faulty(self) -> Vec<Faulty> {
        let line = |(pointer, wrong): (String, Wrong)| {
            self.with(|filling| {
                let control = filling.control_at(&pointer);
                let words = message(self.i18n, control, &wrong);
                // Fields that a message names need no name before it.
                if let Some(first) = wrong.named() {
                    let field = Some(first.to_owned());
                    return Faulty { field, words };
                }
                let name = if pointer.starts_with('#') {
                    String::new()
                } else {
                    filling.name_of(&pointer)
                };
                // A label that asks needs no colon: "Which model? Choose an option".
                let colon = if name.ends_with(['?', ':', '.', '!', '？', '：']) {
                    ""
                } else {
                    ":"
                };
                Faulty {
                    words: if name.is_empty() {
                        words
                    } else {
                        format!("{name}{colon} {words}")
                    },
                    field: filling.is_drawn_at(&pointer).then_some(pointer),
                }
            })
        };
        self.wrong.get().into_iter().map(line).collect()
    }

    /// The words for a field's fault.
    pub(in crate::form) fn words(self, control: &Control, wrong: &Wrong) -> String {
        message(self.i18n, Some(control), wrong)
    }
}

impl Wrong {
    /// The first of the fields between which the form has a choice.
    fn named(&self) -> Option<&str> {
        match self {
            Self::Rule(rule) => rule.fields().first().map(|field| field.pointer.as_str()),
            _ => None,
        }
    }
}

/// Runs something once the browser has had the time to paint what is on the screen now.
fn after_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(run, PAUSE));
}
