//! Jobs in the database: their progress, leases and dead letters.
//!
//! A job runs under a lease. Taking, renewing and ending a lease are writes to the job's row, and
//! every write of a run checks in its own transaction that the lease is still valid. Clocks are
//! never compared: a lease is abandoned if its row has not changed for a while by the monotonic
//! clock of the process that wants it.

pub(super) mod dead_letters;
mod lease;
mod operate;
pub(super) mod state;

use super::{Millis, PurgeBefore, RequestCount, StoreError, purge, request_counts};
use async_trait::async_trait;
pub use dead_letters::DeadLetter;
pub use operate::{JobStatus, job_statuses, retry_job, skip_entry};
use portico_domain::Event;
use sea_orm::DatabaseTransaction;
pub use state::{JobState, LastEntry};
use tokio::sync::watch;

/// The right to run a job, until another process takes it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The name of the job.
    pub job: String,
    /// The process that runs it.
    pub owner: String,
    /// Increases with every lease of the job: a write under an older lease is refused.
    pub epoch: i64,
}

/// A log entry, as jobs read it.
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry {
    /// Its number in the log, from 1 and without gaps.
    pub seq: i64,
    /// The type of its subject, such as `request`.
    pub subject_type: String,
    /// The ID of its subject.
    pub subject_id: String,
    /// The event, or the reason why it cannot be read.
    pub event: Result<Event, StoreError>,
}

/// A job's write to the database. It is plain data, so that it can be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEffect {
    /// Deletes old rows. The write is idempotent.
    Purge(PurgeBefore),
    /// Adds to the counts of requests. The write is not idempotent, so it is committed with a
    /// cursor.
    CountRequests(Vec<RequestCount>),
}

/// The result of a run. Its effects and the new cursor are written in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOutcome {
    /// The last processed entry, if it has changed.
    pub cursor: Option<i64>,
    /// The writes of the job.
    pub effects: Vec<JobEffect>,
    /// The number of the dead letter that was processed successfully.
    pub revived: Option<i64>,
    /// A new dead letter.
    pub dead: Option<DeadLetter>,
    /// The number of consecutive failures.
    pub attempt: u32,
    /// The time of the next run, if nothing wakes the job before.
    pub next_at: Millis,
    /// The error, if the run failed.
    pub error: Option<String>,
    /// The time of the success, if the run succeeded.
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
    /// The state of a job; the initial state if it never ran.
    async fn job(&self, name: &str) -> Result<JobState, StoreError>;

    /// Takes the lease of a job whose state has not changed since it was read; `None` if another
    /// process has the lease. An abandoned lease is taken over.
    async fn take(
        &self,
        seen: JobState,
        owner: &str,
        is_abandoned: bool,
    ) -> Result<Option<Lease>, StoreError>;

    /// Renews a lease; `LeaseLost` if another process has taken it over.
    async fn renew(&self, lease: &Lease) -> Result<(), StoreError>;

    /// Writes an effect during a run, which may be repeated; `LeaseLost` as above.
    async fn apply(&self, lease: &Lease, effect: JobEffect) -> Result<(), StoreError>;

    /// Writes the result of a run and ends its lease, in one transaction; `LeaseLost` as above.
    async fn settle(&self, lease: &Lease, outcome: RunOutcome) -> Result<(), StoreError>;

    /// Ends a lease and leaves the job's progress unchanged.
    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError>;

    /// At most `most` entries of the log after this one, in order.
    async fn entries(&self, after: i64, most: u64) -> Result<Vec<LogEntry>, StoreError>;

    /// The last entry of the log, and the first one after a cursor.
    async fn last_entry(&self, cursor: i64) -> Result<LastEntry, StoreError>;

    /// The dead letters of a job, the oldest entry first.
    async fn dead_letters(&self, job: &str) -> Result<Vec<DeadLetter>, StoreError>;

    /// Reads the clock; returns the time for which it has run steadily, in milliseconds.
    async fn look_at_clock(&self, now: Millis) -> Result<Millis, StoreError>;

    /// Notified of new log entries by this process or, shortly afterwards, by others. A
    /// notification may be lost, so followers must also poll.
    fn appended(&self) -> watch::Receiver<()>;

    /// Whether no other process can use this database, so that a lease that was not ended is
    /// abandoned.
    fn is_sole(&self) -> bool;
}

impl JobWrite {
    /// Executes the write; returns the lease, if one was taken.
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
            Self::Purge(before) => purge::run(db, before).await,
            Self::CountRequests(counts) => request_counts::add(db, counts).await,
        }
    }
}
