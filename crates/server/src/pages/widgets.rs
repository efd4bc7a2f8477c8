//! The parts that several pages show, with the classes of the portal's own widgets in `src/ui`.

use super::context::Context;
use super::texts::Arg;
use jiff::Span;
use maud::{Markup, html};
use portico_contract::{
    Approval, Approver, ArticleSummary, Hours, Per, Price, ServiceSummary, Target,
};
use portico_routes::address::OutsideLink;
use portico_routes::route::{Route, encode};

/// A link to a page of the portal.
pub(super) fn link(route: &Route, class: &str, content: &Markup) -> Markup {
    html! { a class=(class) href=(route) { (content) } }
}

/// A link to another site, which is not told where the reader came from.
pub(super) fn external(context: Context<'_>, to: &OutsideLink, words: &Markup) -> Markup {
    if !to.is_web() {
        return html! { a.link href=(to.as_str()) { (words) } };
    }
    html! {
        a.link href=(to.as_str()) target="_blank" rel="noopener noreferrer nofollow" {
            (words) (context.icon("external-link"))
            span.visually-hidden { (context.say("opens-new-tab")) }
        }
    }
}

/// The address of a section of a page.
pub(super) fn to_section(address: &str, section: &str) -> String {
    [address, "#", &encode(section)].concat()
}

/// A heading of a level; `id` is the anchor of links to it.
pub(super) fn heading(level: u8, class: &str, id: Option<&str>, content: &Markup) -> Markup {
    let focusable = (level == 1 || id.is_some()).then_some("-1");
    match level {
        0 | 1 => html! { h1 class=(class) id=[id] tabindex=[focusable] { (content) } },
        2 => html! { h2 class=(class) id=[id] tabindex=[focusable] { (content) } },
        3 => html! { h3 class=(class) id=[id] tabindex=[focusable] { (content) } },
        4 => html! { h4 class=(class) id=[id] tabindex=[focusable] { (content) } },
        5 => html! { h5 class=(class) id=[id] tabindex=[focusable] { (content) } },
        _ => html! { h6 class=(class) id=[id] tabindex=[focusable] { (content) } },
    }
}

/// The heading of the page.
pub(super) fn page_heading(text: &str) -> Markup {
    heading(1, "page-title", None, &html! { (text) })
}

/// A heading of a part of the page.
pub(super) fn part_heading(class: &str, text: &str) -> Markup {
    heading(2, class, None, &html! { (text) })
}

/// The pages above this one, the outermost first, and then its own name.
pub(super) fn crumbs(context: Context<'_>, way: &[(Route, String)], here: &str) -> Markup {
    html! {
        nav aria-label=(context.say("crumbs")) {
            ol.crumbs {
                @for (route, name) in way {
                    li.crumb {
                        (link(route, "crumb-name crumb-link", &html! { (name) }))
                        (context.icon("chevron-right"))
                    }
                }
                li.crumb aria-current="page" { span.crumb-name { (here) } }
            }
        }
    }
}

/// A search form that the server answers: `fields` are sent with the words.
pub(super) fn search_form(
    context: Context<'_>,
    class: &str,
    action: &str,
    label: &str,
    words: &str,
    fields: &[(&str, String)],
) -> Markup {
    html! {
        form class={ "search-box " (class) } role="search" aria-label=(label) action=(action) method="get" {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            div.search-frame {
                span.search-box-icon { (context.icon("search")) }
                input.search-box-input type="search" name="q" autocomplete="off" autocapitalize="none"
                    spellcheck="false" enterkeyhint="search" maxlength="200" aria-label=(label)
                    placeholder=(label) value=(words);
            }
            button.button.button-primary.search-box-button type="submit" {
                (context.say("search")) (context.icon("search"))
            }
        }
    }
}

/// Words of the backend, and their language if it is not that of the page.
pub(super) fn in_language(context: Context<'_>, words: &str, tag: Option<&str>) -> Markup {
    html! { span lang=[tag] { (words) } " " (context.other_language(tag)) }
}

/// A service as a row of a list.
pub(super) fn service_row(context: Context<'_>, service: &ServiceSummary) -> Markup {
    let lang = service.language.as_deref();
    let content = html! {
        span.row-icon { (context.named_icon(service.icon.as_deref(), "package")) }
        span.row-text {
            span.row-title lang=[lang] { (service.name) }
            span.row-summary lang=[lang] { (service.summary) }
            span.row-facts {
                (price_and_target(context, service.price.as_ref(), service.target.as_ref()))
                @if !service.ordering.allowed {
                    span.tag { (context.icon("lock")) (context.say("not-orderable-tag")) }
                }
                (context.other_language(lang))
            }
        }
        span.row-go { (context.icon("chevron-right")) }
    };
    html! { li.row { (link(&Route::Service(service.id.clone()), "row-link", &content)) } }
}

