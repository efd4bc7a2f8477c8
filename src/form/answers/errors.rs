//! The errors of the answers: displayed when a field loses the focus and after an attempt to send, and removed as soon
//! as they are corrected. Errors from the backend stay until the field is edited.

use super::{AnswerError, Answers};
use crate::form::message;
use leptos::prelude::*;
use portico_contract::FieldError;
use portico_forms::{Control, FormState, ValidationError};
use serde_json::Value;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// The number of fields whose errors are displayed at once; more would delay the summary.
const AT_ONCE: usize = 6;

/// The time for the browser's other work in between.
const PAUSE: Duration = Duration::from_millis(50);

/// A line of the error summary.
#[derive(Clone)]
pub(in crate::form) struct SummaryLine {
    /// The pointer of the field that it leads to; `None` if the form has no such field.
    pub field: Option<String>,
    pub words: String,
}

impl Answers {
    /// The user has left a field: its input is checked, but an untouched field is not, until the first attempt to send.
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

    /// The same for a date or time, of which the browser may have only a part.
    pub(in crate::form) fn leave_picker(self, pointer: &str) {
        if self.unfinished().iter().any(|field| field == pointer) {
            self.set_error(pointer, Some(AnswerError::Unfinished));
        } else {
            if self.known(pointer) == Some(AnswerError::Unfinished) {
                self.set_error(pointer, None);
            }
            self.leave(pointer);
        }
    }

    /// The incomplete dates and times: the browser returns nothing of them, so only it can tell.
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

    /// The user edits a field: its error belongs to another answer.
    pub(super) fn edited(self, pointer: &str) {
        match self.known(pointer) {
            Some(AnswerError::Rule(_)) => self.check_field(pointer),
            Some(_) => {
                self.set_error(pointer, None);
                self.check_field(pointer);
            }
            None => {}
        }
        // An error of an object or a list can be corrected inside it.
        for (around, error) in self.errors.get_untracked() {
            let inside = pointer.strip_prefix(around.as_str());
            if inside.is_some_and(|rest| rest.starts_with('/')) {
                if matches!(error, AnswerError::Rule(_)) {
                    self.check_field(&around);
                } else if self.with(|form_state| form_state.control_at(&around).is_some()) {
                    self.set_error(&around, None);
                }
            }
        }
    }

    /// The errors that the form itself detects, without those from the backend or those that only the browser knows.
    pub(super) fn check_field(self, pointer: &str) {
        if matches!(
            self.known(pointer),
            Some(AnswerError::Said(_) | AnswerError::Unfinished)
        ) {
            return;
        }
        let error = self.with(|form_state| form_state.check_at(pointer));
        // Of several fields, the missing one may be another one than requested.
        let error = error.filter(|error| error.pointer == pointer);
        self.set_error(pointer, error.map(|error| AnswerError::Rule(error.rule)));
    }

    /// The known error of a field.
    pub(super) fn known(self, pointer: &str) -> Option<AnswerError> {
        self.errors.with_untracked(|errors| {
            let mut here = errors.iter().filter(|(at, _)| at == pointer);
            here.next().map(|(_, error)| error.clone())
        })
    }

    /// Displays the error of one field, in the summary and beside the field.
    pub(super) fn set_error(self, pointer: &str, error: Option<AnswerError>) {
        let before = self.known(pointer);
        if before == error {
            return;
        }
        self.errors.update(|errors| {
            match (errors.iter().position(|(at, _)| at == pointer), &error) {
                (Some(place), Some(error)) => {
                    if let Some((_, now)) = errors.get_mut(place) {
                        *now = error.clone();
                    }
                }
                (Some(place), None) => drop(errors.remove(place)),
                (None, Some(error)) => errors.push((pointer.to_owned(), error.clone())),
                (None, None) => {}
            }
        });
        self.say(pointer);
        let named = before.iter().chain(&error).filter_map(AnswerError::named);
        named.for_each(|pointer| self.say(pointer));
    }

    /// Displays a field's error beside it: its own error, or else one that names it first among several fields.
    pub(super) fn say(self, pointer: &str) {
        let error = self.errors.with_untracked(|errors| {
            let own = errors.iter().find(|(at, _)| at == pointer);
            let named = || {
                errors
                    .iter()
                    .find(|(_, error)| error.named() == Some(pointer))
            };
            own.or_else(named).map(|(_, error)| error.clone())
        });
        let now = self.input(pointer).error;
        if now.with_untracked(|now| *now != error) {
            now.set(error);
        }
    }

    /// Removes the errors of another alternative; those of the new one are displayed at the next attempt.
    pub(super) fn drop_errors_elsewhere(self) {
        let checked = self.with(FormState::check);
        for (pointer, error) in self.errors.get_untracked() {
            let stands = match &error {
                AnswerError::Rule(rule) => {
                    let mut same = checked.iter().filter(|error| error.pointer == pointer);
                    same.any(|error| error.rule == *rule)
                        && self.with(|form_state| form_state.is_drawn_at(&pointer))
                }
                _ => {
                    let is_there = |form_state: &FormState| {
                        form_state.is_asked(&pointer) && form_state.is_drawn_at(&pointer)
                    };
                    pointer.starts_with('#') || self.with(is_there)
                }
            };
            if !stands {
                self.set_error(&pointer, None);
            }
        }
    }

