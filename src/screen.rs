//! What the screen that is shown is called, for the page's title and for the page around the portal.

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

/// What a screen is called.
#[derive(Clone, Default, PartialEq)]
struct Name {
    path: String,
    heading: String,
    /// What tells it from other screens with this heading; empty where nothing has to.
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

    /// Names the screen and tells the host page; a screen that is only drawn again is not told twice.
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

    /// The screen is complete: whoever was asked to sign in is back at what they had pressed. Whether that is so.
    pub(crate) fn come_back(self) -> bool {
        self.inner.get_value().pressed.come_back()
    }

    /// Keeps the page's own title; an element inside another page leaves it alone.
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

/// What tells a screen from others, its heading and the portal's name, as far as they are known.
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
