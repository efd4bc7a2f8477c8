//! Jobs in the database: how far each has come, who runs it, and what it has given up on.
//!
//! A job runs under a lease. Taking, renewing and closing a lease are writes to the job's row, and everything that a run
//! writes checks in its own transaction that the lease is still the one that was taken. No clock is compared with
//! another: a lease is abandoned when its row has not changed for a while by the watch of whoever wants it.

pub(super) mod dead_letters;
mod lease;
mod operate;
pub(super) mod state;

use super::{Forget, Millis, RequestCount, StoreError, purge, request_counts};
use async_trait::async_trait;
pub use dead_letters::DeadLetter;
pub use operate::{JobStatus, job_statuses, retry_job, skip_entry};
use portico_domain::Event;
use sea_orm::DatabaseTransaction;
pub use state::{JobState, LastEntry};
use tokio::sync::watch;

/// The right to run a job, until somebody else takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Which job.
    pub job: String,
    /// Who runs it.
    pub owner: String,
    /// Grows with every lease of the job: a write under an older one is refused.
    pub epoch: i64,
}

/// An entry of the log, as jobs read it.
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry {
    /// Its place in the log, from 1 and without gaps.
    pub seq: i64,
    /// What it is about, such as `request`.
    pub subject_type: String,
    /// The id of that.
    pub subject_id: String,
    /// What happened; why it cannot be read, where it cannot.
    pub event: Result<Event, StoreError>,
}

/// What a job writes into this database. It is data, so that a write can be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEffect {
    /// Old rows go. Making it twice changes nothing.
    Forget(Forget),
    /// So many more requests. Making it twice counts them twice, so it goes with a cursor.
    CountRequests(Vec<RequestCount>),
}

/// What a run came to. Its effects and the new cursor are written in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOutcome {
    /// The last entry that has been dealt with, where that is another one now.
    pub cursor: Option<i64>,
    /// What the job wants to have written.
    pub effects: Vec<JobEffect>,
    /// The dead letter that was handled at last, by its entry.
    pub revived: Option<i64>,
    /// What the job has given up on.
    pub dead: Option<DeadLetter>,
    /// How often the same has failed in a row.
    pub attempt: u32,
    /// When the job is to run next, if nothing wakes it before.
    pub next_at: Millis,
    /// Why it failed; nothing where it did not.
    pub error: Option<String>,
    /// When it succeeded; nothing where it did not.
    pub succeeded_at: Option<Millis>,
}

/// A write to the rows of jobs.
#[derive(Clone, Debug)]
pub(super) enum JobWrite {
    Take {
        seen: JobState,
        owner: String,
        is_abandoned: bool,
    },
    Renew(Lease),
    Apply {
        lease: Lease,
        effect: JobEffect,
    },
    Settle {
        lease: Lease,
        outcome: RunOutcome,
    },
    GiveBack(Lease),
}

/// Jobs, their leases and the log that they follow.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// Where a job stands; one that never ran stands at the beginning.
    async fn job(&self, name: &str) -> Result<JobState, StoreError>;

    /// Takes the lease of a job that still stands where it was seen; nothing where it is somebody else's. One that
    /// somebody has is taken where they have abandoned it.
    async fn take(
        &self,
        seen: JobState,
        owner: &str,
        is_abandoned: bool,
    ) -> Result<Option<Lease>, StoreError>;

    /// Shows that whoever has the lease is alive; `LeaseLost` where it is somebody else's now.
    async fn renew(&self, lease: &Lease) -> Result<(), StoreError>;

    /// Writes something in the middle of a run, which may be written twice; `LeaseLost` as above.
    async fn apply(&self, lease: &Lease, effect: JobEffect) -> Result<(), StoreError>;

    /// Writes what a run came to and ends its lease, all or nothing; `LeaseLost` as above.
    async fn settle(&self, lease: &Lease, outcome: RunOutcome) -> Result<(), StoreError>;

    /// Ends a lease and leaves the job where it was.
    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError>;

    /// The entries of the log after this one, in their order, at most so many.
    async fn entries(&self, after: i64, most: u64) -> Result<Vec<LogEntry>, StoreError>;

    /// The last entry of the log, and the first one after the cursor of somebody who follows it.
    async fn last_entry(&self, cursor: i64) -> Result<LastEntry, StoreError>;

    /// What a job has given up on, the oldest entry first.
    async fn dead_letters(&self, job: &str) -> Result<Vec<DeadLetter>, StoreError>;

    /// Looks at the clock; how long it has run steadily, in milliseconds.
    async fn look_at_clock(&self, now: Millis) -> Result<Millis, StoreError>;

    /// Told whenever something was appended to the log, by this process or, within a moment, by another one. A word may be
    /// lost, so whoever waits for it has to look now and then all the same.
    fn appended(&self) -> watch::Receiver<()>;

    /// Whether no other process can use this database, so that a lease which was not ended is nobody's any more.
    fn is_sole(&self) -> bool;
}

impl JobWrite {
    /// Writes it; the lease, where one was taken.
    pub(super) async fn apply(
        &self,
        db: &DatabaseTransaction,
    ) -> Result<Option<Lease>, StoreError> {
        match self {
            Self::Take {
                seen,
                owner,
                is_abandoned,
            } => return lease::take(db, seen, owner, *is_abandoned).await,
            Self::Renew(lease) => lease::check(db, lease).await?,
            Self::Apply { lease, effect } => {
                lease::check(db, lease).await?;
                effect.apply(db).await?;
            }
            Self::Settle { lease, outcome } => lease::settle(db, lease, outcome).await?,
            Self::GiveBack(lease) => {
                lease::close(db, lease).await?;
            }
        }
        Ok(None)
    }
}

impl JobEffect {
    async fn apply(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        match self {
            Self::Forget(before) => purge::forget(db, before).await,
            Self::CountRequests(counts) => request_counts::add(db, counts).await,
        }
    }
}
