//! Categories as tabs, or as consecutive steps with a final review.

use super::steps::{go, holds, open_page, shown, title};
use super::{Answers, review, steps};
use crate::i18n::t;
use crate::reactive::StoredValue;
use crate::ui;
use crate::view::{View, view};
use leptos::{ev, prelude::*};
use portico_forms::Category;

pub(super) fn view(
    answers: Answers,
    base: &str,
    level: u8,
    element: u32,
    is_stepper: bool,
    categories: &[Category],
) -> View {
    if is_stepper && base.is_empty() {
        stepper(answers, level, categories)
    } else {
        tabs(answers, base, level, element, categories)
    }
}

fn stepper(answers: Answers, level: u8, categories: &[Category]) -> View {
    let Answers { i18n, host, .. } = answers;
    steps::follow(answers, categories);
    let names: Vec<String> = categories
        .iter()
        .map(|category| category.label.clone())
        .collect();
    let (all, listed) = (categories.to_vec(), categories.to_vec());
    let progress = ui::live(move || {
        let now = answers.step.get();
        let last = (all.len(), t!(i18n, "step-review"));
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
                let back = move |_: ev::MouseEvent| go(answers, at);
                view! { <button class="link link-button step-link" type="button" on:click=back>{name}</button> }
            } else {
                view! { <span>{name}</span> }
            };
            view! { <li class="step" class:step-done=done aria-current=current>{content}</li> }
        });
        view! {
            <nav class="stepper" aria-label=t!(i18n, "steps-label")>
                <p class="stepper-count">{t!(i18n, "step-count", place = place, count = count)}</p>
                <progress class="stepper-bar" max=count_text(count) value=count_text(place) aria-hidden="true"></progress>
                <ol class="stepper-steps">{items.collect::<View>()}</ol>
            </nav>
        }
    });
    let page = ui::live(move || {
        let now = answers.step.get();
        match listed.get(now) {
            Some(category) => view! {
                {title(host, level, category.label.clone())}
                {answers.elements("", level.saturating_add(1), &category.elements)}
            },
            None => review::view(answers, level, &listed),
        }
    });
    view! { <div class="form-steps">{progress}{page}</div> }
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

/// Tabs according to the APG: arrow keys, Home and End move between them.
fn tabs(answers: Answers, base: &str, level: u8, element: u32, categories: &[Category]) -> View {
    let host = answers.host;
    let chosen = open_page(answers, base, false, element);
    // Several items of a list may contain the same tabs.
    let key = StoredValue::new(format!("{}{element}", base.replace('/', ".")));
    let id = move |at: usize| key.with_value(|key| format!("tab-{key}-{at}"));
    let panel = key.with_value(|key| format!("panel-{key}"));
    let count = categories.len();
    let list = categories.iter().enumerate().map(|(at, category)| {
        let selected = Signal::derive(move || if chosen.get() == at { "true" } else { "false" });
        let stop = Signal::derive(move || if chosen.get() == at { "0" } else { "-1" });
        let choose = move |_: ev::MouseEvent| chosen.set(at);
        let keys = move |event: ev::KeyboardEvent| {
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
            ui::focus(host, &format!("[id=\"{}\"]", id(to)));
        };
        let shown = category.ruled.then(|| answers.state(base, category.id));
        let (inside, base) = (category.elements.clone(), base.to_owned());
        let errors = move || {
            let faulty = answers.summary_lines();
            let fields = faulty.iter().filter_map(|one| one.field.as_deref());
            let here = fields.filter_map(|pointer| pointer.strip_prefix(base.as_str()));
            let many = here.filter(|pointer| holds(&inside, pointer)).count();
            (many > 0).then(|| view! { <span class="tab-errors">{many.to_string()}</span> })
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
                {category.label.clone()}{ui::live(errors)}
            </button>
        }
    });
    let (base, all) = (base.to_owned(), categories.to_vec());
    let content = ui::live(move || {
        all.get(chosen.get())
            .map(|category| answers.elements(&base, level, &category.elements))
    });
    let labelled = Signal::derive(move || id(chosen.get()));
    view! {
        <div class="tabs">
            <div class="tab-list" role="tablist">{list.collect::<View>()}</div>
            <div class="form-column" role="tabpanel" id=panel.clone() aria-labelledby=labelled>{content}</div>
        </div>
    }
}
