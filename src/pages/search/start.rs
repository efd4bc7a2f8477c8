//! Before anything is asked for: what was searched last, and the way to all services.

use super::words_link;
use crate::app::App;
use crate::i18n::t;
use crate::route::Route;
use crate::search::{Search, recent};
use crate::ui::{self, Icon};
use leptos::prelude::*;

pub(super) fn view(app: App, search: Search) -> AnyView {
    let all = ui::link(
        app.nav,
        Route::services(None),
        "button",
        t!(app.i18n, "home-all-services"),
    );
    let last = move || {
        let last = recent(search).into_iter();
        let links: Vec<_> = last.map(|words| words_link(app, &words)).collect();
        (!links.is_empty()).then(|| {
            view! {
                <section class="section">
                    {ui::heading(app.host, 2, "section-title", t!(app.i18n, "search-recent"))}
                    <ul class="chips">{links}</ul>
                </section>
            }
        })
    };
    view! {
        {ui::live(last)}
        {ui::empty(app.host, Icon::Search, t!(app.i18n, "search-start-title"), t!(app.i18n, "search-start-text"), Some(all))}
    }
    .into_any()
}
