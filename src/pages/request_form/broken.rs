//! An invalid form document.

use crate::api::Failure;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::session::Session;
use crate::ui::{self, Icon};
use crate::view::{View, view};
use portico_contract::Service;
use portico_forms::FormError;

/// The form cannot be displayed: shows the contact details, and the errors for its author.
pub(super) fn broken(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    session: Session,
    service: &Service,
    errors: &[FormError],
) -> View {
    if let Some(error) = errors.first() {
        ui::report(
            i18n,
            host,
            session,
            &Failure::broken("the form", &error.to_string()),
        );
    }
    let owner = service.owner.as_ref().map(|owner| owner.name.clone());
    let lines = errors
        .iter()
        .map(|error| view! { <li><code dir="ltr">{error.to_string()}</code></li> });
    view! {
        {ui::empty(
            host,
            Icon::TriangleAlert,
            t!(i18n, "form-broken-title"),
            t!(i18n, "form-broken-text"),
            ui::contact(nav, session, "button button-primary", t!(i18n, "nav-contact")),
        )}
        {owner.map(|owner| view! { <p class="hint">{ui::icon(Icon::User)}<span>{t!(i18n, "fact-owner")}": "{owner}</span></p> })}
        <details class="broken"><summary>{t!(i18n, "form-broken-details")}<span class="turn">{ui::icon(Icon::ChevronRight)}</span></summary><ul>{lines.collect::<View>()}</ul></details>
    }
}
