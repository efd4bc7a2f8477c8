//! The results of a search, for readers without scripts.

use super::context::Context;
use super::widgets::{
    article_row, empty, link, page_heading, part_heading, search_form, service_row,
};
use maud::{Markup, html};
use portico_contract::{ArticleSummary, Page, ServiceSummary};
use portico_routes::route::Route;

pub(super) fn page(
    context: Context<'_>,
    words: &str,
    services: &Page<ServiceSummary>,
    articles: &Page<ArticleSummary>,
) -> Markup {
    html! {
        div.page {
            (page_heading(&context.say("search-title")))
            (search_form(context, "", "/search", &context.say("search-label"), words, &[]))
            @if words.is_empty() {
                (empty(context, "search", "search-start-title", "search-start-text", &html! {
                    div.empty-actions { (link(&Route::services(None), "button", &html! { (context.say("home-all-services")) })) }
                }))
            } @else if services.items.is_empty() && articles.items.is_empty() {
                (empty(context, "search", "page-nothing-found", "search-nothing-text", &html! {}))
            } @else {
                @if !services.items.is_empty() {
                    (section(context, "nav-services", &html! {
                        @for service in &services.items { (service_row(context, service)) }
                    }))
                }
                @if !articles.items.is_empty() {
                    (section(context, "nav-articles", &html! {
                        @for article in &articles.items { (article_row(context, article)) }
                    }))
                }
            }
        }
    }
}

fn section(context: Context<'_>, title: &str, rows: &Markup) -> Markup {
    html! {
        section.section {
            div.section-head { (part_heading("section-title", &context.say(title))) }
            ul.rows { (rows) }
        }
    }
}
