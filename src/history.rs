//! The storage of the current route: the address bar's path or fragment, or memory.
//!
//! Invariant: only this module uses `window.history` and `location`.

mod focus;
mod listener;
mod location;
mod scroll;
mod state;
mod step;

use crate::config::{Config, Routing, View};
use crate::reactive::StoredValue;
use crate::route::{Route, decode, encode};
use leptos::prelude::*;
pub(crate) use listener::Listener;
use scroll::Scroll;
use step::{AfterBack, Step};
use wasm_bindgen::JsValue;

/// Stores and changes the current route. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Navigator {
    state: StoredValue<State>,
}

#[derive(Clone, Copy)]
struct State {
    /// The current route.
    route: RwSignal<Route>,
    /// The number of navigations to another screen.
    moves: RwSignal<u32>,
    /// The section to scroll to, until that is done.
    section: RwSignal<Option<String>>,
    /// Whether the screen's heading still has to receive the focus.
    focus_due: StoredValue<bool>,
    /// Whether a heading had the focus after any navigation.
    focus_given: StoredValue<bool>,
    /// The route that the user has just come back from.
    left_for: StoredValue<Option<Route>>,
    /// The previous route, if going back leads to it.
    came_from: StoredValue<Option<Route>>,
    /// The step of the screen's form in the current entry.
    step: RwSignal<Option<Step>>,
    /// The pending action while the browser goes back.
    after: StoredValue<Option<AfterBack>>,
    /// The number of times the browser was asked to go back; each has its own time limit.
    back_requests: StoredValue<u32>,
    location: StoredValue<Location>,
    scroll: Scroll,
    listener: StoredValue<Option<Listener>>,
}

