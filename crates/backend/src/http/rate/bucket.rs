//! Token buckets, each a single number (the generic cell rate algorithm), and a bounded number of them.
//!
//! A crate such as governor keeps the same number, but everybody's for ever unless somebody clears up, and brings a clock,
//! a concurrent map and a source of chance with it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The most buckets of one limit. Only who has asked within the last minute needs one.
const MOST: usize = 50_000;
/// The time in which an empty bucket is full again.
const MINUTE: Duration = Duration::from_secs(60);

/// The buckets of one limit: so many at once, and as many again in each minute, evenly.
pub(super) struct TokenBuckets<K> {
    /// What one costs: the time in which it is earned again.
    cost: Duration,
    full: Mutex<Full<K>>,
}

/// When each bucket is full again; one that is full is not there.
struct Full<K> {
    at: HashMap<K, Instant>,
    /// What all share that find no room of their own.
    others: Option<Instant>,
}

impl<K: Eq + Hash> TokenBuckets<K> {
    /// So many in a minute.
    pub(super) fn new(per_minute: u32) -> Self {
        let full = Full {
            at: HashMap::new(),
            others: None,
        };
        Self {
            cost: MINUTE / per_minute.max(1),
            full: Mutex::new(full),
        }
    }

    /// Takes one; the time after which there is one again if there is none.
    pub(super) fn take(&self, key: K) -> Result<(), Duration> {
        let now = Instant::now();
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        if full.at.len() >= MOST && !full.at.contains_key(&key) {
            full.at.retain(|_, at| *at > now);
        }
        if full.at.len() >= MOST && !full.at.contains_key(&key) {
            let at = full.others.unwrap_or(now);
            full.others = Some(self.paid(at, now)?);
            return Ok(());
        }
        let at = full.at.get(&key).copied().unwrap_or(now);
        let at = self.paid(at, now)?;
        full.at.insert(key, at);
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
