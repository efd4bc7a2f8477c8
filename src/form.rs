//! Renders a form document as fields.

mod answers;
mod categories;
mod field;
mod figure;
mod layout;
mod list;
mod loaded_form;
mod message;
mod pointer;
mod rare;
mod remaining;
mod reveal;
mod review;
mod shown;
mod steps;
mod summary;
mod total;

pub(crate) use answers::Answers;
pub(crate) use loaded_form::LoadedForm;
pub(crate) use rare::{load as load_rare_fields, when_loaded};
pub(crate) use remaining::remaining;
pub(crate) use steps::{open as open_step, words as step_words};
pub(crate) use summary::summary;
pub(crate) use total::total;

use crate::delivery::DraftHandle;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::ui;
use crate::view::{View, view};
use leptos::{ev, prelude::*};
use message::message;
use portico_delivery::upload::Upload;
use portico_forms::Form;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// The delay after rendering before things are prepared that the form may need.
const WARM_AFTER: Duration = Duration::from_millis(500);

/// Opens a form with earlier answers. Signals belong to the current owner.
pub(crate) fn fill(context: PageContext, form: Arc<Form>, data: Value) -> Answers {
    Answers::new(context, form, data, layout::element)
}

/// Sets the files that were selected before, and the storage of their bytes, and continues their uploads.
pub(crate) fn open_files(answers: Answers, draft: DraftHandle, files: Vec<Upload>) {
    answers.set_files(draft, files);
    rare::continue_uploads(answers);
}

/// The form's fields in their layout, in the language of the form.
pub(crate) fn elements(answers: Answers, language: Option<&str>) -> View {
    let form = answers.form();
    let fields = answers.element("", 2, form.root());
    let direction = language.filter(|tag| is_right_to_left(tag)).map(|_| "rtl");
    // The first number that a browser formats takes long, and the list of errors, which contains numbers, must not wait
    // for it.
    let Answers { i18n, host, .. } = answers;
    let warm = move || {
        if !host.is_gone() {
            drop(i18n.format().number(0.0));
        }
    };
    set_timeout(warm, WARM_AFTER);
    view! { <div class="form-column form-fields" lang=language.map(str::to_owned) dir=direction>{fields}</div> }
}

/// Whether a language is written from right to left.
fn is_right_to_left(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default();
    ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"].contains(&language)
}

/// The action of the button under the form: checks a step and continues, or checks everything.
///
/// Returns true only if the whole form was checked and has no errors.
pub(crate) fn forward_or_check(answers: Answers) -> bool {
    if untrack(|| steps::is_last(answers)) {
        return answers.check(|_| true);
    }
    steps::forward(answers);
    false
}

/// The buttons under the form, with the text and the action of the last one.
pub(crate) fn actions(
    answers: Answers,
    words: impl Fn() -> String + Clone + Send + Sync + 'static,
    send: impl Fn() + 'static,
) -> View {
    let i18n = answers.i18n;
    // Handles the click, which Enter in a field also causes, instead of the submission: before a submission, browsers
    // go through all fields to store values for autofill, and the list of errors would wait for that.
    let click = move |event: ev::MouseEvent| {
        event.prevent_default();
        send();
    };
    let back = ui::live(move || {
        (answers.step.get() > 0).then(|| {
            view! {
                <button class="button button-large" type="button" on:click=move |_: ev::MouseEvent| steps::backward(answers)>
                    {t!(i18n, "step-back")}
                </button>
            }
        })
    });
    let words = ui::live(move || {
        if steps::is_last(answers) {
            words()
        } else {
            t!(i18n, "step-next")
        }
    });
    view! {
        <div class="form-actions">
            {back}
            <button class="button button-primary button-large" type="submit" on:click=click>{words}</button>
        </div>
    }
}