/// Where the route is stored.
enum Location {
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
        let location = Location::new(config);
        let start = || match &config.view {
            View::Part(start) => start.clone(),
            View::Portal => Route::parse(&config.start),
        };
        let current = location.current().filter(|route| *route != Route::Home);
        let section = match &current {
            Some(_) => location.section(),
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
            back_requests: StoredValue::new(0),
            location: StoredValue::new(location),
            scroll: Scroll::new(config.page),
            listener: StoredValue::new(None),
        };
        let navigator = Self {
            state: StoredValue::new(state),
        };
        navigator.listen(config.routing);
        navigator
    }

    fn state(self) -> State {
        self.state.get_value()
    }

    /// The current route.
    pub(crate) fn route(self) -> RwSignal<Route> {
        self.state().route
    }

    /// The number of navigations to another screen, 0 on the first one. A changed filter is the same screen.
    pub(crate) fn moves(self) -> RwSignal<u32> {
        self.state().moves
    }

    /// The section to scroll to, until that is done.
    pub(crate) fn section(self) -> RwSignal<Option<String>> {
        self.state().section
    }

    /// Navigates to a new route.
    pub(crate) fn go(self, route: Route) {
        if self.state().route.with_untracked(|now| *now == route) {
            return;
        }
        let now = self.state().route.get_untracked();
        let step = self.state().step.get_untracked();
        self.state()
            .location
            .update_value(|location| match location {
                Location::Memory { past, .. } => past.push((now.clone(), step)),
                Location::Path { .. } | Location::Hash => push(&location.href(&route), false),
            });
        self.state().scroll.entered();
        self.state().step.set(None);
        self.moved(route);
        self.state().came_from.set_value(Some(now));
    }

    /// Navigates to the target of a link: a route, and optionally a section.
    pub(crate) fn follow(self, link: &str) {
        self.go(Route::parse(link));
        self.state().section.set(section_of(link));
    }

    /// Adds a section of the current screen to the address, so that it can be opened again from there.
    pub(crate) fn mark(self, section: &str) {
        let route = self.state().route.get_untracked();
        self.state().location.with_value(|location| {
            if !matches!(location, Location::Memory { .. }) {
                push(&to_section(&location.href(&route), section), true);
            }
        });
    }

    /// Navigates to a new route that replaces the current entry and those of its steps, so that going back skips them.
    pub(crate) fn go_instead(self, route: Route) {
        let behind = self.steps_behind();
        if self.state().route.with_untracked(|now| *now == route) {
            self.replace(route.clone());
            self.state().scroll.replaced();
            self.moved(route);
        } else if behind > 0 {
            self.go_past(behind, AfterBack::Show(route));
        } else {
            self.take_entry(route);
        }
    }

    /// Goes back to a route that was left for the current one, for example to sign in; if it is not the previous one,
    /// the current entry is replaced.
    pub(crate) fn return_to(self, route: Route) {
        if self.state().came_from.get_value().as_ref() != Some(&route) {
            self.go_instead(route);
        } else if self
            .state()
            .location
            .with_value(|location| matches!(location, Location::Memory { .. }))
        {
            self.back();
        } else if self.state().after.with_value(Option::is_none) {
            self.go_past(1, AfterBack::Back);
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

    /// Changes the route's parameters, such as a filter, without a new entry and without moving anything.
    pub(crate) fn replace(self, route: Route) {
        self.state().location.with_value(|location| {
            if !matches!(location, Location::Memory { .. }) {
                push(&location.href(&route), true);
            }
        });
        self.state().route.set(route);
    }

    /// Goes back in memory routing; otherwise the browser's own button does it.
    pub(crate) fn back(self) {
        let mut entry = None;
        self.state().location.update_value(|location| {
            if let Location::Memory { past, .. } = location {
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

    /// The route that the user has come back from, returned once: the link that led there receives the focus.
    pub(crate) fn take_left_for(self) -> Option<Route> {
        self.state()
            .left_for
            .try_update_value(Option::take)
            .flatten()
    }

    /// Whether [`back`](Self::back) has a target; evaluated after each navigation.
    pub(crate) fn can_go_back(self) -> bool {
        self.state().moves.track();
        self.state().step.track();
        self.state().location.with_value(
            |location| matches!(location, Location::Memory { past, .. } if !past.is_empty()),
        )
    }

    /// The `href` of a link to a route.
    pub(crate) fn href(self, route: &Route) -> String {
        self.state()
            .location
            .with_value(|location| location.href(route))
    }

    /// The absolute URL of a route.
    pub(crate) fn address(self, route: &Route) -> String {
        self.state()
            .location
            .with_value(|location| location.address(route))
    }

    /// The screen is complete: restores the scroll position.
    pub(crate) fn settle(self) {
        // This runs in an animation frame, which may come after the portal was removed.
        if let Some(state) = self.state.try_get_value() {
            state.scroll.settle();
        }
    }

    /// The focused element determines the scroll position, whatever was stored.
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
                let Some(route) = self.state().location.with_value(Location::current) else {
                    return;
                };
                let after = self.state().after.try_update_value(Option::take).flatten();
                let is_here = self.state().route.with_untracked(|now| *now == route);
                let step = Step::read();
                match after {
                    Some(after @ AfterBack::Show(_)) => {
                        self.state().scroll.returned();
                        self.arrived(after);
                    }
                    Some(after @ AfterBack::Start(_)) if is_here => {
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
                    // The user has typed another address of the same screen, or followed a link of the host page.
                    _ => self
                        .state()
                        .section
                        .set(self.state().location.with_value(Location::section)),
                }
            }));
    }
}

/// The section in a link within the portal.
fn section_of(link: &str) -> Option<String> {
    let (_, section) = link.split_once('#')?;
    Some(decode(section)).filter(|section| !section.is_empty())
}

/// The same address with a section.
pub(crate) fn to_section(address: &str, section: &str) -> String {
    [address, "#", &encode(section)].concat()
}

/// The origin of the page that contains the portal.
pub(crate) fn page_origin() -> Option<String> {
    window().location().origin().ok()
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