/// An article as a row of a list.
pub(super) fn article_row(context: Context<'_>, article: &ArticleSummary) -> Markup {
    let lang = article.language.as_deref();
    let content = html! {
        span.row-icon.row-icon-plain { (context.icon("book-open")) }
        span.row-text {
            span.row-title lang=[lang] { (article.title) }
            span.row-summary lang=[lang] { (article.summary) }
            (context.other_language(lang))
        }
        span.row-go { (context.icon("chevron-right")) }
    };
    html! { li.row { (link(&Route::Article(article.id.clone()), "row-link", &content)) } }
}

/// A price and a target, each in an element of its own.
pub(super) fn price_and_target(
    context: Context<'_>,
    price: Option<&Price>,
    target: Option<&Target>,
) -> Markup {
    html! {
        span { (self::price(context, price)) }
        @if let Some(target) = target { span { (self::target(context, target)) } }
    }
}

/// A fact with its name.
pub(super) fn fact(context: Context<'_>, icon: &str, key: &str, content: &Markup) -> Markup {
    html! {
        div.fact { dt { (context.icon(icon)) span { (context.say(key)) } } dd { (content) } }
    }
}

/// A price in words; free if there is none.
pub(super) fn price(context: Context<'_>, price: Option<&Price>) -> String {
    let Some(price) = price else {
        return context.say("price-free");
    };
    let key = match price.per {
        Per::Once => "price-once",
        Per::Month => "price-month",
        Per::Year => "price-year",
    };
    context.say_with(key, "money", Arg::Text(&context.format.money(price)))
}

/// The days, hours and minutes of a target; `None` if it has other units.
fn parts(target: &Target) -> Option<[u64; 3]> {
    let span: Span = target.duration.parse().ok()?;
    let others = span.get_seconds() | span.get_milliseconds() | span.get_nanoseconds();
    if span.get_years() != 0 || span.get_months() != 0 || others != 0 || !span.is_positive() {
        return None;
    }
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let all = [days, i64::from(span.get_hours()), span.get_minutes()];
    Some(all.map(|part| u64::try_from(part).unwrap_or_default()))
}

/// The minutes of a target, to compare it with others.
pub(super) fn minutes(target: &Target) -> Option<u64> {
    let [days, hours, minutes] = parts(target)?;
    Some((days * 24 + hours) * 60 + minutes)
}

/// A target in words, such as "within 2 working days"; the duration itself if it has other units.
pub(super) fn target(context: Context<'_>, target: &Target) -> String {
    let Some([days, hours, minutes]) = parts(target) else {
        return target.duration.clone();
    };
    let (day, hour) = match target.hours {
        Hours::Business => ("working-days", "working-hours"),
        Hours::Always => ("days", "hours"),
    };
    let parts = [(day, days), (hour, hours), ("minutes", minutes)];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    let words: Vec<String> = parts
        .map(|(key, count)| context.count(key, count))
        .collect();
    context.say_with("within", "time", Arg::Text(&words.join(" ")))
}

/// An approver in words.
pub(super) fn approver(context: Context<'_>, approval: &Approval) -> String {
    let name = approval.person.as_ref().map(|person| person.name.as_str());
    let named = |key: &str, name: &str| context.say_with(key, "name", Arg::Text(name));
    match (approval.by, name) {
        (Approver::Manager, Some(name)) => named("approver-manager-named", name),
        (Approver::Manager, None) => context.say("approver-manager"),
        (Approver::Owner, Some(name)) => named("approver-owner-named", name),
        (Approver::Owner, None) => context.say("approver-owner"),
        (Approver::Person, Some(name)) => name.to_owned(),
        (Approver::Person, None) => context.say("approver-person"),
    }
}

/// Nothing to show, and what to do about it.
pub(super) fn empty(
    context: Context<'_>,
    icon: &str,
    title: &str,
    text: &str,
    action: &Markup,
) -> Markup {
    html! {
        div.empty {
            span.empty-icon { (context.icon(icon)) }
            (part_heading("empty-title", &context.say(title)))
            p.empty-text { (context.say(text)) }
            (action)
        }
    }
}
