//! Moves the focus to the heading of a screen.

use super::Navigator;
use leptos::prelude::*;

impl Navigator {
    /// Whether the focus has to move to the screen's heading: once after each navigation, and again if the focused
    /// heading was rendered again.
    pub(crate) fn take_focus(self) -> bool {
        let due = self.state().focus_due.try_update_value(std::mem::take);
        let given = self.state().focus_given.try_get_value() == Some(true);
        if due == Some(true) {
            self.state().focus_given.set_value(true);
        }
        due == Some(true) || given && nothing_has_focus()
    }
}

/// Whether nothing has the focus, for example after the focused element was removed.
fn nothing_has_focus() -> bool {
    let document = document();
    document.active_element().is_none_or(|element| {
        document
            .body()
            .is_some_and(|body| element.is_same_node(Some(&body)))
    })
}
