//! The help articles, all or of one category.

use super::filtered_list::{self, FilteredList};
use crate::api::endpoints;
use crate::app::App;
use crate::i18n::t;
use crate::route::{Order, Route};
use crate::ui;
use leptos::prelude::*;
use portico_contract::ArticleFilter;

pub(crate) fn view(app: App, filter: ArticleFilter) -> AnyView {
    let list = FilteredList {
        whole: Route::articles,
        route: |filter, _| Route::Articles { filter },
        get: endpoints::articles,
        row: ui::article_row,
        category: |article| article.category.as_ref(),
        title: t!(app, "articles-title"),
        filter: t!(app, "articles-filter"),
        limit: 50,
        count: |app, count| t!(app, "articles-count", count = count),
        sort: None,
        none_title: t!(app, "articles-none-title"),
        none_text: t!(app, "articles-none-text"),
        all: t!(app, "home-all-articles"),
    };
    filtered_list::view(app, list, filter, Order::default())
}
