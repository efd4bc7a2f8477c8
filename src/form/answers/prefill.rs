//! Prefilled answers from a link.

use super::Answers;
use portico_forms::FormState;
use serde_json::Value;

impl Answers {
    /// Fills the values of a link into empty fields.
    pub(crate) fn prefill(self, given: &[(String, String)]) {
        self.form_state.update_value(|form_state| {
            for (name, text) in given {
                let answer = form_state.form().prefill(name, text);
                let empty = |pointer: &str| {
                    form_state
                        .data()
                        .pointer(pointer)
                        .is_none_or(Value::is_null)
                };
                if let Some((pointer, value)) = answer.filter(|(pointer, _)| empty(pointer)) {
                    form_state.set(&pointer, Some(value));
                }
            }
            // A filled value may select an alternative.
            let offset = self.i18n.format().offset();
            *form_state = FormState::new(form_state.form(), form_state.kept()).at_offset(offset);
        });
        self.remove_lost_options();
    }
}
