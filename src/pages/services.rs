//! The catalogue: the services, all or of one category.

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
        route: |category, words| Route::Services { category, words },
        get: api::services,
        row: ui::service_row,
        title: |app, category| category.unwrap_or_else(|| t!(app, "services-title")),
        filter: t!(app, "services-filter"),
        none_title: t!(app, "services-none-title"),
        none_text: t!(app, "services-none-text"),
        all: t!(app, "home-all-services"),
    };
    shelf::view(app, shelf, category, words)
}
