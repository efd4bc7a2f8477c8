//! How much waits to be sent, in the header.

use super::{Icon, icon};
use crate::app::App;
use crate::i18n::t;
use crate::route::Route;
use leptos::prelude::*;

/// A link to what waits; nothing where nothing does.
pub(crate) fn outbox_badge(app: App) -> AnyView {
    super::live(move || {
        let waiting = app.keep.waiting();
        if waiting == 0 {
            return ().into_any();
        }
        #[expect(clippy::cast_precision_loss, reason = "a person has few of them")]
        let count = waiting as f64;
        let words = t!(app, "outbox-badge", count = count);
        let content = view! {
            {icon(Icon::Hourglass)}
            <span class="outbox-number" aria-hidden="true">{app.format.number(count)}</span>
            <span class="outbox-words" aria-hidden="true">{words.clone()}</span>
        };
        let href = app.nav.href(&Route::Drafts);
        view! {
            <a class="icon-link outbox-badge" href=href data-route="/drafts" aria-label=words.clone() title=words>{content}</a>
        }
        .into_any()
    })
}
