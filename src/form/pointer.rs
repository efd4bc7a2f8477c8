//! Whether a pointer is down on the page: what comes or goes meanwhile would move what it points at, and the click would be
//! lost.

use crate::history::Listener;
use crate::reactive::StoredValue;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

/// The pointer of the page, wherever on it. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(super) struct Pointer {
    is_down: StoredValue<bool>,
    waiting: StoredValue<Vec<Box<dyn FnOnce()>>>,
    /// They go with the owner that was current when they came.
    _listeners: StoredValue<Vec<Listener>>,
}

impl Pointer {
    pub(super) fn new() -> Self {
        let is_down = StoredValue::new(false);
        let waiting = StoredValue::new(Vec::<Box<dyn FnOnce()>>::new());
        let down = Listener::first("pointerdown", move |event| {
            // Other buttons open menus, which may keep the rest to themselves.
            let is_first = event.unchecked_ref::<MouseEvent>().button() == 0;
            is_down.try_set_value(is_first);
        });
        let over = move || {
            is_down.try_set_value(false);
            // The click comes first.
            set_timeout(move || run(waiting), Duration::ZERO);
        };
        // The page may not hear of the end, as when the browser opens a list or a menu, or something is dragged. What comes
        // next shows that it is over.
        let ends = [
            "pointerup",
            "pointercancel",
            "click",
            "keydown",
            "contextmenu",
            "dragend",
        ];
        let ends = ends.map(|event| Listener::first(event, move |_| over()));
        // That of the window alone: every field that is left would be heard of before the others.
        let away = Listener::new("blur", over);
        let listeners = ends.into_iter().chain([down, away]).flatten().collect();
        Self {
            is_down,
            waiting,
            _listeners: StoredValue::new(listeners),
        }
    }

    /// Does something soon, or when the pointer that is down is up again and its click is over.
    pub(super) fn once_up(self, act: impl FnOnce() + 'static) {
        self.waiting
            .try_update_value(|waiting| waiting.push(Box::new(act)));
        // Where fingers tap, a browser tells of the press and the click in one go, after the finger is up.
        let soon = move || {
            if self.is_down.try_get_value() == Some(false) {
                run(self.waiting);
            }
        };
        set_timeout(soon, Duration::ZERO);
    }
}

fn run(waiting: StoredValue<Vec<Box<dyn FnOnce()>>>) {
    let due = waiting.try_update_value(std::mem::take);
    due.into_iter().flatten().for_each(|act| act());
}
