//! A place that does not exist, or a thing that is not there.

use crate::app::App;
use crate::i18n::t;
use crate::route::Route;
use crate::search::{Search, Typing, field};
use crate::ui::{self, Icon};
use leptos::prelude::*;

pub(crate) fn view(app: App, search: Search) -> AnyView {
    view! { <div class="page">{missing(app, search, t!(app.i18n, "not-found-title"))}</div> }
        .into_any()
}

/// Says what is missing and offers the search.
pub(super) fn missing(app: App, search: Search, title: String) -> AnyView {
    view! {
        <div class="empty">
            <span class="empty-icon">{ui::icon(Icon::Search)}</span>
            {ui::page_heading(app.context(), title)}
            <p class="empty-text">{t!(app.i18n, "not-found-text")}</p>
            {field(app, search, "", Typing::new("search-missing"))}
            <div class="empty-actions">{ui::link(app.nav, Route::Home, "button", t!(app.i18n, "go-home"))}</div>
        </div>
    }
    .into_any()
}
