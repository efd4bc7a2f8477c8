//! Where the current route is kept: the address bar's path or fragment, or memory.
//!
//! Invariant: only this module touches `window.history` and `location`.

mod focus;
mod listener;
mod scroll;
mod state;
mod step;

use crate::config::{Config, Routing, View};
use crate::route::{Route, decode, encode};
use leptos::prelude::*;
pub(crate) use listener::Listener;
use scroll::Scroll;
use step::{After, Step};
use wasm_bindgen::JsValue;

/// Knows the current route and changes it. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Navigator {
    state: StoredValue<State, LocalStorage>,
}

#[derive(Clone, Copy)]
struct State {
    /// The place that is shown.
    route: RwSignal<Route>,
    /// How often somebody has gone to another screen.
    moves: RwSignal<u32>,
    /// The section of the screen that is to be shown, until it is.
    section: RwSignal<Option<String>>,
    /// Whether the screen's heading is still to take the focus.
    focus_due: StoredValue<bool>,
    /// Whether a heading had the focus after any move.
    focus_given: StoredValue<bool>,
    /// The place that somebody has just come back from.
    left_for: StoredValue<Option<Route>>,
    /// The place that was left for the one that is shown, where going back leads there.
    came_from: StoredValue<Option<Route>>,
    /// Which step of the screen's form the entry shows.
    step: RwSignal<Option<Step>>,
    /// What follows once the browser has gone back, while it does.
    after: StoredValue<Option<After>>,
    /// How often the browser was asked to go back: each time has a patience of its own.
    ways_back: StoredValue<u32>,
    place: StoredValue<Place>,
    scroll: Scroll,
    listener: StoredValue<Option<Listener>, LocalStorage>,
}

enum Place {
    Path {
        base: String,
    },
    Hash,
    Memory {
        full_page: String,
        past: Vec<(Route, Option<Step>)>,
    },
}

impl Navigator {
    pub(crate) fn new(config: &Config) -> Self {
        let place = match config.routing {
            Routing::Path => Place::Path {
                base: config.base.clone(),
            },
            Routing::Hash => Place::Hash,
            Routing::Memory => Place::Memory {
                full_page: config.full_page.clone(),
                past: Vec::new(),
            },
        };
        let start = || match &config.view {
            View::Part(start) => start.clone(),
            View::Portal => Route::parse(&config.start),
        };
        let current = place.current().filter(|route| *route != Route::Home);
        let section = match &current {
            Some(_) => place.section(),
            None => section_of(&config.start),
        };
        let step = match config.routing {
            Routing::Path | Routing::Hash => Step::read(),
            Routing::Memory => None,
        };
        let start = current.unwrap_or_else(start);
        let state = State {
            route: RwSignal::new(start),
            moves: RwSignal::new(0),
            section: RwSignal::new(section),
            focus_due: StoredValue::new(false),
            focus_given: StoredValue::new(false),
            left_for: StoredValue::new(None),
            came_from: StoredValue::new(None),
            step: RwSignal::new(step),
            after: StoredValue::new(None),
            ways_back: StoredValue::new(0),
            place: StoredValue::new(place),
            scroll: Scroll::new(config.page),
            listener: StoredValue::new_local(None),
        };
        let navigator = Self {
            state: StoredValue::new_local(state),
        };
        navigator.listen(config.routing);
        navigator
    }

    fn state(self) -> State {
        self.state.get_value()
    }

    /// The place that is shown.
    pub(crate) fn route(self) -> RwSignal<Route> {
        self.state().route
    }

    /// Counts up when somebody goes to another screen; 0 on the first one. A changed filter is no other screen.
    pub(crate) fn moves(self) -> RwSignal<u32> {
        self.state().moves
    }

    /// The section of the screen that is to be shown, until it is.
    pub(crate) fn section(self) -> RwSignal<Option<String>> {
        self.state().section
    }

    /// Goes to a new place.
    pub(crate) fn go(self, route: Route) {
        if self.state().route.with_untracked(|now| *now == route) {
            return;
        }
        let now = self.state().route.get_untracked();
        let step = self.state().step.get_untracked();
        self.state().place.update_value(|place| match place {
            Place::Memory { past, .. } => past.push((now.clone(), step)),
            Place::Path { .. } | Place::Hash => push(&place.href(&route), false),
        });
        self.state().scroll.entered();
        self.state().step.set(None);
        self.moved(route);
        self.state().came_from.set_value(Some(now));
    }

    /// Goes to a place that a link names: a route, and maybe a section of it.
    pub(crate) fn follow(self, link: &str) {
        self.go(Route::parse(link));
        self.state().section.set(section_of(link));
    }

    /// Names a section of the present screen in the address, so that it can be opened again from there.
    pub(crate) fn mark(self, section: &str) {
        let route = self.state().route.get_untracked();
        self.state().place.with_value(|place| {
            if !matches!(place, Place::Memory { .. }) {
                push(&to_section(&place.href(&route), section), true);
            }
        });
    }

    /// Goes to a new place that takes the present one's entry, and those of its steps: going back leads past it.
    pub(crate) fn go_instead(self, route: Route) {
        let behind = self.steps_behind();
        if self.state().route.with_untracked(|now| *now == route) {
            self.replace(route.clone());
            self.state().scroll.replaced();
            self.moved(route);
        } else if behind > 0 {
            self.go_past(behind, After::Show(route));
        } else {
            self.take_entry(route);
        }
    }

    /// Goes back to a place that was left for the present one, as to sign in; wherever that is not the one before, the
    /// present entry is taken.
    pub(crate) fn return_to(self, route: Route) {
        if self.state().came_from.get_value().as_ref() != Some(&route) {
            self.go_instead(route);
        } else if self
            .state()
            .place
            .with_value(|place| matches!(place, Place::Memory { .. }))
        {
            self.back();
        } else if self.state().after.with_value(Option::is_none) {
            self.go_past(1, After::Back);
        }
    }

