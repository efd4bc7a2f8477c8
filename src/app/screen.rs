//! What the screen that is shown is called, for the page's title and for the page around the portal.

use super::App;
use crate::api::Load;
use leptos::prelude::*;
use portico_contract::Portal;

/// What a screen is called.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Screen {
    path: String,
    heading: String,
    /// What tells it from other screens with this heading; empty where nothing has to.
    detail: String,
}

impl App {
    /// Names the screen and tells the host page; a screen that is only drawn again is not told twice.
    pub(crate) fn set_title(self, heading: &str, detail: &str) {
        let screen = Screen {
            path: self.nav.route.get_untracked().to_string(),
            heading: heading.to_owned(),
            detail: detail.to_owned(),
        };
        if self.screen.with_untracked(|now| *now == screen) {
            return;
        }
        let title = title(self.portal.state_untracked(), &screen);
        self.emit(
            "portico-navigate",
            &[
                ("path", &screen.path),
                ("title", &title),
                ("heading", heading),
            ],
        );
        self.screen.set(screen);
    }

    /// Keeps the page's own title; an element inside another page leaves it alone.
    pub(crate) fn keep_title(self) {
        if self.is_page() {
            Effect::new(move || {
                let title = self
                    .screen
                    .with(|screen| title(self.portal.state(), screen));
                document().set_title(&title);
            });
        }
    }
}

/// What tells a screen from others, its heading and the portal's name, as far as they are known.
fn title(portal: Load<Portal>, screen: &Screen) -> String {
    let name = match portal {
        Load::Ready(portal) => portal.name,
        _ if screen.heading.is_empty() => "Portico".to_owned(),
        _ => String::new(),
    };
    let mut parts = vec![screen.detail.as_str(), &screen.heading, &name];
    parts.retain(|part| !part.is_empty());
    parts.join(" – ")
}
