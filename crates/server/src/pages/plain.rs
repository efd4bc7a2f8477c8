//! The contact page, the privacy notice, and pages that do not exist.

use super::context::{Context, PageContext};
use super::document::document;
use super::widgets::{empty, external, fact, link, page_heading, search_form};
use maud::{Markup, html};
use portico_contract::Contact;
use portico_routes::address::OutsideLink;
use portico_routes::route::Route;

pub(super) fn contact(page: PageContext<'_>) -> Markup {
    let context = page.context;
    html! {
        div.page.page-narrow {
            (page_heading(&context.say("contact-title")))
            @match &page.portal.contact {
                Some(contact) => (details(context, contact)),
                None => (empty(context, "phone", "contact-none-title", "contact-none-text", &html! {})),
            }
        }
    }
}

fn details(context: Context<'_>, contact: &Contact) -> Markup {
    let linked = |address: String, words: &str| {
        let words = html! { (words) };
        match OutsideLink::parse(&address) {
            Some(to) => external(context, &to, &words),
            None => words,
        }
    };
    let dialled = |phone: &str| {
        let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        format!("tel:{}", digits.collect::<String>())
    };
    let lang = contact.language.as_deref();
    html! {
        p.lead { (contact.name) }
        dl.facts.facts-wide {
            @if let Some(phone) = &contact.phone { (fact(context, "phone", "contact-phone", &linked(dialled(phone), phone))) }
            @if let Some(mail) = &contact.email { (fact(context, "mail", "contact-email", &linked(format!("mailto:{mail}"), mail))) }
            @if let Some(hours) = &contact.hours { (fact(context, "clock", "contact-hours", &html! { (hours) })) }
            @if let Some(place) = &contact.place { (fact(context, "map-pin", "contact-place", &html! { (place) })) }
        }
        @if let Some(text) = &contact.text {
            (context.other_language(lang))
            div lang=[lang] { (document(context, text)) }
        }
    }
}

pub(super) fn privacy(page: PageContext<'_>) -> Markup {
    let context = page.context;
    let lang = page.portal.privacy_language.as_deref();
    html! {
        div.page.page-narrow {
            (page_heading(&context.say("privacy-title")))
            @match &page.portal.privacy {
                Some(text) => {
                    (context.other_language(lang))
                    div lang=[lang] { (document(context, text)) }
                }
                None => (empty(context, "lock", "privacy-none-title", "privacy-none-text", &html! {})),
            }
        }
    }
}

/// What is missing, and a way to search for it.
pub(super) fn missing(context: Context<'_>, key: &str) -> Markup {
    let label = context.say("search-label");
    html! {
        div.page {
            div.empty {
                span.empty-icon { (context.icon("search")) }
                (page_heading(&context.say(key)))
                p.empty-text { (context.say("not-found-text")) }
                div.search { (search_form(context, "", "/search", &label, "", &[])) }
                div.empty-actions { (link(&Route::Home, "button", &html! { (context.say("go-home")) })) }
            }
        }
    }
}
