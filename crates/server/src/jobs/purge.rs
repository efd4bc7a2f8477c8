//! The purge job: deletes expired data once an hour.

use super::{Job, JobError, Run, Trigger};
use crate::db::{JobEffect, JobStore, LONGEST_GAP, Millis, PurgeBefore};
use crate::limits::{
    DRAFTS_KEPT_DAYS, INDEXES_KNOWN_DAYS, KEYS_KEPT_DAYS, POPULARITY_DAYS, SESSION_IDLE_HOURS,
    UPLOADS_KEPT_DAYS,
};
use crate::uploads::{SweepError, UploadService};
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;

/// Deletes expired keys, sessions, drafts, uploads and indexes, and the bytes of removed uploads. A
/// clock that has jumped deletes nothing; it must have run steadily for as long as the retention of
/// the data.
pub(crate) struct Purge {
    pub(crate) store: Arc<dyn JobStore>,
    pub(crate) uploads: UploadService,
}

#[async_trait]
impl Job for Purge {
    fn name(&self) -> &'static str {
        "purge"
    }

    fn trigger(&self) -> Trigger {
        Trigger::Every(Duration::from_secs(60 * 60))
    }

    async fn run(&self, run: &Run<'_>) -> Result<Vec<JobEffect>, JobError> {
        let now = run.now.as_millisecond();
        let steady = self.store.look_at_clock(now).await?;
        run.apply(JobEffect::Purge(limits(now, steady))).await?;
        run.hold().await?;
        let swept = self.uploads.sweep(run.now).await;
        swept.map_err(|error| match error {
            SweepError::Store(error) => JobError::Store(error),
            SweepError::Files => JobError::Failed("removed uploads could not be swept".into()),
        })?;
        Ok(Vec::new())
    }
}

/// The data to delete at this time, if the clock has run steadily for this long.
fn limits(now: Millis, steady: Millis) -> PurgeBefore {
    let before = |hours: i64| {
        let age = hours.saturating_mul(60 * 60 * 1000);
        // A jump that is too small to be detected must not delete anything early.
        let oldest = now.saturating_sub(age).saturating_sub(LONGEST_GAP);
        if steady >= age { oldest } else { i64::MIN }
    };
    PurgeBefore {
        keys: before(KEYS_KEPT_DAYS * 24),
        sessions: before(SESSION_IDLE_HOURS),
        drafts: before(DRAFTS_KEPT_DAYS * 24),
        uploads: before(UPLOADS_KEPT_DAYS * 24),
        indexes: before(INDEXES_KNOWN_DAYS * 24),
        request_counts: before((POPULARITY_DAYS + 1) * 24),
    }
}
