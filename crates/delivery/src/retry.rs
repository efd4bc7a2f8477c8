//! Exponential backoff with full jitter, so that many clients that failed together do not retry together.

use crate::{Millis, json};
use serde_json::Value;

/// The maximum of the first pause in milliseconds. It doubles with every attempt.
pub const BASE: Millis = 300;
/// The maximum pause in milliseconds.
pub const CAP: Millis = 30_000;
/// After this many attempts it is unlikely that the user is still waiting, and pauses grow up to [`SLOW_CAP`].
pub const PATIENT: u32 = 20;
/// The maximum pause after [`PATIENT`] attempts, in milliseconds.
pub const SLOW_CAP: Millis = 300_000;
/// The longest `Retry-After` that is respected, in milliseconds. A backend that asks for more is asked hourly.
pub const LONGEST_ASKED: Millis = 3_600_000;

/// The pause after a number of attempts. `random` is a random number of 32 bits.
#[must_use]
pub fn pause(attempts: u32, random: u32) -> Millis {
    let doublings = attempts.saturating_sub(1).min(20);
    let cap = if attempts > PATIENT { SLOW_CAP } else { CAP };
    let ceiling = (BASE << doublings).min(cap);
    (ceiling * Millis::from(random)) >> 32
}

/// A pause in progress.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    /// When the pause ends.
    pub until: Millis,
    /// Whether the backend asked for it. If so, coming online does not end it.
    pub asked: bool,
}

impl Wait {
    /// The pause after a number of attempts. `asked` is the delay from `Retry-After`.
    #[must_use]
    pub fn after(attempts: u32, asked: Option<Millis>, now: Millis, random: u32) -> Self {
        let pause = match asked {
            // Jitter is added, so that clients that were all sent away do not return at the same moment.
            Some(asked) => asked.min(LONGEST_ASKED) + self::pause(3, random),
            None => pause(attempts, random),
        };
        Self {
            until: now.saturating_add(pause),
            asked: asked.is_some(),
        }
    }

    /// Whether the pause is over. A pause that ends later than any new pause could was created before the clock was set
    /// back.
    #[must_use]
    pub fn is_over(self, now: Millis) -> bool {
        now >= self.until || self.until - now > LONGEST_ASKED + CAP
    }

    pub(crate) fn to_json(self) -> Value {
        json::object(vec![
            ("until", Value::from(self.until)),
            ("asked", Value::from(self.asked)),
        ])
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            until: json::number(value, "until")?,
            asked: json::flag(value, "asked"),
        })
    }
}
