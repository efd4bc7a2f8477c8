//! The help articles, all or of one category.

use super::shelf::{self, Shelf};
use crate::app::App;
use crate::client::api;
use crate::route::Route;
use crate::ui;
use crate::words::t;
use leptos::prelude::*;
use portico_contract::CategoryId;

pub(crate) fn view(app: App, category: Option<CategoryId>, words: &str) -> AnyView {
    let shelf = Shelf {
        route: |category, words| Route::Articles { category, words },
        get: api::articles,
        row: ui::article_row,
        title: |app, _| t!(app, "articles-title"),
        filter: t!(app, "articles-filter"),
        none_title: t!(app, "articles-none-title"),
        none_text: t!(app, "articles-none-text"),
        all: t!(app, "home-all-articles"),
    };
    shelf::view(app, shelf, category, words)
}
