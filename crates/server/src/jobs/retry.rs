//! Retries of failed jobs, and their end. This module uses no clock and no source of randomness.

use crate::db::Millis;
use std::time::Duration;

/// The number of attempts after which an entry becomes a dead letter: over about 20 minutes.
pub const ATTEMPTS: u32 = 12;
/// The delay after the first failure.
const FIRST: Duration = Duration::from_secs(1);
/// The maximum delay after a failure.
pub const LONGEST: Duration = Duration::from_secs(5 * 60);

/// The decision after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A retry after this time.
    TryAgain(Duration),
    /// The entry becomes a dead letter, and the job continues with the next one.
    GiveUp,
}

/// The decision after the `attempt`-th consecutive failure, in a run with this many log entries.
/// Only an entry that failed by itself is given up; a scheduled job has no entries, and is retried
/// indefinitely.
#[must_use]
pub fn after_failure(attempt: u32, entries: usize, chance: f64) -> Verdict {
    if entries == 1 && attempt >= ATTEMPTS {
        Verdict::GiveUp
    } else {
        Verdict::TryAgain(backoff(attempt, chance))
    }
}

/// The delay after the `attempt`-th consecutive failure: it doubles each time, and is reduced by up
/// to half at random, so that jobs that failed together do not retry together. `chance` is from 0
/// to 1.
#[must_use]
pub fn backoff(attempt: u32, chance: f64) -> Duration {
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    let longest = FIRST.saturating_mul(doubled).min(LONGEST);
    let chance = if chance.is_finite() {
        chance.clamp(0.0, 1.0)
    } else {
        1.0
    };
    longest.mul_f64(0.5 + chance / 2.0)
}

/// The remaining delay of a job, if any. No job waits for longer than `longest`: a later time was
/// recorded by a clock that was ahead, and is ignored.
#[must_use]
pub fn wait(next_at: Millis, now: Millis, longest: Duration) -> Option<Duration> {
    let left = next_at.saturating_sub(now);
    let left = u64::try_from(left).ok().filter(|left| *left > 0)?;
    let left = Duration::from_millis(left);
    (left <= longest).then_some(left)
}
