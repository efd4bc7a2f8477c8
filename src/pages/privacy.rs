//! The privacy notice.

use crate::app::App;
use crate::i18n::t;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;

pub(crate) fn view(app: App) -> AnyView {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(app, t!(app, "privacy-title"))}
            {ui::show(app, app.portal, Skeleton::Text, move |portal| match &portal.privacy {
                Some(text) => view! {
                    {ui::other_language(app, portal.privacy_language.as_deref())}
                    <div lang=portal.privacy_language.clone()>{ui::document(app, text)}</div>
                }
                .into_any(),
                None => ui::empty(app, Icon::Lock, t!(app, "privacy-none-title"), t!(app, "privacy-none-text"), None),
            })}
        </div>
    }
    .into_any()
}
