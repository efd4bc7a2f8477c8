//! My requests.

use crate::api::{Resource, endpoints};
use crate::delivery::Delivery;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::route::Route;
use crate::ui::{self, Icon, Row, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::{Page, RequestSummary};

const PAGE: u32 = 20;

pub(crate) fn view(context: PageContext, delivery: Delivery, closed: bool) -> View {
    let requests = Resource::new(context.client, move || {
        delivery.arrived();
        endpoints::requests(closed, PAGE, None)
    });
    let tab = |is_closed: bool, label: String| {
        let route = Route::Requests { closed: is_closed };
        ui::chip(context.nav, route, closed == is_closed, label)
    };
    let detail = if closed {
        t!(context.i18n, "requests-closed")
    } else {
        String::new()
    };
    view! {
        <div class="page">
            {ui::page_heading_in(context, t!(context.i18n, "requests-title"), &detail)}
            <nav aria-label=t!(context.i18n, "requests-filter")>
                <ul class="chips">{tab(false, t!(context.i18n, "requests-open"))}{tab(true, t!(context.i18n, "requests-closed"))}</ul>
            </nav>
            {ui::show(context, requests, Skeleton::Rows, move |page| list(context, closed, page))}
        </div>
    }
}

fn list(context: PageContext, closed: bool, page: Page<RequestSummary>) -> View {
    if page.items.is_empty() {
        let (title, text) = if closed {
            (
                t!(context.i18n, "requests-none-closed-title"),
                t!(context.i18n, "requests-none-closed-text"),
            )
        } else {
            (
                t!(context.i18n, "requests-none-title"),
                t!(context.i18n, "requests-none-text"),
            )
        };
        let all = Route::services(None);
        let action = ui::link(
            context.nav,
            all,
            "button button-primary",
            t!(context.i18n, "requests-find"),
        );
        return ui::empty(context.host, Icon::Inbox, title, text, Some(action));
    }
    let next = move |cursor: &str| endpoints::requests(closed, PAGE, Some(cursor));
    ui::pages(context, "rows", page, next, |context, request| {
        row(context.i18n, context.nav, context.host, request)
    })
}

/// A request as a list item, with the people that only the lists of approvals and work name.
pub(super) fn row(i18n: I18n, nav: Navigator, host: Host, request: &RequestSummary) -> View {
    let due = request
        .due_at
        .as_ref()
        .filter(|_| request.state.category.is_open());
    let due = due.map(
        |due| view! { <span>{t!(i18n, "request-due-at", time = &i18n.format().due(due))}</span> },
    );
    let requester = request.requester.as_ref();
    let requester = requester
        .map(|person| view! { <span>{t!(i18n, "request-from", name = &person.name)}</span> });
    let assignee = request.assignee.as_ref();
    let assignee = assignee.map(
        |person| view! { <span>{t!(i18n, "request-assigned-to", name = &person.name)}</span> },
    );
    let below = view! {
        <span class="row-facts">
            <span class="number">{request.number.clone()}</span>
            {requester}
            <span>{t!(i18n, "request-sent-at", time = &i18n.format().moment(&request.created_at))}</span>
            {due}
            {assignee}
        </span>
    };
    let status = view! { <span class="row-status">{ui::status(&request.state)}</span> };
    let content = Row {
        icon: Some(ui::named_icon(
            host,
            request.service.icon.as_deref(),
            "package",
        )),
        title: Some(request.service.name.clone().into_view()),
        below: Some(below.into_view()),
        end: Some(status.into_view()),
        ..Row::default()
    };
    ui::row(nav, Route::Request(request.id.clone()), content)
}
