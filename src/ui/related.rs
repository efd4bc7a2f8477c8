//! The services and articles that others refer to.

use super::language::link_in_language;
use crate::history::Navigator;
use crate::i18n::I18n;
use crate::route::Route;
use crate::view::{View, view};
use portico_contract::{ArticleRef, ServiceRef};

/// The items of a list of services.
pub(crate) fn service_links(i18n: I18n, nav: Navigator, services: &[ServiceRef]) -> View {
    let items = services.iter().map(|one| {
        let to = Route::Service(one.id.clone());
        item(i18n, nav, to, &one.name, one.language.as_ref())
    });
    items.collect::<View>()
}

/// The items of a list of articles.
pub(crate) fn article_links(i18n: I18n, nav: Navigator, articles: &[ArticleRef]) -> View {
    let items = articles.iter().map(|one| {
        let to = Route::Article(one.id.clone());
        item(i18n, nav, to, &one.title, one.language.as_ref())
    });
    items.collect::<View>()
}

fn item(i18n: I18n, nav: Navigator, to: Route, words: &str, language: Option<&String>) -> View {
    let link = link_in_language(i18n, nav, to, words.to_owned(), language.cloned());
    view! { <li>{link}</li> }
}
