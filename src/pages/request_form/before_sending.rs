//! The facts beside a form.

use crate::form::{self, Answers};
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::ui::{self, Icon};
use crate::view::{View, view};
use portico_contract::Service;

/// The facts beside the form: price, target, approvals, visibility, and the steps after sending.
pub(super) fn before_sending(i18n: I18n, host: Host, service: &Service, answers: Answers) -> View {
    let price = match form::total(answers, service.price.as_ref()) {
        Some(total) => ui::fact(Icon::CreditCard, t!(i18n, "form-total"), total),
        None => ui::fact(
            Icon::CreditCard,
            t!(i18n, "fact-price"),
            ui::price(i18n, service.price.as_ref()),
        ),
    };
    let time = service.target.as_ref().map(|target| {
        let due = service.due_at.as_ref().map(|due| {
            view! { <p class="fact-more">{t!(i18n, "form-due-now", time = &i18n.format().due(due))}</p> }
        });
        ui::fact(
            Icon::Clock,
            t!(i18n, "fact-target"),
            view! { {ui::target(i18n, target)}{due} },
        )
    });
    let first = [Some(price), time].into_iter().flatten().collect();
    let steps = (!service.steps.is_empty()).then(|| {
        let items = service
            .steps
            .iter()
            .map(|step| view! { <li>{step.clone()}</li> })
            .collect::<View>();
        view! {
            <section>
                {ui::heading(host, 2, "side-title", t!(i18n, "service-steps"))}
                <ol class="steps steps-small">{items}</ol>
            </section>
        }
    });
    view! { {crate::pages::service::facts(i18n, service, first)}{steps} }
}
