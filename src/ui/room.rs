//! The number of remaining characters of a text, once there are few.

use crate::i18n::{I18n, t};
use crate::view::{View, view};

/// A line below a text of at most `most` characters, of which `left` remain; if that is negative, the text is too long.
pub(crate) fn room(i18n: I18n, left: f64, most: f64) -> Option<View> {
    (left < (most * 0.2).max(20.0)).then(|| {
        let words = if left < 0.0 {
            t!(i18n, "characters-over", count = -left)
        } else {
            t!(i18n, "characters-left", count = left)
        };
        view! { <p class="field-counter">{words}</p> }
    })
}
