//! How long ago something was, in words.

use super::now;
use crate::app::App;
use crate::i18n::t;
use portico_delivery::{DAY, Millis, SECOND};

const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;

/// `5 minutes ago`; a time that lies ahead is now.
pub(crate) fn age(app: App, at: Millis) -> String {
    let age = now().saturating_sub(at);
    let (unit, count): (fn(App, f64) -> String, Millis) = match age {
        0..MINUTE => return t!(app, "keep-just-now"),
        MINUTE..HOUR => (
            |app, count| t!(app, "keep-minutes-ago", count = count),
            age / MINUTE,
        ),
        HOUR..DAY => (
            |app, count| t!(app, "keep-hours-ago", count = count),
            age / HOUR,
        ),
        _ => (
            |app, count| t!(app, "keep-days-ago", count = count),
            age / DAY,
        ),
    };
    unit(app, f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
}

/// A time as the API writes it, for [`crate::i18n::format::Format`].
pub(crate) fn written(at: Millis) -> String {
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let at = at as f64;
    js_sys::Date::new(&at.into()).to_iso_string().into()
}
