//! Categories: as tabs, or as steps one after another with a review at their end.

mod entries;

use super::{Answers, layout, review};
use crate::app::App;
use crate::i18n::t;
use crate::ui;
pub(crate) use entries::open;
use leptos::{ev, prelude::*};
use portico_forms::{Category, Element, ElementKind, Kind};

/// The steps of a form whose whole layout is a stepper; none otherwise.
pub(crate) fn of_form(root: &Element) -> Option<&[Category]> {
    match &root.kind {
        ElementKind::Categorization {
            stepper: true,
            categories,
        } => Some(categories),
        _ => None,
    }
}

pub(super) fn view(
    answers: Answers,
    base: &str,
    level: u8,
    element: u32,
    stepper: bool,
    categories: &[Category],
) -> AnyView {
    if stepper && base.is_empty() {
        steps(answers, level, categories)
    } else {
        tabs(answers, base, level, element, categories)
    }
}

/// Whether an answer belongs to these elements.
pub(super) fn holds(elements: &[Element], pointer: &str) -> bool {
    elements.iter().any(|element| match &element.kind {
        ElementKind::Control(control) => {
            if let Kind::Alternatives {
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

/// Which step an answer is asked for on.
fn step_of(categories: &[Category], pointer: &str) -> Option<usize> {
    categories
        .iter()
        .position(|category| holds(&category.elements, pointer))
}

/// Which page of a categorization is open: the form's step, or a tab at its place.
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

/// Which steps a rule shows now. The review, behind the last one, always is.
pub(super) fn shown(answers: Answers, categories: &[Category]) -> Vec<usize> {
    let visible =
        |category: &Category| !category.ruled || answers.state("", category.id).get().shown;
    let all = categories.iter().enumerate();
    all.filter(|(_, category)| visible(category))
        .map(|(at, _)| at)
        .collect()
}

/// Which step is shown, in words; none where there are no steps.
pub(crate) fn words(answers: Answers) -> Option<String> {
    let app = answers.app;
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
    let step = t!(app, "step-count", place = place, count = count);
    let name = name.unwrap_or_else(|| t!(app, "step-review"));
    Some(format!("{step}: {name}"))
}

/// Whether the form can be sent from the step that is shown.
pub(crate) fn is_last(answers: Answers) -> bool {
    let form = answers.form();
    of_form(form.root()).is_none_or(|steps| answers.step.get() >= steps.len())
}

/// Goes on, if nothing on this step is wrong. Whether it did.
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
        // The next step starts without red.
        answers.tries.set(0);
        go(answers, next.unwrap_or(categories.len()));
    }
    fine
}

/// Goes back one step; nothing is checked.
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
        if !answers.app.nav.back_to_step(&of, entries::number(before)) {
            go(answers, before);
        }
    }
}

pub(super) fn go(answers: Answers, step: usize) {
    answers.step.set(step);
    answers.changes.update(|changes| *changes += 1);
    let app = answers.app;
    request_animation_frame(move || ui::focus(app, ".step-title"));
}

fn steps(answers: Answers, level: u8, categories: &[Category]) -> AnyView {
    let app = answers.app;
    entries::follow(answers, categories);
    let names: Vec<String> = categories
        .iter()
        .map(|category| category.label.clone())
        .collect();
    let (all, listed) = (categories.to_vec(), categories.to_vec());
    let progress = ui::live(move || {
        let now = answers.step.get();
        let last = (all.len(), t!(app, "step-review"));
        let steps: Vec<(usize, String)> = shown(answers, &all)
            .into_iter()
            .filter_map(|at| Some((at, names.get(at)?.clone())))
            .chain([last])
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a form has few steps")]
        let (count, place) = (
            steps.len() as f64,
            steps
                .iter()
                .position(|(at, _)| *at == now)
                .map_or(1, |place| place + 1) as f64,
        );
        let items = steps.into_iter().map(|(at, name)| {
            let current = (at == now).then_some("step");
            let done = at < now;
            let content = if done {
                let back = ui::on(move |_: ev::MouseEvent| go(answers, at));
                view! { <button class="link link-button step-link" type="button" on:click=back>{name}</button> }
                    .into_any()
            } else {
                view! { <span>{name}</span> }.into_any()
            };
            view! { <li class="step" class:step-done=done aria-current=current>{content}</li> }
        });
        view! {
            <nav class="stepper" aria-label=t!(app, "steps-label")>
                <p class="stepper-count">{t!(app, "step-count", place = place, count = count)}</p>
                <progress class="stepper-bar" max=count_text(count) value=count_text(place) aria-hidden="true"></progress>
                <ol class="stepper-steps">{items.collect_view()}</ol>
            </nav>
        }
    });
    let page = ui::live(move || {
        let now = answers.step.get();
        match listed.get(now) {
            Some(category) => view! {
                {title(app, level, category.label.clone())}
                {layout::elements(answers, "", level.saturating_add(1), &category.elements)}
            }
            .into_any(),
            None => review::view(answers, level, &listed),
        }
    });
    view! { <div class="form-steps">{progress}{page}</div> }.into_any()
}

/// The heading of a step, which takes the focus when the step is shown.
pub(super) fn title(app: App, level: u8, words: String) -> AnyView {
    let id = "step-title".to_owned();
    ui::anchored(app, level, "step-title", id, words.into_any())
}

fn count_text(count: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a form has few steps"
    )]
    let count = count as u32;
    count.to_string()
}

