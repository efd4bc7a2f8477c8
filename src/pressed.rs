//! What somebody pressed before they were asked to sign in: afterwards they are back at it, whichever way they signed in.

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

/// Before a backend's address: where it outlives a sign-on that leaves the page.
const STORED: &str = "portico-pressed ";

const PRESSABLE: &str = "button, a[href]";

/// The same in the screen, without what stands around it.
const IN_SCREEN: &str = ".main button, .main a[href]";

/// The last thing that was pressed, and the one that waits for somebody to be signed in. A handle.
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
    /// What was told about it.
    told: StoredValue<Option<Toast>>,
}

/// A button or link of a screen.
#[derive(Clone, Debug, PartialEq)]
struct Press {
    route: String,
    /// What it is called; nothing where only the screen counts.
    words: String,
    /// How many of the screen before it are called the same.
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

    /// Somebody clicked, and what they clicked on has not heard of it yet.
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
        // Beside what could not be done stands the way to sign in, so that the one before it counts.
        if signs_in && is_in_screen {
            return;
        }
        let words = words_of(&element);
        let mut same = alike(host, &words).into_iter();
        let before = same.position(|one| one.is_same_node(Some(&element)));
        last.set_value(before.map(|before| Press {
            route: nav.route().get_untracked().to_string(),
            words,
            before,
        }));
    }

    /// Somebody is asked to sign in, and then to come back to a place.
    pub(crate) fn ask(self, back: &Route) {
        let Inner {
            host, last, asked, ..
        } = self.inner.get_value();
        let route = back.to_string();
        let pressed = last.try_update_value(Option::take).flatten();
        let known = pressed.filter(|last| last.route == route);
        // The page where one signs in may have been loaded anew.
        let restored = || restore(host).filter(|press| press.route == route);
        let press = known.or_else(restored).unwrap_or_else(|| Press {
            route,
            words: String::new(),
            before: 0,
        });
        if let Some(store) = storage() {
            let text = [&press.before.to_string(), &press.route, &press.words];
            let _ = store.set_item(&stored(host), &text.map(String::as_str).join("\n"));
        }
        asked.set_value(Some(press));
    }

    /// A screen is there: whoever comes back to it after signing in is told so, and has the focus where they were.
    /// Whether that is so.
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
        let found = alike(host, &press.words).into_iter().nth(press.before);
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
        // Nothing of a page around the portal moves.
        if host.is_page() {
            let middle = web_sys::ScrollIntoViewOptions::new();
            middle.set_block(web_sys::ScrollLogicalPosition::Center);
            element.scroll_into_view_with_scroll_into_view_options(&middle);
        }
        true
    }
}

/// The buttons and links of the screen that are called so.
fn alike(host: Host, words: &str) -> Vec<HtmlElement> {
    let Some(root) = host.root().filter(|_| !words.is_empty()) else {
        return Vec::new();
    };
    let Ok(all) = root.query_selector_all(IN_SCREEN) else {
        return Vec::new();
    };
    let all = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into::<HtmlElement>().ok());
    all.filter(|one| words_of(one) == words).collect()
}

/// What an element is called.
fn words_of(element: &Element) -> String {
    let label = element.get_attribute("aria-label");
    let text = label.or_else(|| element.text_content()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name under which it is stored: another backend's portal has another one.
fn stored(host: Host) -> String {
    host.config(|config| [STORED, &config.api].concat())
}

fn restore(host: Host) -> Option<Press> {
    let text = storage()?.get_item(&stored(host)).ok()??;
    let mut lines = text.splitn(3, '\n');
    Some(Press {
        before: lines.next()?.parse().ok()?,
        route: lines.next()?.to_owned(),
        words: lines.next()?.to_owned(),
    })
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}
