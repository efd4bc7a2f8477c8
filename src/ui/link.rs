//! Links to routes, and to other sites.

use super::{Icon, icon};
use crate::address::OutsideLink;
use crate::history::{Navigator, to_section};
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::view::{IntoView, View, view};
use portico_contract::{ArticleId, LinkTarget};

/// A link to a route. The shell follows it; in a new tab, its address works on its own.
pub(crate) fn link(
    nav: Navigator,
    route: Route,
    class: &'static str,
    content: impl IntoView + 'static,
) -> View {
    let href = nav.href(&route);
    let route = route.to_string();
    view! { <a class=class href=href data-route=route>{content.into_view()}</a> }
}

/// A link to an article, or to a section of it.
pub(super) fn article_link(
    nav: Navigator,
    id: &ArticleId,
    section: Option<&str>,
    content: View,
) -> View {
    let route = Route::Article(id.clone());
    let Some(section) = section else {
        return link(nav, route, "link", content);
    };
    let href = to_section(&nav.href(&route), section);
    let route = to_section(&route.to_string(), section);
    view! { <a class="link" href=href data-route=route>{content}</a> }
}

/// A link in a list of chips, which filter the screen or lead to similar content.
pub(crate) fn chip(
    nav: Navigator,
    route: Route,
    current: bool,
    content: impl IntoView + 'static,
) -> View {
    let href = nav.href(&route);
    let current = current.then_some("true");
    view! {
        <li><a class="chip" href=href data-route=route.to_string() aria-current=current>{content.into_view()}</a></li>
    }
}

/// An external link. It shows its target, and sends it no information.
pub(crate) fn external(i18n: I18n, to: &OutsideLink, content: View) -> View {
    if to.is_web() {
        return beside(
            i18n,
            to.as_str().to_owned(),
            "noopener noreferrer nofollow",
            content,
        );
    }
    view! { <a class="link" href=to.as_str().to_owned()>{content}</a> }
}

/// A link that opens in a new tab.
fn beside(i18n: I18n, href: String, rel: &'static str, content: View) -> View {
    view! {
        <a class="link" href=href target="_blank" rel=rel>
            {content}{icon(Icon::ExternalLink)}<span class="visually-hidden">{t!(i18n, "opens-new-tab")}</span>
        </a>
    }
}

/// A link to an untrusted address, which may also be a place in the portal. It opens in a new tab, so that the screen
/// is kept. Any other text stays plain text.
pub(crate) fn aside(i18n: I18n, nav: Navigator, address: &str, words: View) -> View {
    if let Some(route) = Route::of_portal(address) {
        return beside(i18n, nav.href(&route), "noopener", words);
    }
    match OutsideLink::parse(address) {
        Some(to) => external(i18n, &to, words),
        None => words,
    }
}

/// The link of an announcement: a place in the portal, or a safe external address.
pub(crate) fn link_target(
    i18n: I18n,
    nav: Navigator,
    target: &LinkTarget,
    words: String,
) -> Option<View> {
    match target {
        LinkTarget::Service { id } => Some(link(nav, Route::Service(id.clone()), "link", words)),
        LinkTarget::Article { id, section } => {
            let words = words.into_view();
            Some(article_link(nav, id, section.as_deref(), words))
        }
        LinkTarget::Url { url } => {
            let to = OutsideLink::parse(url)?;
            Some(external(i18n, &to, words.into_view()))
        }
        _ => None,
    }
}
