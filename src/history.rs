//! Where the current route is kept: the address bar's path or fragment, or memory.
//!
//! Invariant: only this module touches `window.history` and `location`.

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
use step::{After, Step};
use wasm_bindgen::JsValue;

/// Knows the current route and changes it. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Navigator {
    state: StoredValue<State>,
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
    back_requests: StoredValue<u32>,
    location: StoredValue<Location>,
    scroll: Scroll,
    listener: StoredValue<Option<Listener>>,
}

/// Where the route is kept.
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

    /// Goes to a place that a link names: a route, and maybe a section of it.
    pub(crate) fn follow(self, link: &str) {
        self.go(Route::parse(link));
        self.state().section.set(section_of(link));
    }

    /// Names a section of the present screen in the address, so that it can be opened again from there.
    pub(crate) fn mark(self, section: &str) {
        let route = self.state().route.get_untracked();
        self.state().location.with_value(|location| {
            if !matches!(location, Location::Memory { .. }) {
                push(&to_section(&location.href(&route), section), true);
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
            .location
            .with_value(|location| matches!(location, Location::Memory { .. }))
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
        self.state().location.with_value(|location| {
            if !matches!(location, Location::Memory { .. }) {
                push(&location.href(&route), true);
            }
        });
        self.state().route.set(route);
    }

    /// Goes back within memory routing; the browser's own button does it otherwise.
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
        self.state().location.with_value(
            |location| matches!(location, Location::Memory { past, .. } if !past.is_empty()),
        )
    }

    /// What a link to a route has as its address.
    pub(crate) fn href(self, route: &Route) -> String {
        self.state()
            .location
            .with_value(|location| location.href(route))
    }

    /// The absolute address that leads to a route from anywhere.
    pub(crate) fn address(self, route: &Route) -> String {
        self.state()
            .location
            .with_value(|location| location.address(route))
    }

    /// The screen is complete: puts the page back where the reader left it.
    pub(crate) fn settle(self) {
        // It runs in an animation frame, which may come after the portal was removed.
        if let Some(state) = self.state.try_get_value() {
            state.scroll.settle();
        }
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
                let Some(route) = self.state().location.with_value(Location::current) else {
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
                        .set(self.state().location.with_value(Location::section)),
                }
            }));
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
