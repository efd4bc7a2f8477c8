//! How much waits to be sent, in the header.

use super::{Icon, icon, link};
use crate::app::App;
use crate::route::Route;
use crate::words::t;
use leptos::prelude::*;

/// A link to what waits; nothing where nothing does.
pub(crate) fn outbox_badge(app: App) -> AnyView {
    super::live(move || {
        let waiting = app.keep.waiting();
        if waiting == 0 {
            return ().into_any();
        }
        #[expect(clippy::cast_precision_loss, reason = "a person has few of them")]
        let words = t!(app, "outbox-badge", count = waiting as f64);
        let content = view! { {icon(Icon::Hourglass)}<span>{words}</span> };
        link(app, Route::Drafts, "outbox-badge", content)
    })
}
