//! Choices that are none any more, and records that are gone: taken out of the answers, with a word beside the field.

use super::Answers;
use crate::i18n::t;
use leptos::prelude::*;
use portico_forms::FormState;
use serde_json::Value;

impl Answers {
    /// Drops what cannot be chosen any more, and says so.
    pub(super) fn drop_lost(self) {
        let dropped = self.form_state.try_update_value(FormState::drop_lost);
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

    /// Takes records that do not exist any more out of an answer, and says so.
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
