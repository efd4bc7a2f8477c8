//! The name of the current screen, for the page's title and for the host page.

use crate::api::Load;
use crate::history::Navigator;
use crate::host::Host;
use crate::pressed::Pressed;
use crate::reactive::{StoredValue, effect};
use crate::session::Session;
use leptos::prelude::*;
use portico_contract::Portal;

/// Names the screen that is shown. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    inner: StoredValue<Inner>,
}

#[derive(Clone, Copy)]
struct Inner {
    nav: Navigator,
    host: Host,
    session: Session,
    pressed: Pressed,
    shown: RwSignal<Name>,
}

/// The name of a screen.
#[derive(Clone, Default, PartialEq)]
struct Name {
    path: String,
    heading: String,
    /// The text that distinguishes it from other screens with this heading; empty if none is needed.
    detail: String,
}

impl Screen {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new(nav: Navigator, host: Host, session: Session, pressed: Pressed) -> Self {
        Self {
            inner: StoredValue::new(Inner {
                nav,
                host,
                session,
                pressed,
                shown: RwSignal::default(),
            }),
        }
    }

    /// Names the screen and notifies the host page; a screen that is rendered again is reported only once.
    pub(crate) fn set_title(self, heading: &str, detail: &str) {
        let inner = self.inner.get_value();
        let name = Name {
            path: inner.nav.route().get_untracked().to_string(),
            heading: heading.to_owned(),
            detail: detail.to_owned(),
        };
        if inner.shown.with_untracked(|now| *now == name) {
            return;
        }
        let title = title(inner.session.state_untracked(), &name);
        inner.host.emit(
            "portico-navigate",
            &[
                ("path", &name.path),
                ("title", &title),
                ("heading", heading),
            ],
        );
        inner.shown.set(name);
    }

    /// The screen is complete: returns users after a sign-in to the button that required it. Returns whether it did.
    pub(crate) fn come_back(self) -> bool {
        self.inner.get_value().pressed.come_back()
    }

    /// Sets the page's title; an element in a host page leaves it unchanged.
    pub(crate) fn keep_title(self) {
        let Inner {
            host,
            session,
            shown,
            ..
        } = self.inner.get_value();
        if host.is_page() {
            effect(move || {
                let title = shown.with(|name| title(session.state(), name));
                document().set_title(&title);
            });
        }
    }
}

/// The distinguishing text of a screen, its heading and the portal's name, as far as they are known.
fn title(portal: Load<Portal>, screen: &Name) -> String {
    let name = match portal {
        Load::Ready(portal) => portal.name,
        _ if screen.heading.is_empty() => "Portico".to_owned(),
        _ => String::new(),
    };
    let mut parts = vec![screen.detail.as_str(), &screen.heading, &name];
    parts.retain(|part| !part.is_empty());
    parts.join(" – ")
}
