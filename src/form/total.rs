//! What a request costs as it is filled in now.

use super::Answers;
use crate::ui;
use leptos::prelude::*;
use portico_contract::Price;
use portico_forms::{Control, FormState, Role};

/// The service's price with what the answers add to it and multiply it by; nothing where no answer changes the price.
pub(crate) fn total(answers: Answers, price: Option<&Price>) -> Option<AnyView> {
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
