//! Ordered IDs: later IDs are greater, whatever the clock says.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::{ContextV7, Timestamp, Uuid};

/// Generates IDs, UUIDs of version 7, that order lists and serve as cursors.
///
/// Their time is the clock's; if the clock was set back, they continue from the last one, also
/// after a restart.
pub(crate) struct Ids(Mutex<ContextV7>);

impl Ids {
    /// Continues after the greatest existing ID.
    pub(crate) fn after(last: Option<&str>) -> Self {
        let ids = Self(Mutex::new(ContextV7::new()));
        let last = last.and_then(|last| Uuid::try_parse(last).ok()?.get_timestamp());
        if let Some(last) = last {
            let (seconds, nanoseconds) = last.to_unix();
            // The number of IDs in its millisecond is unknown.
            ids.at(Duration::new(seconds, nanoseconds) + Duration::from_millis(1));
        }
        ids
    }

    pub(crate) fn next(&self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        self.at(now.unwrap_or_default()).to_string()
    }

    fn at(&self, time: Duration) -> Uuid {
        let context = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let time = Timestamp::from_unix(&*context, time.as_secs(), time.subsec_nanos());
        Uuid::new_v7(time)
    }
}
