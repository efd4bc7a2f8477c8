//! Leases for browsers without Web Locks: the owner and the expiry time are stored in the entry itself.

use crate::{Millis, json};
use serde_json::Value;

/// The duration of a lease in milliseconds. Requests to the backend time out earlier.
pub const LENGTH: Millis = 60_000;

/// The right to send an entry. Losing it does no harm: the idempotency key turns two attempts into one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The tab that is sending.
    pub owner: String,
    /// When another tab may take over.
    pub until: Millis,
}

impl Lease {
    /// Acquires or renews a lease.
    ///
    /// # Errors
    /// If another tab holds the lease. The error is the time at which to try again.
    pub fn take(held: Option<&Lease>, owner: &str, now: Millis) -> Result<Lease, Millis> {
        match held {
            Some(held) if held.owner != owner && !held.is_over(now) => Err(held.until),
            _ => Ok(Lease {
                owner: owner.to_owned(),
                until: now.saturating_add(LENGTH),
            }),
        }
    }

    /// Whether the lease has expired. A lease that ends later than any new lease could was created before the clock was
    /// set back.
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
