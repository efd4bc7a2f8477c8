//! The error summary: after an attempt to send, it receives the focus, counts the errors, and leads to each field.

use super::Answers;
use super::field::control_id;
use super::reveal;
use crate::dom::clicked;
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};

/// The errors of the form; nothing before the first attempt to send it.
pub(crate) fn summary(answers: Answers) -> View {
    let Answers { i18n, host, .. } = answers;
    let view = move || {
        let faulty = if answers.tries.get() > 0 {
            answers.summary_lines()
        } else {
            Vec::new()
        };
        if faulty.is_empty() {
            return ().into_view();
        }
        let many = faulty.len();
        #[expect(clippy::cast_precision_loss, reason = "a form has few fields")]
        let count = many as f64;
        let items = faulty.iter().enumerate();
        let items = items
            .map(|(at, one)| {
                let words = one.words.clone();
                let line = match &one.field {
                    Some(pointer) => {
                        let field = ["#", &control_id(pointer, 0)].concat();
                        view! { <a class="link" href=field data-error=at.to_string()>{words}</a> }
                    }
                    None => words.into_view(),
                };
                view! { <li>{line}</li> }
            })
            .collect::<View>();
        let fields: Vec<_> = faulty.into_iter().map(|one| one.field).collect();
        // One listener for all links, so that a long form does not wait for one per error.
        let go = move |event: ev::MouseEvent| {
            let link = clicked(&event, "[data-error]");
            let at = link.and_then(|link| link.get_attribute("data-error")?.parse::<usize>().ok());
            if let Some(Some(pointer)) = at.and_then(|at| fields.get(at)) {
                event.prevent_default();
                reveal::show(answers, pointer);
            }
        };
        view! {
            <div class="summary" role="alert" tabindex="-1" id="error-summary" data-errors=many.to_string()>
                {ui::heading(host, 2, "summary-title", t!(i18n, "summary-title", count = count))}
                <ul on:click=go>{items}</ul>
            </div>
        }
    };
    ui::live(view)
}
