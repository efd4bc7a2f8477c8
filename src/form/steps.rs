//! The steps of a form, the current one, and the navigation between them.

mod entries;

use super::Answers;
use crate::host::Host;
use crate::i18n::t;
use crate::ui;
use crate::view::{IntoView, View};
pub(super) use entries::follow;
pub(crate) use entries::open;
use leptos::prelude::*;
use portico_forms::{Category, Element, ElementKind, FieldKind};

/// The steps of a form whose whole layout is a stepper; otherwise `None`.
pub(crate) fn of_form(root: &Element) -> Option<&[Category]> {
    match &root.kind {
        ElementKind::Categorization {
            stepper: true,
            categories,
        } => Some(categories),
        _ => None,
    }
}

/// Whether an answer belongs to these elements.
pub(super) fn holds(elements: &[Element], pointer: &str) -> bool {
    elements.iter().any(|element| match &element.kind {
        ElementKind::Control(control) => {
            if let FieldKind::Alternatives {
                alternatives,
                whole: false,
                ..
            } = &control.kind
            {
                return alternatives
                    .iter()
                    .any(|one| holds(std::slice::from_ref(&one.element), pointer));
            }
            let rest = pointer.strip_prefix(control.scope.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        ElementKind::Vertical(inner) | ElementKind::Horizontal(inner) => holds(inner, pointer),
        ElementKind::Group { elements, .. } => holds(elements, pointer),
        ElementKind::Categorization { categories, .. } => categories
            .iter()
            .any(|category| holds(&category.elements, pointer)),
        ElementKind::Label { .. } => false,
    })
}

/// The step that contains an answer.
fn step_of(categories: &[Category], pointer: &str) -> Option<usize> {
    categories
        .iter()
        .position(|category| holds(&category.elements, pointer))
}

/// The open page of a categorization: the form's step, or a tab at its place.
pub(super) fn open_page(
    answers: Answers,
    base: &str,
    stepper: bool,
    element: u32,
) -> RwSignal<usize> {
    if stepper && base.is_empty() {
        answers.step
    } else {
        answers.open_at(&format!("{base}#{element}"))
    }
}

/// The steps that rules show now. The review after the last one is always shown.
pub(super) fn shown(answers: Answers, categories: &[Category]) -> Vec<usize> {
    let visible =
        |category: &Category| !category.ruled || answers.state("", category.id).get().shown;
    let all = categories.iter().enumerate();
    all.filter(|(_, category)| visible(category))
        .map(|(at, _)| at)
        .collect()
}

/// The current step as text; `None` if there are no steps.
pub(crate) fn words(answers: Answers) -> Option<String> {
    let i18n = answers.i18n;
    let form = answers.form();
    let categories = of_form(form.root())?;
    let now = answers.step.get();
    let steps = shown(answers, categories);
    let place = steps
        .iter()
        .position(|at| *at == now)
        .unwrap_or(steps.len());
    let name = categories.get(now).map(|category| category.label.clone());
    #[expect(clippy::cast_precision_loss, reason = "a form has few steps")]
    let (place, count) = ((place + 1) as f64, (steps.len() + 1) as f64);
    let step = t!(i18n, "step-count", place = place, count = count);
    let name = name.unwrap_or_else(|| t!(i18n, "step-review"));
    Some(format!("{step}: {name}"))
}

/// Whether the form can be sent from the current step.
pub(crate) fn is_last(answers: Answers) -> bool {
    let form = answers.form();
    of_form(form.root()).is_none_or(|steps| answers.step.get() >= steps.len())
}

/// Continues to the next step, if this one has no errors. Returns whether it did.
pub(crate) fn forward(answers: Answers) -> bool {
    let form = answers.form();
    let Some(categories) = of_form(form.root()) else {
        return false;
    };
    let here = answers.step.get_untracked();
    let fine = answers.check(|pointer| step_of(categories, pointer) == Some(here));
    if fine {
        let next = untrack(|| shown(answers, categories))
            .into_iter()
            .find(|step| *step > here);
        // The next step starts without errors.
        answers.tries.set(0);
        go(answers, next.unwrap_or(categories.len()));
    }
    fine
}

/// Goes back one step without checking anything.
pub(crate) fn backward(answers: Answers) {
    let form = answers.form();
    if let Some(categories) = of_form(form.root()) {
        let here = answers.step.get_untracked();
        let before = untrack(|| shown(answers, categories))
            .into_iter()
            .rev()
            .find(|step| *step < here)
            .unwrap_or(0);
        let of = answers.steps_of.get_value();
        if !answers.nav.back_to_step(&of, entries::number(before)) {
            go(answers, before);
        }
    }
}

pub(super) fn go(answers: Answers, step: usize) {
    answers.step.set(step);
    answers.changes.update(|changes| *changes += 1);
    let host = answers.host;
    request_animation_frame(move || ui::focus(host, ".step-title"));
}

/// The heading of a step, which receives the focus when the step is displayed.
pub(super) fn title(host: Host, level: u8, words: String) -> View {
    let id = "step-title".to_owned();
    ui::anchored(host, level, "step-title", id, words.into_view())
}
