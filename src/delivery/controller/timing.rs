//! When something is tried again.

use crate::clock::now;
use portico_delivery::Millis;

/// How long to wait until then, in milliseconds; a clock that jumped does not make it longer than an hour.
pub(super) fn until(at: Millis) -> u32 {
    const LONGEST: Millis = 3_600_000;
    u32::try_from(at.saturating_sub(now()).min(LONGEST)).unwrap_or_default()
}
