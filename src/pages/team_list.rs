//! A list of other people's requests, in parts: for those who approve or fulfil them.

use super::requests;
use crate::api::{Get, Resource};
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{View, view};
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
    let listed = Resource::new(context.client, move || get(PAGE, None));
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
            |context, request| requests::row(context.i18n, context.nav, context.host, request),
        )
    };
    view! {
        <div class="page">
            {ui::page_heading_in(context, title, &detail)}
            <nav aria-label=t!(context.i18n, "requests-filter")><ul class="chips">{tabs}</ul></nav>
            {ui::show(context, listed, Skeleton::Rows, list)}
        </div>
    }
}