    fn take_entry(self, route: Route) {
        self.replace(route.clone());
        if self.state().step.with_untracked(Option::is_some) {
            self.label(None);
        }
        self.state().scroll.replaced();
        self.moved(route);
    }

    /// Changes the place's spelling, such as a filter, without a new entry and without moving anything.
    pub(crate) fn replace(self, route: Route) {
        self.state().place.with_value(|place| {
            if !matches!(place, Place::Memory { .. }) {
                push(&place.href(&route), true);
            }
        });
        self.state().route.set(route);
    }

    /// Goes back within memory routing; the browser's own button does it otherwise.
    pub(crate) fn back(self) {
        let mut entry = None;
        self.state().place.update_value(|place| {
            if let Place::Memory { past, .. } = place {
                entry = past.pop();
            }
        });
        let Some((route, step)) = entry else { return };
        let left = self.state().route.get_untracked();
        self.state().step.set(step);
        if left != route {
            self.moved(route);
            self.state().left_for.set_value(Some(left));
        }
    }

    /// The place that somebody has come back from, told once: the link that led there has the focus next.
    pub(crate) fn take_left_for(self) -> Option<Route> {
        self.state()
            .left_for
            .try_update_value(Option::take)
            .flatten()
    }

    /// Whether [`back`](Self::back) has somewhere to go; asked after each move.
    pub(crate) fn can_go_back(self) -> bool {
        self.state().moves.track();
        self.state().step.track();
        self.state()
            .place
            .with_value(|place| matches!(place, Place::Memory { past, .. } if !past.is_empty()))
    }

    /// What a link to a route has as its address.
    pub(crate) fn href(self, route: &Route) -> String {
        self.state().place.with_value(|place| place.href(route))
    }

    /// The absolute address that leads to a route from anywhere.
    pub(crate) fn address(self, route: &Route) -> String {
        self.state().place.with_value(|place| place.address(route))
    }

    /// The screen is complete: puts the page back where the reader left it.
    pub(crate) fn settle(self) {
        self.state().scroll.settle();
    }

    /// What has the focus says how far the page is scrolled, whatever was kept.
    pub(crate) fn stay(self) {
        self.state().scroll.stay();
    }

    /// Stops listening to the window.
    pub(crate) fn stop(self) {
        self.state().listener.set_value(None);
        self.state().scroll.stop();
    }

    fn moved(self, route: Route) {
        self.state().section.set(None);
        self.state().focus_due.set_value(true);
        self.state().left_for.set_value(None);
        self.state().came_from.set_value(None);
        self.state().route.set(route);
        self.state().moves.update(|moves| *moves += 1);
    }

    fn listen(self, routing: Routing) {
        let event = match routing {
            Routing::Memory => return,
            Routing::Path | Routing::Hash => "popstate",
        };
        self.state()
            .listener
            .set_value(Listener::new(event, move || {
                let Some(route) = self.state().place.with_value(Place::current) else {
                    return;
                };
                let after = self.state().after.try_update_value(Option::take).flatten();
                let is_here = self.state().route.with_untracked(|now| *now == route);
                let step = Step::read();
                match after {
                    Some(after @ After::Show(_)) => {
                        self.state().scroll.returned();
                        self.arrived(after);
                    }
                    Some(after @ After::Start(_)) if is_here => {
                        self.state().scroll.returned();
                        self.arrived(after);
                    }
                    _ if !is_here => {
                        let is_back = self.state().scroll.returned();
                        let left = self.state().route.get_untracked();
                        self.state().step.set(step);
                        self.moved(route);
                        self.state().left_for.set_value(is_back.then_some(left));
                    }
                    _ if step.is_some() && self.state().step.with_untracked(|now| *now != step) => {
                        self.state().scroll.returned();
                        self.state().step.set(step);
                    }
                    // An address of the same screen was typed, or a link of the page around it followed.
                    _ => self
                        .state()
                        .section
                        .set(self.state().place.with_value(Place::section)),
                }
            }));
    }
}

impl Place {
    fn current(&self) -> Option<Route> {
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

    /// The section that the page's address names.
    fn section(&self) -> Option<String> {
        let hash = window().location().hash().ok()?;
        let hash = hash.strip_prefix('#')?;
        match self {
            Self::Path { .. } => Some(decode(hash)).filter(|section| !section.is_empty()),
            Self::Hash => section_of(hash),
            Self::Memory { .. } => None,
        }
    }

    fn address(&self, route: &Route) -> String {
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

    fn href(&self, route: &Route) -> String {
        match self {
            Self::Path { base } => format!("{base}{route}"),
            Self::Hash => format!("{}#{route}", before_fragment()),
            Self::Memory { full_page, .. } => format!("{full_page}{route}"),
        }
    }
}

/// The section that a link within the portal names.
fn section_of(link: &str) -> Option<String> {
    let (_, section) = link.split_once('#')?;
    Some(decode(section)).filter(|section| !section.is_empty())
}

/// The same address with a section.
pub(crate) fn to_section(address: &str, section: &str) -> String {
    [address, "#", &encode(section)].concat()
}

/// The origin of the page that the portal stands in.
pub(crate) fn page_origin() -> Option<String> {
    window().location().origin().ok()
}

/// What a fragment of this page stands behind: nothing, unless the host's `<base>` makes that another page.
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

fn push(href: &str, replace: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let state = if replace {
        history.state().unwrap_or(JsValue::NULL)
    } else {
        JsValue::NULL
    };
    let _ = if replace {
        history.replace_state_with_url(&state, "", Some(href))
    } else {
        history.push_state_with_url(&state, "", Some(href))
    };
}
