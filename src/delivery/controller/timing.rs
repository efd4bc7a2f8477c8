//! The times of retries.

use crate::clock::now;
use portico_delivery::Millis;

/// The delay until then in milliseconds, at most an hour even if the clock has jumped.
pub(super) fn until(at: Millis) -> u32 {
    const LONGEST: Millis = 3_600_000;
    u32::try_from(at.saturating_sub(now()).min(LONGEST)).unwrap_or_default()
}
