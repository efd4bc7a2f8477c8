//! Listeners on the window.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Event;

/// A listener on the window, which is removed when it is dropped.
pub(crate) struct Listener {
    event: &'static str,
    /// Whether it receives the event before the page's elements, which may stop it.
    is_first: bool,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub(crate) fn new(event: &'static str, mut callback: impl FnMut() + 'static) -> Option<Self> {
        Self::add(event, false, Closure::new(move |_| callback()))
    }

    /// The same, before anything on the page receives the event.
    pub(crate) fn first(
        event: &'static str,
        callback: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        Self::add(event, true, Closure::new(callback))
    }

    fn add(
        event: &'static str,
        is_first: bool,
        callback: Closure<dyn FnMut(Event)>,
    ) -> Option<Self> {
        window()
            .add_event_listener_with_callback_and_bool(
                event,
                callback.as_ref().unchecked_ref(),
                is_first,
            )
            .ok()?;
        Some(Self {
            event,
            is_first,
            callback,
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = window().remove_event_listener_with_callback_and_bool(
            self.event,
            callback,
            self.is_first,
        );
    }
}
