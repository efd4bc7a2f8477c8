//! Token buckets, each a single number (the generic cell rate algorithm), and a bounded number of them.
//!
//! A crate such as governor keeps the same number, but everybody's for ever unless somebody clears up, and brings a clock,
//! a concurrent map and a source of chance with it.

use hashlink::LinkedHashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The most buckets of one limit. Only who has asked within the last minute needs one.
const MOST: usize = 50_000;
/// So many buckets are looked at for each key that comes: one would do to keep up with new keys, two catch up.
const LOOKED_AT: usize = 2;
/// The time in which an empty bucket is full again.
const MINUTE: Duration = Duration::from_secs(60);

/// The buckets of one limit: so many at once, and as many again in each minute, evenly.
///
/// However many there are, one more key costs the same.
pub struct TokenBuckets<K> {
    /// What one costs: the time in which it is earned again.
    cost: Duration,
    full: Mutex<Buckets<K>>,
}

/// When each bucket is full again; one that is full goes as soon as its turn to be looked at has come.
struct Buckets<K> {
    /// The next to be looked at comes first.
    at: LinkedHashMap<K, Instant>,
    /// What all share that find no room of their own.
    others: Option<Instant>,
}

impl<K: Eq + Hash> TokenBuckets<K> {
    /// So many in a minute.
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

    /// Takes one.
    ///
    /// # Errors
    /// The time after which there is one again, if there is none.
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

    /// When a bucket is full again after one more was taken.
    fn paid(&self, full: Instant, now: Instant) -> Result<Instant, Duration> {
        let full = full.max(now) + self.cost;
        match full.checked_duration_since(now + MINUTE) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(full),
        }
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Drops those of the next few buckets that are full. To go through all of them at once would hold everybody up.
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
