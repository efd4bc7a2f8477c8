//! Text with basic Markdown: written as plain text, with a preview.

mod read;

use super::{FieldContext, frame, text};
use crate::form::Answers;
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};

pub(super) fn view(field: &FieldContext) -> View {
    let Answers {
        i18n,
        nav,
        host,
        client,
        ..
    } = field.answers;
    let preview = RwSignal::new(false);
    let mode = |on: bool, words: String| {
        let pressed = Signal::derive(move || if preview.get() == on { "true" } else { "false" });
        let choose = move |_: ev::MouseEvent| preview.set(on);
        view! {
            <button class="button button-small" type="button" aria-pressed=pressed on:click=choose>{words}</button>
        }
    };
    let shown = {
        let field = field.clone();
        ui::live(move || {
            if preview.get() {
                let source = text::text_of(&field.now());
                let document = read::document(&source);
                let content = if document.blocks.is_empty() {
                    view! { <p class="field-help">{t!(i18n, "markdown-nothing")}</p> }
                } else {
                    ui::document(i18n, nav, host, client, &document)
                };
                view! { <div class="markdown-preview" id=field.id() tabindex="-1">{content}</div> }
            } else {
                text::area(&field, 8)
            }
        })
    };
    let value = field.input.value;
    let hint = ui::live(move || {
        let plain = value.with(|value| value.as_str().is_none_or(|text| text.len() < 200));
        plain.then(|| view! { <p class="field-counter">{t!(i18n, "markdown-hint")}</p> })
    });
    let control = view! {
        <div class="markdown-modes" role="group" aria-label=t!(i18n, "markdown-modes")>
            {mode(false, t!(i18n, "markdown-write"))}
            {mode(true, t!(i18n, "markdown-preview"))}
        </div>
        {shown}
        {hint}
        {text::counter(field)}
    };
    frame::labelled(field, control.into_view())
}
