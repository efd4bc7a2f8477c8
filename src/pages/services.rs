//! The catalogue: the services, all or of one category.

use super::shelf::{self, Shelf, Shown};
use crate::app::App;
use crate::client::api;
use crate::route::{Order, Route};
use crate::ui;
use crate::words::t;
use leptos::prelude::*;
use portico_contract::CategoryId;

pub(crate) fn view(app: App, category: Option<CategoryId>, words: &str, order: Order) -> AnyView {
    let shelf = Shelf {
        route: |Shown {
                    category,
                    words,
                    order,
                }| Route::Services {
            category,
            words,
            order,
        },
        get: api::services,
        row: ui::service_row,
        category: |service| service.category.as_ref(),
        title: t!(app, "services-title"),
        filter: t!(app, "services-filter"),
        limit: 100,
        count: |app, count| t!(app, "services-count", count = count),
        has_orders: true,
        none_title: t!(app, "services-none-title"),
        none_text: t!(app, "services-none-text"),
        all: t!(app, "home-all-services"),
    };
    let shown = Shown {
        category,
        words: words.to_owned(),
        order,
    };
    shelf::view(app, shelf, shown)
}
