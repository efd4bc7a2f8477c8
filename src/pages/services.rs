//! The catalogue: the services, all or of one category.

use super::shelf::{self, Shelf, Shown};
use crate::app::App;
use crate::client::api;
use crate::route::{Order, Route};
use crate::ui;
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{CategoryId, ServiceSummary};
use std::cmp::Ordering;

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
        sort: Some(sort),
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

/// Puts services in an order that the backend does not have. What has no price is free; what has no time comes last.
fn sort(services: &mut [ServiceSummary], order: Order) {
    match order {
        Order::Price => services.sort_by(by_price),
        Order::Time => services.sort_by_key(|service| {
            let minutes = service.target.as_ref().and_then(ui::minutes);
            minutes.unwrap_or(u64::MAX)
        }),
        _ => {}
    }
}

/// By currency first, since no rate is known here.
fn by_price(a: &ServiceSummary, b: &ServiceSummary) -> Ordering {
    let parts = |service: &ServiceSummary| {
        let price = service.price.clone();
        price.map(|price| {
            (
                price.currency,
                price.amount.parse::<f64>().unwrap_or(f64::MAX),
            )
        })
    };
    match (parts(a), parts(b)) {
        (Some((currency, amount)), Some((other, more))) => {
            currency.cmp(&other).then(amount.total_cmp(&more))
        }
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}
