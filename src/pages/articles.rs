//! The help articles, all or of one category.

use super::shelf::{self, Shelf, Shown};
use crate::app::App;
use crate::client::api;
use crate::route::{Order, Route};
use crate::ui;
use crate::words::t;
use leptos::prelude::*;
use portico_contract::CategoryId;

pub(crate) fn view(app: App, category: Option<CategoryId>, words: &str) -> AnyView {
    let shelf = Shelf {
        route: |Shown {
                    category, words, ..
                }| Route::Articles { category, words },
        get: api::articles,
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
    shelf::view(app, shelf, shown)
}
