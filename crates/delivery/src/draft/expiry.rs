//! How long drafts are kept, and when to warn before one is deleted.

use super::Draft;
use crate::{DAY, Millis};

/// How long an untouched draft is kept.
pub const LIFE: Millis = 30 * DAY;
/// How long before the end of [`LIFE`] the user is warned. A user who returns only after that still gets this much
/// time.
pub const WARNING: Millis = 3 * DAY;

/// The expiry state of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// The draft has plenty of time left.
    Fresh,
    /// Tell the user when the draft will be deleted, and store that the warning was given with
    /// [`Event::Warned`](crate::draft_store::Event::Warned).
    Ending {
        /// When it will be deleted.
        at: Millis,
    },
    /// The time and the warning period are over: delete the draft.
    Over,
}

/// The expiry state of a draft at a point in time.
#[must_use]
pub fn expiry(draft: &Draft, now: Millis) -> Expiry {
    let end = draft.saved_at.saturating_add(LIFE);
    if now.saturating_add(WARNING) < end {
        return Expiry::Fresh;
    }
    let warned = draft.warned_at.unwrap_or(now);
    let at = end.max(warned.saturating_add(WARNING));
    if draft.warned_at.is_some() && now >= at {
        return Expiry::Over;
    }
    Expiry::Ending { at }
}

impl Draft {
    /// When a store may delete the draft without the user: [`LIFE`] after the last time at which a warning could have
    /// been given. No draft may be deleted without a warning.
    pub(crate) fn dropped_after(&self) -> Millis {
        let warned = self.warned_at.unwrap_or(self.saved_at);
        warned.max(self.saved_at).saturating_add(2 * LIFE)
    }
}