/// The APG's tabs: arrow keys, Home and End move between them.
fn tabs(answers: Answers, base: &str, level: u8, element: u32, categories: &[Category]) -> AnyView {
    let app = answers.app;
    let chosen = open_page(answers, base, false, element);
    // The same tabs may stand in several items of a list.
    let key = StoredValue::new(format!("{}{element}", base.replace('/', ".")));
    let id = move |at: usize| key.with_value(|key| format!("tab-{key}-{at}"));
    let panel = key.with_value(|key| format!("panel-{key}"));
    let count = categories.len();
    let list = categories.iter().enumerate().map(|(at, category)| {
        let selected = Signal::derive(move || if chosen.get() == at { "true" } else { "false" });
        let stop = Signal::derive(move || if chosen.get() == at { "0" } else { "-1" });
        let choose = ui::on(move |_: ev::MouseEvent| chosen.set(at));
        let keys = ui::on(move |event: ev::KeyboardEvent| {
            if ui::is_composing(&event) {
                return;
            }
            let to = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => (at + 1) % count,
                "ArrowLeft" | "ArrowUp" => (at + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            chosen.set(to);
            ui::focus(app, &format!("[id=\"{}\"]", id(to)));
        });
        let shown = category.ruled.then(|| answers.state(base, category.id));
        let (inside, base) = (category.elements.clone(), base.to_owned());
        let wrong = move || {
            let faulty = answers.faulty();
            let fields = faulty.iter().filter_map(|one| one.field.as_deref());
            let here = fields.filter_map(|pointer| pointer.strip_prefix(base.as_str()));
            let many = here.filter(|pointer| holds(&inside, pointer)).count();
            (many > 0).then(|| view! { <span class="tab-wrong">{many.to_string()}</span> })
        };
        let hidden = Signal::derive(move || shown.is_some_and(|state| !state.get().shown));
        view! {
            <button
                class="tab"
                type="button"
                role="tab"
                id=id(at)
                aria-selected=selected
                aria-controls=panel.clone()
                tabindex=stop
                hidden=hidden
                on:click=choose
                on:keydown=keys
            >
                {category.label.clone()}{ui::live(wrong)}
            </button>
        }
    });
    let (base, all) = (base.to_owned(), categories.to_vec());
    let content = ui::live(move || {
        all.get(chosen.get())
            .map(|category| layout::elements(answers, &base, level, &category.elements))
    });
    let labelled = Signal::derive(move || id(chosen.get()));
    view! {
        <div class="tabs">
            <div class="tab-list" role="tablist">{list.collect_view()}</div>
            <div class="form-column" role="tabpanel" id=panel.clone() aria-labelledby=labelled>{content}</div>
        </div>
    }
    .into_any()
}
