//! The start page.

use super::context::{Context, PageContext};
use super::document::document;
use super::widgets::{
    external, in_language, link, part_heading, price_and_target, search_form, to_section,
};
use maud::{Markup, html};
use portico_contract::{
    Announcement, ArticleSummary, Category, Level, LinkTarget, Page, ServiceSummary,
};
use portico_routes::address::OutsideLink;
use portico_routes::route::Route;

pub(super) fn page(
    page: PageContext<'_>,
    services: &Page<ServiceSummary>,
    categories: &Page<Category>,
    articles: Option<&Page<ArticleSummary>>,
) -> Markup {
    let context = page.context;
    let all = (Route::services(None), "home-all-services");
    let label = context.say("search-label");
    html! {
        div.hero {
            div.hero-inner {
                h1.page-title.hero-title tabindex="-1" { (context.say("home-title")) }
                p.hero-text { @if let Some(tagline) = &page.portal.tagline { (tagline) } }
                div.search { (search_form(context, "search-box-large", "/search", &label, "", &[])) }
            }
        }
        div.page {
            (announcements(page))
            div.section.home-columns {
                section.section {
                    (section_head(context, "home-popular", Some(all)))
                    ul.cards { @for service in &services.items { (card(context, service)) } }
                }
                aside aria-label=(context.say("home-help")) {
                    @if let Some(list) = articles { (self::articles(context, list)) }
                    (person(page))
                }
            }
            @if !categories.items.is_empty() {
                section.section {
                    (section_head(context, "home-categories", None))
                    ul.tiles { @for category in &categories.items { (tile(context, category)) } }
                }
            }
        }
    }
}

fn section_head(context: Context<'_>, title: &str, more: Option<(Route, &str)>) -> Markup {
    html! {
        div.section-head {
            (part_heading("section-title", &context.say(title)))
            @if let Some((route, words)) = more {
                (link(&route, "link", &html! { (context.say(words)) }))
            }
        }
    }
}

fn announcements(page: PageContext<'_>) -> Markup {
    let context = page.context;
    let list = &page.portal.announcements;
    html! {
        @if !list.is_empty() {
            ul.notices aria-label=(context.say("announcements")) {
                @for one in list { (announcement(context, one)) }
            }
        }
    }
}

fn announcement(context: Context<'_>, announcement: &Announcement) -> Markup {
    let (class, icon, level) = match announcement.level {
        Level::Info => ("notice notice-info", "info", "level-info"),
        Level::Warning => ("notice notice-warning", "triangle-alert", "level-warning"),
        Level::Outage => ("notice notice-outage", "circle-x", "level-outage"),
    };
    let lang = announcement.language.as_deref();
    let more = announcement
        .link
        .as_ref()
        .and_then(|target| target_link(context, target));
    let head = html! {
        span {
            span.visually-hidden { (context.say(level)) " " }
            (in_language(context, &announcement.title, lang))
        }
    };
    html! {
        li class=(class) {
            span.notice-icon { (context.icon(icon)) }
            div.notice-text {
                @if announcement.text.is_none() && more.is_none() {
                    p.notice-title { (head) }
                } @else {
                    details {
                        summary.notice-title { (head) span.turn { (context.icon("chevron-right")) } }
                        @if let Some(text) = &announcement.text {
                            div lang=[lang] { (document(context, text)) }
                        }
                        @if let Some(more) = more { p { (more) } }
                    }
                }
            }
            // Here the portal has a button.
            span.icon-button.notice-away.page-space aria-hidden="true" { (context.icon("x")) }
        }
    }
}

/// The link of an announcement; `None` if it may not be followed.
fn target_link(context: Context<'_>, target: &LinkTarget) -> Option<Markup> {
    let words = html! { (context.say("read-more")) };
    let to = |href: &str| html! { a.link href=(href) { (words) } };
    match target {
        LinkTarget::Service { id } => Some(to(&Route::Service(id.clone()).to_string())),
        LinkTarget::Article { id, section } => {
            let article = Route::Article(id.clone()).to_string();
            Some(match section {
                Some(section) => to(&to_section(&article, section)),
                None => to(&article),
            })
        }
        LinkTarget::Url { url } => Some(external(context, &OutsideLink::parse(url)?, &words)),
        LinkTarget::Heading { .. } | LinkTarget::File { .. } | LinkTarget::Unknown => None,
    }
}

fn card(context: Context<'_>, service: &ServiceSummary) -> Markup {
    let lang = service.language.as_deref();
    let content = html! {
        span.card-icon { (context.named_icon(service.icon.as_deref(), "package")) }
        span.card-title lang=[lang] { (service.name) }
        span.card-summary lang=[lang] { (service.summary) }
        span.card-facts {
            (price_and_target(context, service.price.as_ref(), service.target.as_ref()))
            (context.other_language(lang))
        }
    };
    html! { li.card { (link(&Route::Service(service.id.clone()), "card-link", &content)) } }
}

fn tile(context: Context<'_>, category: &Category) -> Markup {
    let lang = category.language.as_deref();
    let content = html! {
        span.tile-icon { (context.named_icon(category.icon.as_deref(), "folder")) }
        span.tile-text {
            span.tile-title lang=[lang] { (category.name) }
            span.tile-count {
                @if let Some(count) = category.services { (context.count("services-count", count.into())) }
                (context.other_language(lang))
            }
        }
    };
    let route = Route::services(Some(category.id.clone()));
    html! { li.tile { (link(&route, "tile-link", &content)) } }
}

fn articles(context: Context<'_>, articles: &Page<ArticleSummary>) -> Markup {
    let all = (Route::articles(None), "home-all-articles");
    let line = |article: &ArticleSummary| {
        let content = html! {
            (context.icon("book-open"))
            span.line-text { (in_language(context, &article.title, article.language.as_deref())) }
        };
        link(&Route::Article(article.id.clone()), "line-link", &content)
    };
    html! {
        section.section {
            (section_head(context, "home-articles", Some(all)))
            ul.lines { @for article in &articles.items { li.line { (line(article)) } } }
        }
    }
}

fn person(page: PageContext<'_>) -> Markup {
    let context = page.context;
    html! {
        @if let Some(contact) = &page.portal.contact {
            section.section.help-card {
                (part_heading("help-card-title", &context.say("home-person")))
                p { (contact.phone.as_ref().unwrap_or(&contact.name)) }
                @if let Some(hours) = &contact.hours { p.help-card-text { (hours) } }
                p { (link(&Route::Contact, "link", &html! { (context.say("nav-contact")) })) }
            }
        }
    }
}
