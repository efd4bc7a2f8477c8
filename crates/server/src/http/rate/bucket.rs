//! Token buckets, each a single number (the generic cell rate algorithm), with a limit on their
//! number.
//!
//! A crate such as governor stores the same number, but never drops a key unless the caller cleans
//! up, and adds a clock, a concurrent map and a source of randomness.

use hashlink::LinkedHashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The maximum number of buckets of one limit. Only callers of the last minute need one.
const MOST: usize = 50_000;
/// The number of buckets that are inspected for each new key: one would keep up with new keys, two
/// reduce the backlog.
const LOOKED_AT: usize = 2;
/// The time in which an empty bucket is refilled.
const MINUTE: Duration = Duration::from_secs(60);

/// The buckets of one limit: a number of tokens at once, and the same number in each minute,
/// evenly.
///
/// The cost of a new key does not depend on the number of buckets.
pub struct TokenBuckets<K> {
    /// The cost of one token: the time in which it is refilled.
    cost: Duration,
    full: Mutex<Buckets<K>>,
}

/// The time when each bucket is full again; a full bucket is dropped when it is inspected.
struct Buckets<K> {
    /// The next bucket to inspect comes first.
    at: LinkedHashMap<K, Instant>,
    /// The shared bucket of all keys beyond the maximum.
    others: Option<Instant>,
}

impl<K: Eq + Hash> TokenBuckets<K> {
    /// Creates a limit of this many tokens per minute.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        let full = Buckets {
            at: LinkedHashMap::new(),
            others: None,
        };
        Self {
            cost: MINUTE / per_minute.max(1),
            full: Mutex::new(full),
        }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// The time until the next token, if there is none.
    pub fn take(&self, key: K) -> Result<(), Duration> {
        let now = Instant::now();
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        full.tidy(now);
        if let Some(at) = full.at.get_mut(&key) {
            *at = self.paid(*at, now)?;
        } else if full.at.len() < MOST {
            full.at.insert(key, self.paid(now, now)?);
        } else {
            let at = full.others.unwrap_or(now);
            full.others = Some(self.paid(at, now)?);
        }
        Ok(())
    }

    /// The time when a bucket is full again after one more token was taken.
    fn paid(&self, full: Instant, now: Instant) -> Result<Instant, Duration> {
        let full = full.max(now) + self.cost;
        match full.checked_duration_since(now + MINUTE) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(full),
        }
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Drops the full buckets among the next few. Inspecting all of them at once would block other
    /// callers.
    fn tidy(&mut self, now: Instant) {
        for _ in 0..LOOKED_AT {
            match self.at.pop_front() {
                Some((key, at)) if at > now => drop(self.at.insert(key, at)),
                Some(_) => {}
                None => return,
            }
        }
    }
}
