//! Who is sending an entry, where Web Locks cannot tell: an owner and a time, kept with the entry itself.

use crate::{Millis, json};
use serde_json::Value;

/// How long a lease holds, in milliseconds; an exchange with the backend is given up earlier.
pub const LENGTH: Millis = 60_000;

/// The right to send an entry. Losing it does no harm: the idempotency key makes one request of two attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The tab that sends.
    pub owner: String,
    /// When another tab may take over.
    pub until: Millis,
}

impl Lease {
    /// Takes a lease, or renews one's own.
    ///
    /// # Errors
    /// When somebody else has it: the time to ask again.
    pub fn take(held: Option<&Lease>, owner: &str, now: Millis) -> Result<Lease, Millis> {
        match held {
            Some(held) if held.owner != owner && !held.is_over(now) => Err(held.until),
            _ => Ok(Lease {
                owner: owner.to_owned(),
                until: now.saturating_add(LENGTH),
            }),
        }
    }

    /// Whether it has run out. One that ends later than any lease can was made before the clock was set back.
    #[must_use]
    pub fn is_over(&self, now: Millis) -> bool {
        now >= self.until || self.until - now > LENGTH
    }

    pub(crate) fn to_json(&self) -> Value {
        json::object(vec![
            ("owner", Value::from(self.owner.as_str())),
            ("until", Value::from(self.until)),
        ])
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            owner: json::text(value, "owner")?,
            until: json::number(value, "until")?,
        })
    }
}
