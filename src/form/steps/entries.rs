//! The steps of a form as entries in the browser's history.

use super::{go, shown};
use crate::api::new_key;
use crate::delivery::DraftHandle;
use crate::form::Answers;
use crate::reactive::effect;
use leptos::prelude::*;
use portico_forms::Category;

/// Opens a form at the step of its history entry, or else where its draft was left.
pub(crate) fn open(answers: Answers, draft: DraftHandle, left_at: u32) {
    let of = draft.key();
    let at = untrack(|| answers.nav.step_of(&of)).unwrap_or(left_at);
    answers.step.set(usize::try_from(at).unwrap_or_default());
    answers.steps_of.set_value(of);
}

/// Each step has a history entry, and navigating to the entry displays the step.
pub(in crate::form) fn follow(answers: Answers, categories: &[Category]) {
    // A form without a draft starts again whenever it is rendered.
    if answers.steps_of.with_value(String::is_empty) {
        answers.steps_of.set_value(new_key());
    }
    let (nav, of) = (answers.nav, answers.steps_of.get_value());
    let entered = of.clone();
    effect(move || nav.at_step(&entered, number(answers.step.get())));
    let categories = categories.to_vec();
    effect(move || {
        let Some(told) = nav.step_of(&of) else { return };
        let at = usize::try_from(told).unwrap_or_default();
        // Other answers may have removed the step meanwhile.
        let steps = untrack(|| shown(answers, &categories)).into_iter();
        let mut steps = steps.chain([categories.len()]).rev();
        let to = steps.find(|step| *step <= at).unwrap_or(0);
        if to != at {
            nav.correct_step(number(to));
        }
        if to != answers.step.get_untracked() {
            go(answers, to);
            request_animation_frame(move || nav.settle());
        }
    });
}

pub(super) fn number(step: usize) -> u32 {
    u32::try_from(step).unwrap_or(u32::MAX)
}
