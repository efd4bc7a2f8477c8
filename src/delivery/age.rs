//! The age of something, in words.

use crate::clock::now;
use crate::i18n::{I18n, t};
use portico_delivery::{DAY, Millis, SECOND};

const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;

/// `5 minutes ago`; a time in the future counts as now.
pub(crate) fn age(i18n: I18n, at: Millis) -> String {
    let age = now().saturating_sub(at);
    let (unit, count): (fn(I18n, f64) -> String, Millis) = match age {
        0..MINUTE => return t!(i18n, "age-just-now"),
        MINUTE..HOUR => (
            |i18n, count| t!(i18n, "age-minutes-ago", count = count),
            age / MINUTE,
        ),
        HOUR..DAY => (
            |i18n, count| t!(i18n, "age-hours-ago", count = count),
            age / HOUR,
        ),
        _ => (
            |i18n, count| t!(i18n, "age-days-ago", count = count),
            age / DAY,
        ),
    };
    unit(i18n, f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
}
