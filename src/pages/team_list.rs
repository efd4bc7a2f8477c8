//! A list of other people's requests, in parts: for those who approve or fulfil them.

use crate::api::{Get, Resource};
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::ui::{self, Icon, Row, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::{Page, RequestSummary};

const PAGE: u32 = 20;

/// A part of the list.
pub(super) struct Part {
    pub route: Route,
    pub is_current: bool,
    pub label: String,
}

/// `none` is the title and the text of an empty list.
pub(super) fn view(
    context: PageContext,
    title: String,
    parts: Vec<Part>,
    none: (String, String),
    get: impl Fn(u32, Option<&str>) -> Get<Page<RequestSummary>> + Copy + Send + Sync + 'static,
) -> View {
    let requests = Resource::new(context.client, move || get(PAGE, None));
    let current = parts.iter().skip(1).find(|part| part.is_current);
    let detail = current.map(|part| part.label.clone()).unwrap_or_default();
    let tabs = parts
        .into_iter()
        .map(|part| ui::chip(context.nav, part.route, part.is_current, part.label))
        .collect::<View>();
    let list = move |page: Page<RequestSummary>| {
        if page.items.is_empty() {
            let (title, text) = none.clone();
            return ui::empty(context.host, Icon::Inbox, title, text, None);
        }
        ui::pages(
            context,
            "rows",
            page,
            move |cursor| get(PAGE, Some(cursor)),
            row,
        )
    };
    view! {
        <div class="page">
            {ui::page_heading_in(context, title, &detail)}
            <nav aria-label=t!(context.i18n, "requests-filter")><ul class="chips">{tabs}</ul></nav>
            {ui::show(context, requests, Skeleton::Rows, list)}
        </div>
    }
}

fn row(context: PageContext, request: &RequestSummary) -> View {
    let i18n = context.i18n;
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
            context.host,
            request.service.icon.as_deref(),
            "package",
        )),
        title: Some(request.service.name.clone().into_view()),
        below: Some(below.into_view()),
        end: Some(status.into_view()),
        ..Row::default()
    };
    ui::row(context.nav, Route::Request(request.id.clone()), content)
}
