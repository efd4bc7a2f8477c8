//! The error summary: after a try to send it takes the focus, counts, and leads to each field.

use super::Answers;
use super::field::control_id;
use super::steps;
use crate::ui;
use crate::words::t;
use leptos::{ev, prelude::*};
use portico_forms::Kind;

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
        let (pointers, lines): (Vec<_>, Vec<_>) = faulty.into_iter().unzip();
        let items = lines.into_iter().zip(&pointers).enumerate();
        let items = items
            .map(|(at, (words, pointer))| {
                let field = ["#", &control_id(pointer)].concat();
                view! { <li><a class="link" href=field data-fault=at.to_string()>{words}</a></li> }
            })
            .collect_view();
        // One listener for all links: a long form is not to wait for as many as it has faults.
        let go = move |event: ev::MouseEvent| {
            let link = ui::clicked(&event, "[data-fault]");
            let at = link.and_then(|link| link.get_attribute("data-fault")?.parse::<usize>().ok());
            if let Some(pointer) = at.and_then(|at| pointers.get(at)) {
                event.prevent_default();
                show(answers, pointer);
            }
        };
        view! {
            <div class="summary" role="alert" tabindex="-1" id="error-summary" data-errors=many.to_string()>
                {ui::heading(app, 2, "summary-title", t!(app, "summary-title", count = count))}
                <ul on:click=ui::on(go)>{items}</ul>
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
    // The choice of an alternative, while none is chosen.
    let choice = answers.with(|filling| {
        let control = filling.control_at(pointer);
        control.is_some_and(|control| matches!(control.kind, Kind::Alternatives { .. }))
    });
    // After the step has been drawn.
    request_animation_frame(move || {
        if choice {
            let of = |part: &str| format!("[data-alternatives=\"{id}\"] {part}");
            ui::focus(app, &format!("{}, {}", of("input"), of("select")));
            return;
        }
        // A list or a group of boxes has no control of its own id; its first control is near enough.
        ui::focus(app, &format!("[id=\"{id}\"]"));
    });
}
