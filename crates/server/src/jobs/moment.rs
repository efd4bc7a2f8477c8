//! The time and the chance that a step of a job depends on.

use jiff::Timestamp;

/// What a step takes from outside.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time.
    pub now: Timestamp,
    /// A number by chance, from 0 to 1.
    pub chance: f64,
}

impl Moment {
    /// This one.
    pub(super) fn present() -> Self {
        let mut bytes = [0; 4];
        // Without any chance all wait for equally long, which is no harm by itself.
        let _ = getrandom::fill(&mut bytes);
        Self {
            now: Timestamp::now(),
            chance: f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        }
    }
}
