//! The price of a request with its current answers.

use super::Answers;
use crate::ui;
use crate::view::{View, view};
use leptos::prelude::*;
use portico_contract::Price;
use portico_forms::{Control, FormState, Role};

/// The service's price, with the effects of answers; `None` if no answer changes the price.
pub(crate) fn total(answers: Answers, price: Option<&Price>) -> Option<View> {
    let price = price.cloned()?;
    let i18n = answers.i18n;
    let priced = |control: &Control| {
        let adds = control
            .kind
            .choices()
            .is_some_and(|(all, _)| all.iter().any(|one| one.price.is_some()));
        adds || control.role == Some(Role::Quantity)
    };
    if !answers.form().controls().any(priced) {
        return None;
    }
    let view = move || {
        answers.changes.track();
        let pruned = answers.with(FormState::pruned);
        let amount = answers.form().price(Some(&price.amount), &pruned)?;
        let total = Price {
            amount,
            ..price.clone()
        };
        Some(view! { <strong class="order-price">{ui::price(i18n, Some(&total))}</strong> })
    };
    Some(ui::live(view))
}
