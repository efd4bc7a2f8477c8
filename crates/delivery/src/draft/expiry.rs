//! How long a draft is kept, and when to say that it is going to be dropped.

use super::Draft;
use crate::{DAY, Millis};

/// A draft that nobody touches is dropped after this time.
pub const LIFE: Millis = 30 * DAY;
/// How long before that people are told. Who comes back only after [`LIFE`] still gets so much time.
pub const WARNING: Millis = 3 * DAY;

/// Where a draft stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Nothing to say.
    Fresh,
    /// Tell the person when it goes, and store that they were told ([`super::Event::Warned`]).
    Ending {
        /// When it is dropped.
        at: Millis,
    },
    /// It has had its time and its warning: remove it.
    Over,
}

/// Where a draft stands at this time.
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
    /// When a store may drop it without anybody there: a life after the last moment at which somebody could have been
    /// warned, since nothing may go that nobody was told about.
    pub(crate) fn dropped_after(&self) -> Millis {
        let warned = self.warned_at.unwrap_or(self.saved_at);
        warned.max(self.saved_at).saturating_add(2 * LIFE)
    }
}
