//! First answers that a link gives.

use super::Answers;
use leptos::prelude::*;
use portico_forms::FormState;
use serde_json::Value;

impl Answers {
    /// Fills what a link gives into fields that are still empty.
    pub(crate) fn prefill(self, given: &[(String, String)]) {
        self.filling.update_value(|filling| {
            for (name, text) in given {
                let answer = filling.form().prefill(name, text);
                let empty =
                    |pointer: &str| filling.data().pointer(pointer).is_none_or(Value::is_null);
                if let Some((pointer, value)) = answer.filter(|(pointer, _)| empty(pointer)) {
                    filling.set(&pointer, Some(value));
                }
            }
            // What was filled in may choose an alternative.
            let offset = self.i18n.format().offset();
            *filling = FormState::new(filling.form(), filling.kept()).at_offset(offset);
        });
        self.drop_lost();
    }
}
