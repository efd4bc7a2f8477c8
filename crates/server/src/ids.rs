//! Ids of what has an order: whatever comes later is greater, whatever the clock says.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::{ContextV7, Timestamp, Uuid};

/// Makes ids, UUIDs of version 7, by which lists are ordered and which serve as cursors.
///
/// Their time is the clock's; where that was set back, they go on from the last one, also after a start.
pub(crate) struct Ids(Mutex<ContextV7>);

impl Ids {
    /// Goes on after the greatest id that there is.
    pub(crate) fn after(last: Option<&str>) -> Self {
        let ids = Self(Mutex::new(ContextV7::new()));
        let last = last.and_then(|last| Uuid::try_parse(last).ok()?.get_timestamp());
        if let Some(last) = last {
            let (seconds, nanoseconds) = last.to_unix();
            // How many were made within its millisecond is not known.
            ids.at(Duration::new(seconds, nanoseconds) + Duration::from_millis(1));
        }
        ids
    }

    /// The next one.
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
