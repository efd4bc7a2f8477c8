//! What stands around the content of every page: header, navigation, footer, and the page's head.

use super::accent;
use super::context::{Context, PageContext};
use super::format::Format;
use super::texts::Texts;
use super::view::{View, parts};
use super::widgets::link;
use super::{article, form, home, lists, plain, search, service};
use crate::portal_files::{PageContent, PageFiles};
use axum::http::HeaderMap;
use maud::{Markup, html};
use portico_contract::{Portal, SignInMethod};
use portico_routes::route::Route;
use std::collections::BTreeSet;

/// A page that is ready to be put into the portal's own.
pub(super) fn page(
    route: &Route,
    portal: &Portal,
    view: &View,
    texts: &Texts,
    asked: &HeaderMap,
    files: &PageFiles,
) -> PageContent {
    let context = Context {
        texts,
        format: Format::of(texts.language, asked),
        icons: &files.icons,
    };
    let page = PageContext {
        context,
        portal,
        route,
    };
    let (heading, description) = names(page, view);
    let title = html! { (heading) " – " (portal.name) };
    let head = head(page, view, files, &heading, description.as_deref());
    let preloads = preloads(texts.language, view, files);
    let body = html! {
        div lang=(texts.language) dir="ltr" {
            div.portal.portal-page {
                (header(page))
                main.main #main tabindex="-1" {
                    noscript {
                        div.page-note { p { (context.say("page-noscript")) } }
                    }
                    (content(page, view))
                }
                (footer(page))
            }
        }
    };
    PageContent {
        language: texts.language,
        title: title.into_string(),
        head: head.into_string(),
        preloads: preloads.into_string(),
        body: body.into_string(),
    }
}

/// The elements of the document's head: what describes the page to others, and its style sheets.
fn head(
    page: PageContext<'_>,
    view: &View,
    files: &PageFiles,
    heading: &str,
    description: Option<&str>,
) -> Markup {
    html! {
        @if let Some(text) = description { meta name="description" content=(text); }
        @match view {
            View::Search { .. } | View::Form(_) | View::Missing(_) => { meta name="robots" content="noindex"; }
            _ => { link rel="canonical" href=(page.route); }
        }
        meta property="og:title" content=(heading);
        meta property="og:site_name" content=(page.portal.name);
        meta property="og:type" content=(if matches!(view, View::Article { .. }) { "article" } else { "website" });
        @if let Some(text) = description { meta property="og:description" content=(text); }
        @for sheet in &files.styles { link rel="stylesheet" href=(sheet); }
        @if let Some(sheet) = page.portal.branding.accent.as_deref().and_then(accent::address) {
            link rel="stylesheet" href=(sheet);
        }
    }
}

/// The files that the portal needs for this page: its texts and the modules of its parts.
fn preloads(language: &str, view: &View, files: &PageFiles) -> Markup {
    let needed = parts(view).iter().filter_map(|part| files.parts.get(*part));
    // Parts share modules.
    let modules: BTreeSet<_> = needed.flatten().collect();
    html! {
        @if let Some(table) = files.texts.get(language) {
            link rel="preload" as="fetch" type="application/json" crossorigin href=(table);
        }
        @for module in modules {
            link rel="preload" as="fetch" type="application/wasm" crossorigin href=(module);
        }
    }
}

/// The heading of a page, and its description for search engines.
fn names(page: PageContext<'_>, view: &View) -> (String, Option<String>) {
    let context = page.context;
    let (category, categories) = match view {
        View::Services {
            filter, categories, ..
        } => (filter.category.as_ref(), Some(categories)),
        View::Articles {
            filter, categories, ..
        } => (filter.category.as_ref(), Some(categories)),
        _ => (None, None),
    };
    let mut all = categories.into_iter().flat_map(|page| &page.items);
    if let Some(one) = all.find(|one| Some(&one.id) == category) {
        return (one.name.clone(), one.summary.clone());
    }
    match view {
        View::Home { .. } => (context.say("home-title"), page.portal.tagline.clone()),
        View::Services { .. } => (context.say("services-title"), None),
        View::Articles { .. } => (context.say("articles-title"), None),
        View::Service(service) => (service.name.clone(), Some(service.summary.clone())),
        View::Article { article, .. } => (article.title.clone(), Some(article.summary.clone())),
        View::Form(service) => (form::title(context, service), Some(service.summary.clone())),
        View::Search { words, .. } if words.is_empty() => (context.say("search-title"), None),
        View::Search { words, .. } => (format!("{words} – {}", context.say("search-title")), None),
        View::Contact => (context.say("contact-title"), None),
        View::Privacy => (context.say("privacy-title"), None),
        View::Missing(key) => (context.say(key), None),
    }
}

