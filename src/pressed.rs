//! Returns users to the button that they clicked before they were asked to sign in, with every sign-in method.

use crate::announcer::{Announcer, Toast};
use crate::dom::clicked;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::reactive::StoredValue;
use crate::route::Route;
use crate::session::Session;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, Storage};

/// The prefix of a backend's address: the storage that survives a sign-in on another page.
const STORED: &str = "portico-pressed ";

const PRESSABLE: &str = "button, a[href]";

/// The button that was clicked last, and the one that requires a sign-in. A handle.
#[derive(Clone, Copy)]
pub(crate) struct Pressed {
    inner: StoredValue<Inner>,
}

#[derive(Clone, Copy)]
struct Inner {
    i18n: I18n,
    nav: Navigator,
    host: Host,
    session: Session,
    announcer: Announcer,
    last: StoredValue<Option<Press>>,
    asked: StoredValue<Option<Press>>,
    /// The message about it.
    told: StoredValue<Option<Toast>>,
}

/// A button or link of a screen.
#[derive(Clone, Debug, PartialEq)]
struct Press {
    route: String,
    /// The selector of the buttons or links among which it is found again.
    among: String,
    /// Its name; empty if only the screen counts.
    words: String,
    /// The number of preceding ones on the screen with the same name.
    before: usize,
}

impl Pressed {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new(
        i18n: I18n,
        nav: Navigator,
        host: Host,
        session: Session,
        announcer: Announcer,
    ) -> Self {
        Self {
            inner: StoredValue::new(Inner {
                i18n,
                nav,
                host,
                session,
                announcer,
                last: StoredValue::new(None),
                asked: StoredValue::new(None),
                told: StoredValue::new(None),
            }),
        }
    }

    /// The user has clicked an element, which has not received the event yet.
    pub(crate) fn note(self, event: &MouseEvent) {
        let Inner {
            nav,
            host,
            announcer,
            last,
            told,
            ..
        } = self.inner.get_value();
        let Some(element) = clicked(event, PRESSABLE) else {
            return;
        };
        let before = told.try_update_value(Option::take).flatten();
        if before.is_some() && before == announcer.toast.get_untracked() {
            announcer.toast.set(None);
        }
        let route = element.get_attribute("data-route");
        let signs_in = route.is_some_and(|to| to.starts_with("/sign-in"));
        let is_in_screen = matches!(element.closest(".main"), Ok(Some(_)));
        // The link for signing in beside a refused action does not count, but the button of that action does.
        if signs_in && is_in_screen {
            return;
        }
        let words = words_of(&element);
        let among = among(&element);
        let mut same = alike(host, &among, &words).into_iter();
        let before = same.position(|one| one.is_same_node(Some(&element)));
        last.set_value(before.map(|before| Press {
            route: nav.route().get_untracked().to_string(),
            among,
            words,
            before,
        }));
    }

    /// The user is asked to sign in, and to return to a route afterwards.
    pub(crate) fn ask(self, back: &Route) {
        let Inner {
            host, last, asked, ..
        } = self.inner.get_value();
        let route = back.to_string();
        let pressed = last.try_update_value(Option::take).flatten();
        let known = pressed.filter(|last| last.route == route);
        // The page may have been reloaded for the sign-in.
        let restored = || restore(host).filter(|press| press.route == route);
        let press = known.or_else(restored).unwrap_or_else(|| Press {
            route,
            among: String::new(),
            words: String::new(),
            before: 0,
        });
        if let Some(store) = storage() {
            let before = press.before.to_string();
            let text = [&before, &press.route, &press.among, &press.words];
            let _ = store.set_item(&stored(host), &text.map(String::as_str).join("\n"));
        }
        asked.set_value(Some(press));
    }

    /// A screen is complete: a user who returns to it after signing in is told so, and the focus moves to the button.
    /// Returns whether that is the case.
    pub(crate) fn come_back(self) -> bool {
        let Inner {
            i18n,
            nav,
            host,
            session,
            announcer,
            asked,
            told,
            ..
        } = self.inner.get_value();
        let route = nav.route().get_untracked();
        if matches!(route, Route::SignIn { .. }) {
            return false;
        }
        let user = untrack(|| session.discovered(|portal| portal.sign_in.user.clone()));
        let Some(user) = user.flatten() else {
            return false;
        };
        let before = asked.get_value().or_else(|| restore(host));
        let Some(press) = before.filter(|press| press.route == route.to_string()) else {
            return false;
        };
        asked.set_value(None);
        if let Some(store) = storage() {
            let _ = store.remove_item(&stored(host));
        }
        let found = alike(host, &press.among, &press.words)
            .into_iter()
            .nth(press.before);
        let text = match &found {
            Some(_) => t!(i18n, "signed-in-at", button = &press.words),
            None => t!(i18n, "sign-in-done", name = &user.name),
        };
        let toast = Some(Toast { text, link: None });
        told.set_value(toast.clone());
        announcer.toast.set(toast);
        let Some(element) = found else { return false };
        nav.stay();
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
        // Nothing of the host page scrolls.
        if host.is_page() {
            let middle = web_sys::ScrollIntoViewOptions::new();
            middle.set_block(web_sys::ScrollLogicalPosition::Center);
            element.scroll_into_view_with_scroll_into_view_options(&middle);
        }
        true
    }
}

/// The selector of the buttons of the screen, or of its links with the same target: a screen may have thousands of
/// links, whose names would take long to compare.
fn among(element: &Element) -> String {
    match element.get_attribute("href") {
        Some(href) => {
            let quoted = href.replace('\\', "\\\\").replace('"', "\\\"");
            format!(".main a[href=\"{quoted}\"]")
        }
        None => ".main button".to_owned(),
    }
}

/// Those of these buttons or links that have this name.
fn alike(host: Host, among: &str, words: &str) -> Vec<HtmlElement> {
    let Some(root) = host.root().filter(|_| !words.is_empty()) else {
        return Vec::new();
    };
    let Ok(all) = root.query_selector_all(among) else {
        return Vec::new();
    };
    let all = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into::<HtmlElement>().ok());
    all.filter(|one| words_of(one) == words).collect()
}

/// The name of an element.
fn words_of(element: &Element) -> String {
    let label = element.get_attribute("aria-label");
    let text = label.or_else(|| element.text_content()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The storage key, which differs for each backend.
fn stored(host: Host) -> String {
    host.config(|config| [STORED, &config.api].concat())
}

fn restore(host: Host) -> Option<Press> {
    let text = storage()?.get_item(&stored(host)).ok()??;
    let mut lines = text.splitn(4, '\n');
    Some(Press {
        before: lines.next()?.parse().ok()?,
        route: lines.next()?.to_owned(),
        among: lines.next()?.to_owned(),
        words: lines.next()?.to_owned(),
    })
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}
