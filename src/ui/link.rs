//! Links: to routes, and out of the portal.

use super::{Icon, icon};
use crate::app::App;
use crate::route::Route;
use crate::words::t;
use leptos::prelude::*;
use portico_contract::LinkTarget;

/// A link to a place in the portal. The shell follows it; opened in a new tab, its address works on its own.
pub(crate) fn link(
    app: App,
    route: Route,
    class: &'static str,
    content: impl IntoView + 'static,
) -> AnyView {
    let href = app.nav.href(&route);
    let route = route.to_string();
    view! { <a class=class href=href data-route=route>{content.into_any()}</a> }.into_any()
}

/// A link in a list of chips, which narrow what is on the screen or lead to something like it.
pub(crate) fn chip(
    app: App,
    route: Route,
    current: bool,
    content: impl IntoView + 'static,
) -> AnyView {
    let href = app.nav.href(&route);
    let current = current.then_some("true");
    view! {
        <li><a class="chip" href=href data-route=route.to_string() aria-current=current>{content.into_any()}</a></li>
    }
    .into_any()
}

/// A link out of the portal. It says where it leads, and tells that place nothing.
pub(crate) fn external(app: App, url: String, content: AnyView) -> AnyView {
    let web = url.starts_with("http");
    let hint = web.then(|| {
        view! { {icon(Icon::ExternalLink)}<span class="visually-hidden">{t!(app, "opens-new-tab")}</span> }
    });
    view! {
        <a
            class="link"
            href=url
            target=web.then_some("_blank")
            rel=web.then_some("noopener noreferrer nofollow")
        >{content}{hint}</a>
    }
    .into_any()
}

/// The link of an announcement: a place in the portal or an address that is safe to follow.
pub(crate) fn link_target(app: App, target: &LinkTarget, words: String) -> Option<AnyView> {
    match target {
        LinkTarget::Service { id } => Some(link(app, Route::Service(id.clone()), "link", words)),
        LinkTarget::Article { id } => Some(link(app, Route::Article(id.clone()), "link", words)),
        LinkTarget::Url { url } if is_safe(url) => {
            Some(external(app, url.clone(), words.into_any()))
        }
        _ => None,
    }
}

/// Whether an address may stand in a link: only schemes that cannot act in this page.
///
/// Browsers drop control characters and leading spaces before they read a scheme, so that an address with any of
/// them is refused before its scheme is looked at.
pub(crate) fn is_safe(url: &str) -> bool {
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return false;
    }
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("//"),
        "mailto" | "tel" => !rest.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn only_addresses_that_cannot_act_are_links() {
        for (url, expected) in [
            ("https://brightwater.example/a?b#c", true),
            ("HTTP://brightwater.example", true),
            ("mailto:help@brightwater.example", true),
            ("tel:+49405550100", true),
            ("javascript:alert(1)", false),
            ("JaVaScRiPt:alert(1)", false),
            (" javascript:alert(1)", false),
            ("java\nscript:alert(1)", false),
            ("\u{1}javascript:alert(1)", false),
            ("\u{a0}javascript:alert(1)", false),
            ("data:text/html,<script>alert(1)</script>", false),
            ("vbscript:x", false),
            ("blob:https://brightwater.example/1", false),
            ("file:///etc/passwd", false),
            ("https:brightwater.example", false),
            ("//brightwater.example", false),
            ("/services", false),
            ("mailto:", false),
            ("", false),
        ] {
            assert_eq!(is_safe(url), expected, "{url:?}");
        }
    }
}
