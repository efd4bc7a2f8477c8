//! Whether a pointer is pressed on the page: if content moved meanwhile, the target would move away, and the click
//! would be lost.

use crate::history::Listener;
use crate::reactive::StoredValue;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

/// The pointer, anywhere on the page. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(super) struct Pointer {
    is_down: StoredValue<bool>,
    waiting: StoredValue<Vec<Box<dyn FnOnce()>>>,
    /// They are removed with the owner that was current when they were added.
    _listeners: StoredValue<Vec<Listener>>,
}

impl Pointer {
    pub(super) fn new() -> Self {
        let is_down = StoredValue::new(false);
        let waiting = StoredValue::new(Vec::<Box<dyn FnOnce()>>::new());
        let down = Listener::first("pointerdown", move |event| {
            // Other buttons open menus, which may swallow the following events.
            let is_first = event.unchecked_ref::<MouseEvent>().button() == 0;
            is_down.try_set_value(is_first);
        });
        let over = move || {
            is_down.try_set_value(false);
            // The click comes first.
            set_timeout(move || run(waiting), Duration::ZERO);
        };
        // The page may not receive the end, for example if the browser opens a list or a menu, or during dragging. The
        // next event shows that it is over.
        let ends = [
            "pointerup",
            "pointercancel",
            "click",
            "keydown",
            "contextmenu",
            "dragend",
        ];
        let ends = ends.map(|event| Listener::first(event, move |_| over()));
        // Only that of the window: otherwise every field that loses the focus would be handled first.
        let away = Listener::new("blur", over);
        let listeners = ends.into_iter().chain([down, away]).flatten().collect();
        Self {
            is_down,
            waiting,
            _listeners: StoredValue::new(listeners),
        }
    }

    /// Calls a function soon, or after a pressed pointer is released and its click has been handled.
    pub(super) fn once_up(self, act: impl FnOnce() + 'static) {
        self.waiting
            .try_update_value(|waiting| waiting.push(Box::new(act)));
        // On touch screens, browsers send the press and the click together, after the finger is lifted.
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
