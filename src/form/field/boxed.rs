//! The text in a box: what somebody types there, until the answer is changed elsewhere.

use super::FieldContext;
use crate::reactive::{StoredValue, effect};
use leptos::prelude::*;
use serde_json::Value;

/// A box over an answer.
#[derive(Clone)]
pub(super) struct Boxed {
    /// What the box shows.
    pub shown: RwSignal<String>,
    spot: FieldContext,
    /// The answer as this box has written it.
    written: StoredValue<Value>,
}

impl FieldContext {
    /// A box whose text is made of the answer by `words`, whenever something else than the box has changed it.
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
            spot: self.clone(),
            written,
        }
    }
}

impl Boxed {
    /// Somebody typed a text, which means this answer.
    pub(super) fn typed(&self, text: String, answer: Value) {
        self.shown.set(text);
        self.spot.change(answer);
        // As it was taken: a number may be kept in another spelling than it was typed in.
        self.written.set_value(self.spot.now());
    }
}
