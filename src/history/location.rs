//! The three storages of the route: the path of the page's address, its fragment, or memory.

use super::{Location, section_of};
use crate::config::{Config, Routing};
use crate::route::{Route, decode};
use leptos::prelude::*;

impl Location {
    pub(super) fn new(config: &Config) -> Self {
        match config.routing {
            Routing::Path => Self::Path {
                base: config.base.clone(),
            },
            Routing::Hash => Self::Hash,
            Routing::Memory => Self::Memory {
                full_page: config.full_page.clone(),
                past: Vec::new(),
            },
        }
    }

    /// The route in the page's address; `None` in memory.
    pub(super) fn current(&self) -> Option<Route> {
        let location = window().location();
        match self {
            Self::Path { base } => {
                let path = location.pathname().ok()?;
                let inside = path
                    .strip_prefix(base.as_str())
                    .filter(|rest| rest.is_empty() || rest.starts_with('/'));
                let query = location.search().unwrap_or_default();
                Some(inside.map_or_else(
                    || Route::Unknown(path.clone()),
                    |path| Route::parse(&format!("{path}{query}")),
                ))
            }
            Self::Hash => {
                let hash = location.hash().ok()?;
                Some(Route::parse(
                    hash.strip_prefix('#')
                        .filter(|h| h.starts_with('/'))
                        .unwrap_or("/"),
                ))
            }
            Self::Memory { .. } => None,
        }
    }

    /// The section in the page's address.
    pub(super) fn section(&self) -> Option<String> {
        let hash = window().location().hash().ok()?;
        let hash = hash.strip_prefix('#')?;
        match self {
            Self::Path { .. } => Some(decode(hash)).filter(|section| !section.is_empty()),
            Self::Hash => section_of(hash),
            Self::Memory { .. } => None,
        }
    }

    pub(super) fn address(&self, route: &Route) -> String {
        let location = window().location();
        match self {
            Self::Path { .. } => [location.origin().unwrap_or_default(), self.href(route)].concat(),
            Self::Hash => {
                let here = location.href().unwrap_or_default();
                let page = here.split('#').next().unwrap_or_default();
                format!("{page}#{route}")
            }
            Self::Memory { .. } => self.href(route),
        }
    }

    pub(super) fn href(&self, route: &Route) -> String {
        match self {
            Self::Path { base } => format!("{base}{route}"),
            Self::Hash => format!("{}#{route}", before_fragment()),
            Self::Memory { full_page, .. } => format!("{full_page}{route}"),
        }
    }
}

/// The prefix of a fragment of this page: empty, unless the host's `<base>` would turn it into another page.
fn before_fragment() -> String {
    let whole = |address: Option<String>| {
        let address = address.unwrap_or_default();
        address.split('#').next().unwrap_or_default().to_owned()
    };
    let here = whole(window().location().href().ok());
    if whole(document().base_uri().ok().flatten()) == here {
        return String::new();
    }
    here
}
