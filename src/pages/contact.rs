//! The contact details.

use crate::address::OutsideLink;
use crate::api::Client;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::Contact;

pub(crate) fn view(context: PageContext) -> View {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(context, t!(context.i18n, "contact-title"))}
            {ui::show(context, context.session.portal(), Skeleton::Text, move |portal| match portal.contact {
                Some(contact) => ready(context.i18n, context.nav, context.host, context.client, &contact),
                None => ui::empty(context.host, Icon::Phone, t!(context.i18n, "contact-none-title"), t!(context.i18n, "contact-none-text"), None),
            })}
        </div>
    }
}

fn ready(i18n: I18n, nav: Navigator, host: Host, client: Client, contact: &Contact) -> View {
    let linked = |address: String, words: String| match OutsideLink::parse(&address) {
        Some(to) => ui::external(i18n, &to, words.into_view()),
        None => words.into_view(),
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
            {phone.map(|phone| ui::fact(Icon::Phone, t!(i18n, "contact-phone"), phone))}
            {mail.map(|mail| ui::fact(Icon::Mail, t!(i18n, "contact-email"), mail))}
            {contact.hours.clone().map(|hours| ui::fact(Icon::Clock, t!(i18n, "contact-hours"), hours))}
            {contact.place.clone().map(|place| ui::fact(Icon::MapPin, t!(i18n, "contact-place"), place))}
        </dl>
        {contact.text.as_ref().map(|text| view! {
            {ui::other_language(i18n, contact.language.as_deref())}
            <div lang=contact.language.clone()>{ui::document(i18n, nav, host, client, text)}</div>
        })}
    }
}
