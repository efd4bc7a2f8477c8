//! When a job that failed tries again, and when it gives up. Nothing here knows a clock or a source of chance.

use crate::db::Millis;
use std::time::Duration;

/// How often the same entry is tried before it becomes a dead letter: over some 20 minutes.
pub const ATTEMPTS: u32 = 12;
/// How long a job waits after its first failure.
const FIRST: Duration = Duration::from_secs(1);
/// The longest that it waits after any failure.
pub const LONGEST: Duration = Duration::from_secs(5 * 60);

/// What comes after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same again, after this time.
    TryAgain(Duration),
    /// The entry becomes a dead letter, and the job goes on behind it.
    GiveUp,
}

/// What comes after the failure that was the `attempt`-th in a row, in a run for so many entries of the log. Only an entry
/// that failed alone is given up on; a job on a schedule has none, and tries again for ever.
#[must_use]
pub fn after_failure(attempt: u32, entries: usize, chance: f64) -> Verdict {
    if entries == 1 && attempt >= ATTEMPTS {
        Verdict::GiveUp
    } else {
        Verdict::TryAgain(backoff(attempt, chance))
    }
}

/// How long to wait after the `attempt`-th failure in a row: twice as long each time, and by chance, from 0 to 1, only half
/// of that, so that those who failed together do not come back together.
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

/// How long a job still has to wait, if it has to. No job waits for longer than `longest`: a time that is further away was
/// noted by a clock that was ahead, and is not waited for.
#[must_use]
pub fn wait(next_at: Millis, now: Millis, longest: Duration) -> Option<Duration> {
    let left = next_at.saturating_sub(now);
    let left = u64::try_from(left).ok().filter(|left| *left > 0)?;
    let left = Duration::from_millis(left);
    (left <= longest).then_some(left)
}
