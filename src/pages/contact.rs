//! How to reach a person.

use crate::address::OutsideLink;
use crate::app::App;
use crate::i18n::t;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;
use portico_contract::Contact;

pub(crate) fn view(app: App) -> AnyView {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(app.context(), t!(app.i18n, "contact-title"))}
            {ui::show(app.context(), app.session.portal(), Skeleton::Text, move |portal| match portal.contact {
                Some(contact) => ready(app, &contact),
                None => ui::empty(app.host, Icon::Phone, t!(app.i18n, "contact-none-title"), t!(app.i18n, "contact-none-text"), None),
            })}
        </div>
    }
    .into_any()
}

fn ready(app: App, contact: &Contact) -> AnyView {
    let linked = |address: String, words: String| match OutsideLink::parse(&address) {
        Some(to) => ui::external(app.i18n, &to, words.into_any()),
        None => words.into_any(),
    };
    let phone = contact.phone.clone().map(|phone| {
        let dial: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        linked(format!("tel:{dial}"), phone)
    });
    let mail = contact
        .email
        .clone()
        .map(|mail| linked(format!("mailto:{mail}"), mail));
    view! {
        <p class="lead">{contact.name.clone()}</p>
        <dl class="facts facts-wide">
            {phone.map(|phone| ui::fact(Icon::Phone, t!(app.i18n, "contact-phone"), phone))}
            {mail.map(|mail| ui::fact(Icon::Mail, t!(app.i18n, "contact-email"), mail))}
            {contact.hours.clone().map(|hours| ui::fact(Icon::Clock, t!(app.i18n, "contact-hours"), hours))}
            {contact.place.clone().map(|place| ui::fact(Icon::MapPin, t!(app.i18n, "contact-place"), place))}
        </dl>
        {contact.text.as_ref().map(|text| view! {
            {ui::other_language(app.i18n, contact.language.as_deref())}
            <div lang=contact.language.clone()>{ui::document(app.i18n, app.nav, app.host, app.client, text)}</div>
        })}
    }
    .into_any()
}
