//! The device's clock.

use portico_delivery::Millis;

/// The current time, by the device's clock.
pub(crate) fn now() -> Millis {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float to integer cast saturates"
    )]
    let now = js_sys::Date::now() as Millis;
    now
}

/// A time in the API's notation, for [`crate::i18n::format::Format`].
pub(crate) fn written(at: Millis) -> String {
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let at = at as f64;
    js_sys::Date::new(&at.into()).to_iso_string().into()
}
