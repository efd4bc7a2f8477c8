//! The help articles, all or of one category.

use super::filtered_list::{self, FilteredList, Shown};
use crate::api::endpoints;
use crate::app::App;
use crate::i18n::t;
use crate::route::{Order, Route};
use crate::ui;
use leptos::prelude::*;
use portico_contract::CategoryId;

pub(crate) fn view(app: App, category: Option<CategoryId>, words: &str) -> AnyView {
    let shelf = FilteredList {
        route: |Shown {
                    category, words, ..
                }| Route::Articles { category, words },
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
    let shown = Shown {
        category,
        words: words.to_owned(),
        order: Order::default(),
    };
    filtered_list::view(app, shelf, shown)
}
