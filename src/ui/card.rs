//! Services and articles as list items.

use super::{Icon, Row, facts, icon, link, named_icon, other_language, row, row_summary};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::view::{IntoView, View, view};
use portico_contract::{ArticleSummary, ServiceSummary};

/// A service as a row: name, one line, price and time.
pub(crate) fn service_row(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    service: &ServiceSummary,
) -> View {
    let locked = (!service.ordering.allowed).then(|| {
        view! { <span class="tag">{icon(Icon::Lock)}{t!(i18n, "not-orderable-tag")}</span> }
    });
    let below = view! {
        {row_summary(service.summary.clone(), service.language.clone())}
        <span class="row-facts">{service_facts(i18n, service, locked)}</span>
    };
    let content = Row {
        icon: Some(named_icon(host, service.icon.as_deref(), "package")),
        title: Some(service.name.clone().into_view()),
        language: service.language.clone(),
        below: Some(below.into_view()),
        ..Row::default()
    };
    row(nav, Route::Service(service.id.clone()), content)
}

/// A service as a card on the home page.
pub(crate) fn service_card(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    service: &ServiceSummary,
) -> View {
    let content = view! {
        <span class="card-icon">{named_icon(host, service.icon.as_deref(), "package")}</span>
        <span class="card-title" lang=service.language.clone()>{service.name.clone()}</span>
        <span class="card-summary" lang=service.language.clone()>{service.summary.clone()}</span>
        <span class="card-facts">{service_facts(i18n, service, None)}</span>
    };
    view! { <li class="card">{link(nav, Route::Service(service.id.clone()), "card-link", content)}</li> }
}

/// The price, the time, a mark, and the language if it is not the reader's.
fn service_facts(i18n: I18n, service: &ServiceSummary, mark: Option<View>) -> View {
    let target = service.target.as_ref().map(|target| {
        let target = facts::target(i18n, target);
        view! { <span>{target}</span> }
    });
    view! {
        <span>{facts::price(i18n, service.price.as_ref())}</span>
        {target}
        {mark}
        {other_language(i18n, service.language.as_deref())}
    }
}

/// An article as a row.
pub(crate) fn article_row(i18n: I18n, nav: Navigator, article: &ArticleSummary) -> View {
    let below = view! {
        {row_summary(article.summary.clone(), article.language.clone())}
        {other_language(i18n, article.language.as_deref())}
    };
    let content = Row {
        icon: Some(icon(Icon::BookOpen)),
        is_plain: true,
        title: Some(article.title.clone().into_view()),
        language: article.language.clone(),
        below: Some(below.into_view()),
        end: None,
    };
    row(nav, Route::Article(article.id.clone()), content)
}
