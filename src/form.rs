//! A form document becomes fields on the screen.

mod answers;
mod drafts;
mod field;
mod message;
mod summary;

pub(crate) use answers::Answers;
pub(crate) use drafts::Drafts;
pub(crate) use summary::summary;

use crate::app::App;
use crate::ui;
use leptos::prelude::*;

/// The form's fields, in groups.
pub(crate) fn fields(app: App, answers: Answers) -> AnyView {
    answers.with_form(|form| {
        form.sections()
            .iter()
            .map(|section| {
                let fields = section
                    .fields
                    .iter()
                    .map(|one| field::view(app, answers, one))
                    .collect_view();
                match &section.label {
                    None => fields.into_any(),
                    Some(label) => view! {
                        <section class="form-group">
                            {ui::heading(app, 2, "form-group-title", label.clone())}
                            {fields}
                        </section>
                    }
                    .into_any(),
                }
            })
            .collect_view()
            .into_any()
    })
}
