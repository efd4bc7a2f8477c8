//! The remaining answers of a form.

use super::{Answers, steps};
use crate::i18n::t;
use crate::reactive::StoredValue;
use crate::ui;
use crate::view::{View, view};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_forms::FormState;
use std::collections::HashSet;

/// The delay between the last change and counting again, in milliseconds, so that typing does not wait for it.
const PAUSE: u32 = 300;

/// The number of answers that are missing or invalid, or the message that the form can be sent.
pub(crate) fn remaining(answers: Answers) -> View {
    let Answers { i18n, host, .. } = answers;
    let count = move || {
        let errors = answers.with(FormState::check);
        let fields: HashSet<_> = errors.into_iter().map(|error| error.pointer).collect();
        fields.len()
    };
    let left = RwSignal::new(untrack(count));
    let waiting = StoredValue::new(None::<Timeout>);
    Effect::new(move |before: Option<()>| {
        answers.changes.track();
        if before.is_some() {
            let later = move || {
                if !host.is_gone() && !left.is_disposed() {
                    left.set(untrack(count));
                }
            };
            waiting.set_value(Some(Timeout::new(PAUSE, later)));
        }
    });
    let words = Memo::new(move |_| {
        #[expect(clippy::cast_precision_loss, reason = "a form has few fields")]
        let count = left.get() as f64;
        t!(i18n, "form-left", count = count)
    });
    // Only the last step displays the number of missing answers, because more steps follow the others.
    ui::live(move || {
        steps::is_last(answers)
            .then(|| view! { <p class="form-left">{ui::live(move || words.get())}</p> })
    })
}
