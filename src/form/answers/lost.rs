//! Choices and records that no longer exist: removed from the answers, with a message beside the field.

use super::Answers;
use crate::i18n::t;
use leptos::prelude::*;
use portico_forms::FormState;
use serde_json::Value;

impl Answers {
    /// Removes choices that are no longer available, and displays a message.
    pub(super) fn remove_lost_options(self) {
        let dropped = self
            .form_state
            .try_update_value(FormState::remove_lost_options);
        let Some((lost, changes)) = dropped.filter(|(lost, _)| !lost.is_empty()) else {
            return;
        };
        for change in changes {
            self.took(change);
        }
        for one in lost {
            self.follow(&one.pointer);
            self.edited(&one.pointer);
            let words = t!(self.i18n, "choice-lost", name = &one.words);
            self.announcer.announce(format!("{}: {words}", one.field));
            self.input(&one.pointer).note.set(Some(words));
        }
    }

    /// Removes records that no longer exist from an answer, and displays a message.
    pub(in crate::form) fn drop_records(self, pointer: &str, gone: &[String]) {
        let is_gone = |id: &Value| {
            let id = id.as_str();
            id.is_some_and(|id| gone.iter().any(|gone| gone == id))
        };
        let now = self.value(pointer);
        let left = match &now {
            Value::Array(items) => {
                let left: Vec<Value> = items.iter().filter(|id| !is_gone(id)).cloned().collect();
                if left.is_empty() {
                    Value::Null
                } else {
                    Value::Array(left)
                }
            }
            one if is_gone(one) => Value::Null,
            one => one.clone(),
        };
        if left == now {
            return;
        }
        self.change(pointer, left);
        let words = t!(self.i18n, "record-lost");
        let name = self.with(|form_state| form_state.name_of(pointer));
        self.announcer.announce(format!("{name}: {words}"));
        self.input(pointer).note.set(Some(words));
    }
}
