//! The element that the portal stands in: its settings, its place in the page, and the page that is told of events.

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
    /// The element around everything that the portal draws.
    root: HtmlElement,
}

impl Host {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new(root: HtmlElement, config: Config) -> Self {
        Self {
            inner: StoredValue::new(Inner { config, root }),
        }
    }

    /// Takes over what may change while the portal runs; what it was before.
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

    /// Whether the portal was removed while a task of it was waiting.
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

    /// Whether only one screen was asked for, without the navigation around it.
    pub(crate) fn is_part(self) -> bool {
        self.config(|config| config.view != View::Portal)
    }

    /// Whether the browser's own back button leads through this portal.
    pub(crate) fn has_history(self) -> bool {
        self.config(|config| config.routing != Routing::Memory)
    }

    /// The element around everything; none once the portal is gone.
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

    /// Tells the page around the portal.
    pub(crate) fn emit(self, name: &str, detail: &[(&str, &str)]) {
        let emit = self.inner.try_with_value(|inner| inner.config.emit.clone());
        if let Some(emit) = emit {
            emit.send(name, detail);
        }
    }
}
