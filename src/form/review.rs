//! The review of all answers before they are sent.

use super::{Answers, shown, steps};
use crate::i18n::t;
use crate::ui;
use crate::view::{View, view};
use leptos::ev;
use portico_forms::{Category, FormState};

pub(super) fn view(answers: Answers, level: u8, categories: &[Category]) -> View {
    let Answers { i18n, host, .. } = answers;
    let pruned = answers.with(FormState::pruned);
    let described = answers.form().described(&pruned);
    let sections = steps::shown(answers, categories).into_iter().filter_map(|at| Some((at, categories.get(at)?))).map(|(at, category)| {
        let own = described
            .iter()
            .filter(|one| steps::holds(&category.elements, &one.pointer))
            .map(|one| {
                let text = shown::words(answers, one);
                view! { <div class="answer"><dt>{one.label.clone()}</dt><dd>{text}</dd></div> }
            })
            .collect::<View>();
        let nothing = !described.iter().any(|one| steps::holds(&category.elements, &one.pointer));
        let change = move |_: ev::MouseEvent| steps::go(answers, at);
        view! {
            <section class="review">
                <div class="review-head">
                    {ui::heading(host, level.saturating_add(1), "review-title", category.label.clone())}
                    <button class="button button-quiet button-small" type="button" on:click=change>
                        {t!(i18n, "review-change")}<span class="visually-hidden">{format!(" {}", category.label)}</span>
                    </button>
                </div>
                {if nothing {
                    view! { <p class="field-help">{t!(i18n, "review-nothing")}</p> }
                } else {
                    view! { <dl class="answers">{own}</dl> }
                }}
            </section>
        }
    });
    view! {
        {steps::title(host, level, t!(i18n, "step-review"))}
        {sections.collect::<View>()}
    }
}
