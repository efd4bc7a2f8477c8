//! What is told over whatever screen is shown: to everybody, or to screen readers alone.

use crate::route::Route;
use leptos::prelude::*;

/// A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    /// What everybody reads until they close it.
    pub toast: RwSignal<Option<Toast>>,
    /// What a screen reader is told; set by [`Announcer::announce`].
    pub spoken: RwSignal<String>,
}

/// A word about something that happened elsewhere, over whatever screen is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub text: String,
    /// Where it leads, and what the link there says.
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

    /// Says something to screen readers.
    pub(crate) fn announce(self, text: String) {
        // The same words twice in a row would not be spoken again.
        let again = self.spoken.with_untracked(|now| *now == text);
        self.spoken
            .set(if again { format!("{text}\u{a0}") } else { text });
    }
}
