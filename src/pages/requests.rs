//! My requests.

use crate::api::{Resource, endpoints};
use crate::app::App;
use crate::delivery::Delivery;
use crate::i18n::t;
use crate::route::Route;
use crate::ui::{self, Icon, Row, Skeleton};
use leptos::prelude::*;
use portico_contract::{Page, RequestSummary};

const PAGE: u32 = 20;

pub(crate) fn view(app: App, delivery: Delivery, closed: bool) -> AnyView {
    let requests = Resource::new(app.client, move || {
        delivery.arrived();
        endpoints::requests(closed, PAGE, None)
    });
    let tab = |is_closed: bool, label: String| {
        let route = Route::Requests { closed: is_closed };
        ui::chip(app, route, closed == is_closed, label)
    };
    let detail = if closed {
        t!(app, "requests-closed")
    } else {
        String::new()
    };
    view! {
        <div class="page">
            {ui::page_heading_in(app, t!(app, "requests-title"), &detail)}
            <nav aria-label=t!(app, "requests-filter")>
                <ul class="chips">{tab(false, t!(app, "requests-open"))}{tab(true, t!(app, "requests-closed"))}</ul>
            </nav>
            {ui::show(app, requests, Skeleton::Rows, move |page| list(app, closed, page))}
        </div>
    }
    .into_any()
}

fn list(app: App, closed: bool, page: Page<RequestSummary>) -> AnyView {
    if page.items.is_empty() {
        let (title, text) = if closed {
            (
                t!(app, "requests-none-closed-title"),
                t!(app, "requests-none-closed-text"),
            )
        } else {
            (
                t!(app, "requests-none-title"),
                t!(app, "requests-none-text"),
            )
        };
        let all = Route::services(None);
        let way_on = ui::link(app, all, "button button-primary", t!(app, "requests-find"));
        return ui::empty(app, Icon::Inbox, title, text, Some(way_on));
    }
    view! {
        <ul class="rows">
            {page.items.iter().map(|request| row(app, request)).collect_view()}
            {ui::more(app, page.next, move |cursor| endpoints::requests(closed, PAGE, Some(cursor)), row)}
        </ul>
    }
    .into_any()
}

/// A request as a list shows it.
pub(super) fn row(app: App, request: &RequestSummary) -> AnyView {
    let due = request
        .due_at
        .as_ref()
        .filter(|_| request.state.category.is_open());
    let due = due
        .map(|due| view! { <span>{t!(app, "request-due-at", time = &app.format.due(due))}</span> });
    let below = view! {
        <span class="row-facts">
            <span class="number">{request.number.clone()}</span>
            <span>{t!(app, "request-sent-at", time = &app.format.moment(&request.created_at))}</span>
            {due}
        </span>
    };
    let status = view! { <span class="row-status">{ui::status(&request.state)}</span> };
    let content = Row {
        icon: Some(ui::named_icon(
            app,
            request.service.icon.as_deref(),
            "package",
        )),
        title: Some(request.service.name.clone().into_any()),
        below: Some(below.into_any()),
        end: Some(status.into_any()),
        ..Row::default()
    };
    ui::row(app, Route::Request(request.id.clone()), content)
}