    /// Removes the errors of fields that a rule has hidden.
    pub(super) fn drop_hidden_errors(self) {
        let checked = self.with(FormState::check);
        for (pointer, error) in self.errors.get_untracked() {
            let stands = match error {
                AnswerError::Rule(_) => checked.iter().any(|error| error.pointer == pointer),
                _ => self.with(|form_state| {
                    form_state.control_at(&pointer).is_none() || form_state.is_asked(&pointer)
                }),
            };
            if !stands {
                self.set_error(&pointer, None);
            }
        }
    }

    /// Checks everything that `concerns` selects, and displays the errors. Returns whether there are none.
    pub(crate) fn check(self, concerns: impl Fn(&str) -> bool) -> bool {
        self.tries.update(|tries| *tries += 1);
        let checked = self.with(FormState::check).into_iter();
        let checked = checked.filter(
            |ValidationError { pointer, rule, .. }| match rule.fields() {
                [] => concerns(pointer),
                // If one of them is on a later step, it can still be answered there.
                fields => fields.iter().all(|field| concerns(&field.pointer)),
            },
        );
        let mut errors: Vec<(String, AnswerError)> = checked
            .map(|error| (error.pointer, AnswerError::Rule(error.rule)))
            .collect();
        for pointer in self.unfinished() {
            errors.retain(|(at, _)| *at != pointer);
            errors.push((pointer, AnswerError::Unfinished));
        }
        for (pointer, words) in self.lost_files() {
            if concerns(&pointer) && !errors.iter().any(|(at, _)| *at == pointer) {
                errors.push((pointer, AnswerError::Said(words)));
            }
        }
        let fine = errors.is_empty();
        // It may be sent again unchanged: only the backend knows whether its error still applies.
        let said = self.errors.get_untracked().into_iter();
        let said = said.filter(|(pointer, now)| {
            matches!(now, AnswerError::Said(_))
                && !errors.iter().any(|(at, _)| at == pointer)
                && self.with(|form_state| form_state.is_drawn_at(pointer))
        });
        let said: Vec<_> = said.collect();
        errors.extend(said);
        self.replace_errors(errors);
        fine
    }

    /// Displays the errors: at once in the summary, and beside the fields after the next paint, a few at a time. In a
    /// long form, users see the summary first, and it covers the last fields.
    fn replace_errors(self, errors: Vec<(String, AnswerError)>) {
        let fields = |errors: &[(String, AnswerError)]| -> Vec<String> {
            let named = errors
                .iter()
                .map(|(pointer, error)| error.named().unwrap_or(pointer).to_owned());
            named.collect()
        };
        let old = self.errors.with_untracked(|errors| fields(errors));
        let new = fields(&errors);
        self.errors.set(errors);
        old.iter()
            .filter(|field| !new.contains(field))
            .for_each(|field| self.say(field));
        self.unsaid.set_value(new);
        self.say_errors();
    }

    fn say_errors(self) {
        let next = self.unsaid.try_update_value(|unsaid| {
            let next: Vec<String> = unsaid.drain(..unsaid.len().min(AT_ONCE)).collect();
            (next, !unsaid.is_empty())
        });
        let Some((next, more)) = next else {
            return;
        };
        next.iter().for_each(|pointer| self.say(pointer));
        if more {
            after_paint(move || self.say_errors());
        }
    }

    /// Displays the backend's errors beside the fields, and all of them in the summary.
    pub(crate) fn show_errors(self, errors: &[FieldError]) {
        self.tries.update(|tries| *tries += 1);
        let mut found: Vec<(String, AnswerError)> = Vec::new();
        for error in errors {
            let inside = error.pointer.strip_prefix("/answers");
            let inside = inside.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let field =
                inside.and_then(|pointer| self.with(|form_state| form_state.field_of(pointer)));
            // A pointer that no field can have, so that it matches none.
            let place = field.unwrap_or_else(|| format!("#{}", error.pointer));
            match found.iter_mut().find(|(at, _)| *at == place) {
                Some((_, AnswerError::Said(words))) => *words = format!("{words} {}", error.detail),
                _ => found.push((place, AnswerError::Said(error.detail.clone()))),
            }
        }
        self.replace_errors(found);
    }

    /// All errors in screen order, as texts.
    pub(in crate::form) fn summary_lines(self) -> Vec<SummaryLine> {
        let line = |(pointer, error): (String, AnswerError)| {
            self.with(|form_state| {
                let control = form_state.control_at(&pointer);
                let words = message(self.i18n, control, &error);
                // Fields that a message names do not need their name before it.
                if let Some(first) = error.named() {
                    let field = Some(first.to_owned());
                    return SummaryLine { field, words };
                }
                let name = if pointer.starts_with('#') {
                    String::new()
                } else {
                    form_state.name_of(&pointer)
                };
                // A label that is a question needs no colon: "Which model? Choose an option".
                let colon = if name.ends_with(['?', ':', '.', '!', '？', '：']) {
                    ""
                } else {
                    ":"
                };
                SummaryLine {
                    words: if name.is_empty() {
                        words
                    } else {
                        format!("{name}{colon} {words}")
                    },
                    field: form_state.is_drawn_at(&pointer).then_some(pointer),
                }
            })
        };
        self.errors.get().into_iter().map(line).collect()
    }

    /// The text of a field's error.
    pub(in crate::form) fn words(self, control: &Control, error: &AnswerError) -> String {
        message(self.i18n, Some(control), error)
    }
}

impl AnswerError {
    /// The first of the fields of which one has to be answered.
    fn named(&self) -> Option<&str> {
        match self {
            Self::Rule(rule) => rule.fields().first().map(|field| field.pointer.as_str()),
            _ => None,
        }
    }
}

/// Calls a function after the browser has had time to paint.
fn after_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(run, PAUSE));
}
