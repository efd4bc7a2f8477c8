//! Leads to a field: opens the step, tabs and items that contain it, and moves the focus there.

use super::Answers;
use super::field::control_id;
use super::steps::{self, holds};
use crate::ui;
use leptos::prelude::*;
use portico_forms::{Control, Element, ElementKind, FieldKind};

/// Leads to a field, wherever it is.
pub(super) fn show(answers: Answers, pointer: &str) {
    let form = answers.form();
    open(answers, form.root(), "", pointer);
    // Of several controls for one answer, the first visible one.
    let count = answers.with(|form_state| form_state.controls_at(pointer));
    let id = |number| control_id(pointer, number).replace(['"', '\\'], "");
    let mut ids: Vec<String> = (0..count.max(1))
        .map(|number| format!("[id=\"{}\"]", id(number)))
        .collect();
    // The choice between alternatives, while none is selected.
    let is_choice = answers.with(|form_state| {
        let control = form_state.control_at(pointer);
        control.is_some_and(|control| matches!(control.kind, FieldKind::Alternatives { .. }))
    });
    if is_choice {
        let of = |part: &str| format!("[data-alternatives=\"{}\"] {part}", id(0));
        ids = vec![format!("{}, {}", of("input"), of("select"))];
    }
    let host = answers.host;
    // After the step was rendered.
    request_animation_frame(move || {
        // A list or a group of options has no control with its own ID; its first control is close enough.
        if let Some(id) = ids.iter().find(|id| host.find(id).is_some()) {
            ui::focus(host, id);
        }
    });
}

/// Opens everything that contains the field at a pointer.
fn open(answers: Answers, element: &Element, base: &str, pointer: &str) {
    let Some(inside) = pointer.strip_prefix(base) else {
        return;
    };
    let all = |elements: &[Element]| {
        elements
            .iter()
            .for_each(|one| open(answers, one, base, pointer));
    };
    match &element.kind {
        ElementKind::Vertical(elements)
        | ElementKind::Horizontal(elements)
        | ElementKind::Group { elements, .. } => all(elements),
        ElementKind::Categorization {
            stepper,
            categories,
        } => {
            let shown = |id: u32, ruled: bool| {
                !ruled || answers.state(base, id).with_untracked(|state| state.shown)
            };
            let at = categories
                .iter()
                .position(|one| shown(one.id, one.ruled) && holds(&one.elements, inside));
            let Some((at, category)) = at.and_then(|at| Some((at, categories.get(at)?))) else {
                return;
            };
            let open = steps::open_page(answers, base, *stepper, element.id);
            if open.with_untracked(|now| *now != at) {
                open.set(at);
            }
            all(&category.elements);
        }
        ElementKind::Control(control) => open_control(answers, element.id, control, base, pointer),
        ElementKind::Label { .. } => {}
    }
}

/// Opens the part of a control that contains the field.
fn open_control(answers: Answers, id: u32, control: &Control, base: &str, pointer: &str) {
    if let FieldKind::Alternatives { alternatives, .. } = &control.kind {
        let chosen = answers.with(|form_state| form_state.chosen(base, id));
        if let Some(one) = chosen.and_then(|at| alternatives.get(at)) {
            open(answers, &one.element, base, pointer);
        }
        return;
    }
    let own = format!("{base}{}", control.scope);
    let rest = pointer.strip_prefix(own.as_str());
    let Some(rest) = rest.and_then(|rest| rest.strip_prefix('/')) else {
        return;
    };
    match &control.kind {
        FieldKind::Object { element } => open(answers, element, &own, pointer),
        FieldKind::List { item, .. } => {
            let index = rest.split('/').next().unwrap_or_default();
            if let Ok(at) = index.parse::<usize>() {
                let chosen = answers.open_at(&own);
                if chosen.with_untracked(|now| *now != at) {
                    chosen.set(at);
                }
                open(answers, item, &format!("{own}/{index}"), pointer);
            }
        }
        _ => {}
    }
}
