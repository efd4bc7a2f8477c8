//! The elements of a form as views: layouts, groups, labels, and the effects of rules.

use super::{Answers, field, rare};
use crate::ui;
use crate::view::{View, view};
use leptos::prelude::*;
use portico_forms::{Element, ElementKind};

/// One element. `level` is that of the next heading inside.
pub(super) fn element(answers: Answers, base: &str, level: u8, element: &Element) -> View {
    if !element.ruled {
        return content(answers, base, level, element);
    }
    let state = answers.state(base, element.id);
    let shown = Memo::new(move |_| state.get().shown);
    let disabled = Signal::derive(move || !state.get().enabled);
    let (base, element) = (base.to_owned(), element.clone());
    ui::live(move || {
        shown.get().then(|| {
            let content = content(answers, &base, level, &element);
            view! { <fieldset class="form-ruled" prop:disabled=disabled>{content}</fieldset> }
        })
    })
}

fn content(answers: Answers, base: &str, level: u8, element: &Element) -> View {
    match &element.kind {
        ElementKind::Vertical(inner) => {
            let inner = answers.elements(base, level, inner);
            view! { <div class="form-column">{inner}</div> }
        }
        ElementKind::Horizontal(inner) => {
            let inner = answers.elements(base, level, inner);
            view! { <div class="form-row">{inner}</div> }
        }
        ElementKind::Group {
            label,
            elements: inner,
        } => {
            let label = label.clone().filter(|label| !label.is_empty());
            let title =
                label.map(|label| ui::heading(answers.host, level, "form-group-title", label));
            let inner = answers.elements(base, level.saturating_add(1), inner);
            view! { <section class="form-group">{title}{inner}</section> }
        }
        ElementKind::Label {
            text,
            heading: true,
        } => ui::heading(answers.host, level, "form-group-title", text.clone()),
        ElementKind::Label { text, .. } => {
            view! { <p class="form-text">{text.clone()}</p> }
        }
        ElementKind::Categorization {
            stepper,
            categories,
        } => rare::render(|rare| {
            (rare.categories)(answers, base, level, element.id, *stepper, categories)
        }),
        ElementKind::Control(control) => {
            let field = field::FieldContext::new(answers, base, level, element.id, control);
            let view = field::common(&control.kind).unwrap_or(rare::field);
            view(&field)
        }
    }
}
