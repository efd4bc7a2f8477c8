//! The element that contains the portal: its configuration, its place in the page, and its events for the host page.

use crate::config::{Config, Routing, View};
use crate::reactive::StoredValue;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Host {
    inner: StoredValue<Inner>,
}

struct Inner {
    config: Config,
    /// The element around everything that the portal renders.
    root: HtmlElement,
}

impl Host {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new(root: HtmlElement, config: Config) -> Self {
        Self {
            inner: StoredValue::new(Inner { config, root }),
        }
    }

    /// Updates the configuration that may change while the portal runs, and returns the previous one.
    pub(crate) fn update(self, config: &Config) -> Config {
        let before = self.config(Clone::clone);
        self.inner.update_value(|inner| {
            let now = &mut inner.config;
            now.heading_level = config.heading_level;
            now.messages.clone_from(&config.messages);
            now.tokens.clone_from(&config.tokens);
            now.lang.clone_from(&config.lang);
        });
        before
    }

    /// Whether the portal was removed while one of its tasks was waiting.
    pub(crate) fn is_gone(self) -> bool {
        self.inner.try_with_value(|_| ()).is_none()
    }

    pub(crate) fn config<T>(self, read: impl FnOnce(&Config) -> T) -> T {
        self.inner.with_value(|inner| read(&inner.config))
    }

    /// Whether this portal is the whole page.
    pub(crate) fn is_page(self) -> bool {
        self.config(|config| config.page)
    }

    /// Whether only one screen is shown, without navigation.
    pub(crate) fn is_part(self) -> bool {
        self.config(|config| config.view != View::Portal)
    }

    /// Whether the browser's own back button leads through this portal.
    pub(crate) fn has_history(self) -> bool {
        self.config(|config| config.routing != Routing::Memory)
    }

    /// The element around everything; `None` once the portal is removed.
    pub(crate) fn root(self) -> Option<HtmlElement> {
        self.inner.try_with_value(|inner| inner.root.clone())
    }

    /// The first element of this portal that matches.
    pub(crate) fn find(self, selector: &str) -> Option<HtmlElement> {
        let root = self.root()?;
        root.query_selector(selector)
            .ok()
            .flatten()?
            .dyn_into()
            .ok()
    }

    /// Sends an event to the host page.
    pub(crate) fn emit(self, name: &str, detail: &[(&str, &str)]) {
        let emit = self.inner.try_with_value(|inner| inner.config.emit.clone());
        if let Some(emit) = emit {
            emit.send(name, detail);
        }
    }
}
