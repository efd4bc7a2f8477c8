//! The page of a service.

use super::context::{Context, PageContext};
use super::document::document;
use super::widgets::{
    approver, crumbs, fact, in_language, link, page_heading, part_heading, price, target,
};
use maud::{Markup, html};
use portico_contract::{Ordering, Service};
use portico_routes::route::Route;

pub(super) fn page(page: PageContext<'_>, service: &Service) -> Markup {
    let context = page.context;
    let lang = service.language.as_deref();
    let way = trail(context, service);
    html! {
        div.page {
            (crumbs(context, &way, &service.name))
            div.title-row {
                span.title-icon { (context.named_icon(service.icon.as_deref(), "package")) }
                div lang=[lang] {
                    (page_heading(&service.name))
                    p.lead { (service.summary) }
                }
            }
            (context.other_language(lang))
            div.columns.columns-order {
                (order(page, service))
                div.columns-main lang=[lang] {
                    @if let Some(text) = &service.description { (document(context, text)) }
                    (included(context, service))
                    (steps(context, service))
                }
                aside.columns-side aria-label=(context.say("service-facts")) {
                    (facts(page, service))
                    (related(context, service))
                }
            }
        }
    }
}

/// The pages above a service: the catalogue, and the service's category.
pub(super) fn trail(context: Context<'_>, service: &Service) -> Vec<(Route, String)> {
    let mut way = vec![(Route::services(None), context.say("services-title"))];
    let category = service.category.as_ref();
    way.extend(category.map(|one| (Route::services(Some(one.id.clone())), one.name.clone())));
    way
}

fn included(context: Context<'_>, service: &Service) -> Markup {
    html! {
        @if !service.included.is_empty() {
            section.section {
                (part_heading("section-title", &context.say("service-included")))
                ul.checks {
                    @for item in &service.included { li { (context.icon("check")) span { (item) } } }
                }
            }
        }
    }
}

fn steps(context: Context<'_>, service: &Service) -> Markup {
    html! {
        @if !service.steps.is_empty() {
            section.section {
                (part_heading("section-title", &context.say("service-steps")))
                ol.steps { @for step in &service.steps { li { (step) } } }
            }
        }
    }
}

fn takes_requests(page: PageContext<'_>) -> bool {
    page.portal.capabilities.requests.is_some()
}

fn order(page: PageContext<'_>, service: &Service) -> Markup {
    let context = page.context;
    if !takes_requests(page) {
        return html! {};
    }
    if !service.ordering.allowed {
        return not_orderable(page, &service.ordering);
    }
    let form = Route::form(service.id.clone());
    html! {
        div.order-bar {
            p.order-facts {
                span.order-price { (price(context, service.price.as_ref())) }
                @if let Some(time) = &service.target { span.order-time { (target(context, time)) } }
            }
            (link(&form, "button button-primary button-large", &html! { (context.say("service-order")) }))
            @if service.ordering.sign_in { p.hint { (context.say("service-sign-in-note")) } }
        }
    }
}

pub(super) fn not_orderable(page: PageContext<'_>, ordering: &Ordering) -> Markup {
    let context = page.context;
    let why = ordering.why.clone();
    html! {
        div.notice.notice-info {
            span.notice-icon { (context.icon("lock")) }
            div.notice-text {
                p.notice-title { (context.say("not-orderable-title")) }
                p { (why.unwrap_or_else(|| context.say("not-orderable-why"))) }
                @if let Some(ask) = &ordering.ask { p { (ask) } }
                @if page.portal.contact.is_some() {
                    p { (link(&Route::Contact, "link", &html! { (context.say("not-orderable-contact")) })) }
                }
            }
        }
    }
}

pub(super) fn facts(page: PageContext<'_>, service: &Service) -> Markup {
    let context = page.context;
    let text = |text: &str| html! { (text) };
    let approvals = match service.approvals.as_slice() {
        [] => html! { (context.say("approvals-none")) },
        all => html! { ol.plain { @for one in all { li { (approver(context, one)) } } } },
    };
    html! {
        dl.facts {
            @if !takes_requests(page) || !service.ordering.allowed {
                (fact(context, "credit-card", "fact-price", &text(&price(context, service.price.as_ref()))))
                @if let Some(time) = &service.target {
                    (fact(context, "clock", "fact-target", &text(&target(context, time))))
                }
            }
            (fact(context, "shield-check", "fact-approvals", &approvals))
            @if let Some(team) = &service.provider { (fact(context, "wrench", "fact-provider", &text(team))) }
            @if let Some(owner) = &service.owner { (fact(context, "user", "fact-owner", &text(&owner.name))) }
            @if let Some(who) = &service.seen_by { (fact(context, "lock", "fact-seen-by", &text(who))) }
        }
    }
}

fn related(context: Context<'_>, service: &Service) -> Markup {
    html! {
        @if !service.articles.is_empty() {
            section.side-section {
                (part_heading("side-title", &context.say("service-articles")))
                ul.links {
                    @for article in &service.articles {
                        li { (named(context, &Route::Article(article.id.clone()), &article.title, article.language.as_deref())) }
                    }
                }
            }
        }
        @if !service.related.is_empty() {
            section.side-section {
                (part_heading("side-title", &context.say("service-related")))
                ul.links {
                    @for other in &service.related {
                        li { (named(context, &Route::Service(other.id.clone()), &other.name, other.language.as_deref())) }
                    }
                }
            }
        }
    }
}

/// A link by the name of a service or an article.
pub(super) fn named(context: Context<'_>, to: &Route, name: &str, tag: Option<&str>) -> Markup {
    link(to, "link", &in_language(context, name, tag))
}