// locale keys: service-missing article-missing not-found-title
fn content(page: PageContext<'_>, view: &View) -> Markup {
    let context = page.context;
    match view {
        View::Home {
            services,
            categories,
            articles,
        } => home::page(page, services, categories, articles.as_ref()),
        View::Services {
            filter,
            order,
            list,
            categories,
        } => lists::services(page, filter, *order, list, categories),
        View::Articles {
            filter,
            list,
            categories,
        } => lists::articles(page, filter, list, categories),
        View::Service(service) => service::page(page, service),
        View::Form(service) => form::page(page, service),
        View::Article {
            article,
            categories,
        } => article::page(page, article, categories),
        View::Search {
            words,
            services,
            articles,
        } => search::page(context, words, services, articles),
        View::Contact => plain::contact(page),
        View::Privacy => plain::privacy(page),
        View::Missing(key) => plain::missing(context, key),
    }
}

fn header(page: PageContext<'_>) -> Markup {
    let context = page.context;
    let portal = page.portal;
    let is = |current: bool| current.then_some("page");
    let at = page.route;
    let services = matches!(
        at,
        Route::Services { .. } | Route::Service(_) | Route::Form { .. }
    );
    let articles = matches!(at, Route::Articles { .. } | Route::Article(_));
    let nav_link = |key: &str, path: &str, current: bool| {
        html! { a.nav-link href=(path) aria-current=[is(current)] { (context.say(key)) } }
    };
    html! {
        header.header {
            a.skip-link href="#main" { (context.say("skip-to-content")) }
            div.header-inner {
                a.brand href="/" {
                    span.brand-mark aria-hidden="true" { (context.icon("life-buoy")) }
                    span.brand-name { (portal.name) }
                }
                @if portal.demo { span.tag { (context.say("demo-tag")) } }
                nav.nav aria-label=(context.say("nav-label")) {
                    (nav_link("nav-services", "/services", services))
                    @if portal.capabilities.knowledge.is_some() { (nav_link("nav-articles", "/articles", articles)) }
                    @if portal.capabilities.requests.is_some() { (nav_link("nav-requests", "/requests", false)) }
                }
                div.header-tools {
                    a.icon-link.search-opener href="/search" {
                        (context.icon("search"))
                        span.icon-link-label { (context.say("nav-search")) }
                        kbd.search-opener-key aria-hidden="true" { "/" }
                    }
                    @if portal.contact.is_some() {
                        a.icon-link href="/contact" aria-current=[is(*at == Route::Contact)] {
                            (context.icon("phone"))
                            span.icon-link-label { (context.say("nav-contact")) }
                        }
                    }
                    @if can_sign_in(portal) {
                        (link(&Route::sign_in(at.clone()), "button button-small", &html! { (context.say("sign-in")) }))
                    }
                }
            }
        }
    }
}

/// Whether there is a way to sign in on the full page, where no host page passes tokens.
fn can_sign_in(portal: &Portal) -> bool {
    portal.sign_in.methods.iter().any(|method| match method {
        SignInMethod::Persona { personas } => !personas.is_empty(),
        SignInMethod::Proxy | SignInMethod::Redirect { .. } => true,
        SignInMethod::Bearer | SignInMethod::Unknown => false,
    })
}

fn footer(page: PageContext<'_>) -> Markup {
    let context = page.context;
    let portal = page.portal;
    let footer_link =
        |route: &Route, key: &str| link(route, "footer-link", &html! { (context.say(key)) });
    html! {
        footer.footer {
            div.footer-inner {
                div.footer-links {
                    @if portal.contact.is_some() { (footer_link(&Route::Contact, "nav-contact")) }
                    @if portal.privacy.is_some() { (footer_link(&Route::Privacy, "nav-privacy")) }
                    @if portal.demo { p.demo-note { (context.say("demo-note")) } }
                }
                // Here the portal has buttons.
                div.segments.page-space aria-hidden="true" {
                    @for key in ["theme-system", "theme-light", "theme-dark"] {
                        span.segment { (context.say(key)) }
                    }
                }
            }
        }
    }
}
