//! The error summary: after a try to send it takes the focus, counts, and leads to each field.

use super::Answers;
use super::field::control_id;
use super::message::message;
use crate::app::App;
use crate::ui;
use crate::words::t;
use leptos::{ev, prelude::*};

/// What is wrong with the form; nothing before the first try to send it.
pub(crate) fn summary(app: App, answers: Answers) -> AnyView {
    let view = move || {
        let faulty = if answers.tries.get() > 0 {
            answers.faulty()
        } else {
            Vec::new()
        };
        if faulty.is_empty() {
            return ().into_any();
        }
        #[expect(clippy::cast_precision_loss, reason = "a form has few fields")]
        let count = faulty.len() as f64;
        let items = faulty
            .into_iter()
            .map(|(field, wrong)| {
                let selector = format!("[id=\"{}\"]", control_id(&field.name).replace(['"', '\\'], ""));
                let words = format!("{}: {}", field.label, message(app, &field, &wrong));
                let go = move |event: ev::MouseEvent| {
                    event.prevent_default();
                    ui::focus(app, &selector);
                };
                view! { <li><a class="link" href=format!("#{}", control_id(&field.name)) on:click=ui::on(go)>{words}</a></li> }
            })
            .collect_view();
        view! {
            <div class="summary" role="alert" tabindex="-1" id="error-summary">
                {ui::heading(app, 2, "summary-title", t!(app, "summary-title", count = count))}
                <ul>{items}</ul>
            </div>
        }
        .into_any()
    };
    ui::live(view)
}
