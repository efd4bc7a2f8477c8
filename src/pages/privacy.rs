//! The privacy notice.

use crate::i18n::t;
use crate::page_context::PageContext;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{View, view};

pub(crate) fn view(context: PageContext) -> View {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(context, t!(context.i18n, "privacy-title"))}
            {ui::show(context, context.session.portal(), Skeleton::Text, move |portal| match &portal.privacy {
                Some(text) => view! {
                    {ui::other_language(context.i18n, portal.privacy_language.as_deref())}
                    <div lang=portal.privacy_language.clone()>{ui::document(context.i18n, context.nav, context.host, context.client, text)}</div>
                },
                None => ui::empty(context.host, Icon::Lock, t!(context.i18n, "privacy-none-title"), t!(context.i18n, "privacy-none-text"), None),
            })}
        </div>
    }
}
