//! A missing page or object.

use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::search::{Search, SearchInput, field};
use crate::ui::{self, Icon};
use crate::view::{View, view};

pub(crate) fn view(context: PageContext, search: Search) -> View {
    view! { <div class="page">{missing(context, search, t!(context.i18n, "not-found-title"))}</div> }
}

/// Names the missing object, and offers the search.
pub(super) fn missing(context: PageContext, search: Search, title: String) -> View {
    view! {
        <div class="empty">
            <span class="empty-icon">{ui::icon(Icon::Search)}</span>
            {ui::page_heading(context, title)}
            <p class="empty-text">{t!(context.i18n, "not-found-text")}</p>
            {field(search, "", SearchInput::new("search-missing"))}
            <div class="empty-actions">{ui::link(context.nav, Route::Home, "button", t!(context.i18n, "go-home"))}</div>
        </div>
    }
}
