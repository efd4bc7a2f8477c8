//! Messages that appear on any screen, visible or only for screen readers.

use crate::route::Route;
use leptos::prelude::*;

/// A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    /// The visible message, until it is closed.
    pub toast: RwSignal<Option<Toast>>,
    /// The message for screen readers, set by [`Announcer::announce`].
    pub spoken: RwSignal<String>,
}

/// A message about an event elsewhere, displayed on any screen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub text: String,
    /// The target of its link, and the text of the link.
    pub link: Option<(Route, String)>,
}

impl Announcer {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new() -> Self {
        Self {
            toast: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
        }
    }

    /// Sends a message to screen readers.
    pub(crate) fn announce(self, text: String) {
        // The same text twice in a row would not be announced again.
        let again = self.spoken.with_untracked(|now| *now == text);
        self.spoken
            .set(if again { format!("{text}\u{a0}") } else { text });
    }
}
