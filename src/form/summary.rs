//! The error summary: after a try to send it takes the focus, counts, and leads to each field.

use super::Answers;
use super::field::control_id;
use super::steps;
use crate::ui;
use crate::words::t;
use leptos::{ev, prelude::*};

/// What is wrong with the form; nothing before the first try to send it.
pub(crate) fn summary(answers: Answers) -> AnyView {
    let app = answers.app;
    let view = move || {
        let faulty = if answers.tries.get() > 0 {
            answers.faulty()
        } else {
            Vec::new()
        };
        if faulty.is_empty() {
            return ().into_any();
        }
        let many = faulty.len();
        #[expect(clippy::cast_precision_loss, reason = "a form has few fields")]
        let count = many as f64;
        let items = faulty
            .into_iter()
            .map(|(pointer, words)| {
                let id = control_id(&pointer);
                let go = move |event: ev::MouseEvent| {
                    event.prevent_default();
                    show(answers, &pointer);
                };
                view! { <li><a class="link" href=format!("#{id}") on:click=ui::on(go)>{words}</a></li> }
            })
            .collect_view();
        view! {
            <div class="summary" role="alert" tabindex="-1" id="error-summary" data-errors=many.to_string()>
                {ui::heading(app, 2, "summary-title", t!(app, "summary-title", count = count))}
                <ul>{items}</ul>
            </div>
        }
        .into_any()
    };
    ui::live(view)
}

/// Leads to a field, on whatever step it stands.
pub(super) fn show(answers: Answers, pointer: &str) {
    steps::reveal(answers, pointer);
    let id = control_id(pointer).replace(['"', '\\'], "");
    let app = answers.app;
    // After the step has been drawn.
    request_animation_frame(move || {
        // A list or a group of boxes has no control of its own id; its first control is near enough.
        ui::focus(app, &format!("[id=\"{id}\"]"));
    });
}
