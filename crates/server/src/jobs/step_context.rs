//! The time and the random number that a step of a job depends on.

use jiff::Timestamp;

/// The external inputs of a step.
#[derive(Clone, Copy, Debug)]
pub struct StepContext {
    /// The time.
    pub now: Timestamp,
    /// A random number from 0 to 1.
    pub chance: f64,
}

impl StepContext {
    /// The current time with a random number.
    pub(super) fn present() -> Self {
        let mut bytes = [0; 4];
        // Without randomness, all jobs wait equally long, which does no harm by itself.
        let _ = getrandom::fill(&mut bytes);
        Self {
            now: Timestamp::now(),
            chance: f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        }
    }
}
