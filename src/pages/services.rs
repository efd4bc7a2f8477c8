//! The catalogue: the services, all or of one category.

use super::filtered_list::{self, FilteredList};
use crate::api::endpoints;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::{Order, Route};
use crate::ui;
use crate::view::View;
use portico_contract::{ServiceFilter, ServiceSummary};

pub(crate) fn view(context: PageContext, filter: ServiceFilter, order: Order) -> View {
    let list = FilteredList {
        whole: Route::services,
        route: |filter, order| Route::Services { filter, order },
        get: endpoints::services,
        row: |context, service| ui::service_row(context.i18n, context.nav, context.host, service),
        category: |service| service.category.as_ref(),
        title: t!(context.i18n, "services-title"),
        filter: t!(context.i18n, "services-filter"),
        limit: 100,
        count: |i18n, count| t!(i18n, "services-count", count = count),
        sort: Some(sort),
        none_title: t!(context.i18n, "services-none-title"),
        none_text: t!(context.i18n, "services-none-text"),
        all: t!(context.i18n, "home-all-services"),
    };
    filtered_list::view(context, list, filter, order)
}

/// Sorts services in an order that the backend does not have, by insertion: a list is short, and the library's sort
/// would add more to the module than everything else on this page.
fn sort(services: &mut Vec<ServiceSummary>, order: Order) {
    let mut sorted: Vec<(String, ServiceSummary)> = Vec::new();
    for service in std::mem::take(services) {
        let key = key(&service, order);
        let before = sorted.iter().take_while(|(other, _)| *other <= key);
        sorted.insert(before.count(), (key, service));
    }
    services.extend(sorted.into_iter().map(|(_, service)| service));
}

/// The sort key, as text. Services without a price are free and come first; prices are grouped by currency, because no
/// exchange rates are known; services without a time come last.
fn key(service: &ServiceSummary, order: Order) -> String {
    if order == Order::Price {
        return service.price.as_ref().map_or_else(String::new, |price| {
            let amount = price.amount.as_str();
            let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
            format!("{} {whole:0>12}.{part}", price.currency)
        });
    }
    let minutes = service.target.as_ref().and_then(ui::minutes);
    minutes.map_or_else(|| "none".to_owned(), |minutes| format!("{minutes:0>12}"))
}
