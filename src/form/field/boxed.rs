//! The text of an input: what the user types, until the answer is changed elsewhere.

use super::FieldContext;
use crate::reactive::{StoredValue, effect};
use leptos::prelude::*;
use serde_json::Value;

/// An input for an answer.
#[derive(Clone)]
pub(super) struct Boxed {
    /// The displayed text.
    pub shown: RwSignal<String>,
    field: FieldContext,
    /// The answer that this input has written.
    written: StoredValue<Value>,
}

impl FieldContext {
    /// An input whose text is created from the answer by `words`, whenever something other than the input changes it.
    pub(super) fn boxed(&self, words: impl Fn(&Value) -> String + 'static) -> Boxed {
        let now = self.now();
        let shown = RwSignal::new(words(&now));
        let written = StoredValue::new(now);
        let value = self.input.value;
        effect(move || {
            let now = value.get();
            if written.with_value(|written| *written != now) {
                shown.set(words(&now));
                written.set_value(now);
            }
        });
        Boxed {
            shown,
            field: self.clone(),
            written,
        }
    }
}

impl Boxed {
    /// The user has typed a text that represents this answer.
    pub(super) fn typed(&self, text: String, answer: Value) {
        self.shown.set(text);
        self.field.change(answer);
        // In the stored form: a number may be stored in another notation than it was typed in.
        self.written.set_value(self.field.now());
    }
}
