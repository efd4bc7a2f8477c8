//! The privacy notice.

use crate::app::App;
use crate::i18n::t;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;

pub(crate) fn view(app: App) -> AnyView {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(app.context(), t!(app.i18n, "privacy-title"))}
            {ui::show(app.context(), app.session.portal(), Skeleton::Text, move |portal| match &portal.privacy {
                Some(text) => view! {
                    {ui::other_language(app.i18n, portal.privacy_language.as_deref())}
                    <div lang=portal.privacy_language.clone()>{ui::document(app.i18n, app.nav, app.host, app.client, text)}</div>
                }
                .into_any(),
                None => ui::empty(app.host, Icon::Lock, t!(app.i18n, "privacy-none-title"), t!(app.i18n, "privacy-none-text"), None),
            })}
        </div>
    }
    .into_any()
}
