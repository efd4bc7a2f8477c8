//! Jobs: work that the server does by itself, beside answering requests.
//!
//! A job either follows the log by a cursor of its own, or runs on a schedule. Whatever it writes into our database is
//! committed together with its new cursor, under a lease that is checked in the same transaction, so a job that is
//! killed anywhere goes on from where it was, and one that has lost its lease writes nothing any more.

mod background;
mod moment;
mod outcome;
mod popularity;
mod purge;
mod report;
pub mod retry;
mod runner;

use crate::db::{JobEffect, JobStore, Lease, LogEntry, StoreError};
use async_trait::async_trait;
pub use background::Jobs;
use jiff::Timestamp;
pub use moment::Moment;
pub use popularity::Popularity;
pub(crate) use purge::Purge;
pub use runner::{JobRunner, Next, Stop, When};
use std::fmt;
use std::time::Duration;

/// What makes a job run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Entries of the log that it has not dealt with yet. They gather for a moment, so that many of them share a run.
    Log {
        /// How long they gather.
        gather: Duration,
    },
    /// The time that has passed since it last succeeded.
    Every(Duration),
}

/// Something that the server does by itself.
#[async_trait]
pub trait Job: Send + Sync {
    /// Its name for good: its cursor is kept under it.
    fn name(&self) -> &'static str;

    /// What makes it run.
    fn trigger(&self) -> Trigger;

    /// Does it, for the entries of this run. The effects are written with the new cursor, once; what it does besides may
    /// be done twice, and comes after a look whether the lease still holds.
    async fn run(&self, run: &Run<'_>) -> Result<Vec<JobEffect>, JobError>;
}

/// One run of a job.
pub struct Run<'a> {
    store: &'a dyn JobStore,
    lease: &'a Lease,
    /// What of the log it is for; nothing for a job that runs on a schedule.
    pub entries: &'a [LogEntry],
    /// The time by this machine's clock, which may be wrong.
    pub now: Timestamp,
}

impl Run<'_> {
    /// Looks whether the lease still holds: before each effect outside of our database.
    ///
    /// # Errors
    /// Where it does not, or that cannot be found out.
    pub async fn hold(&self) -> Result<(), JobError> {
        Ok(self.store.renew(self.lease).await?)
    }

    /// Writes something in the middle of the run, if the lease still holds. It may be written twice.
    ///
    /// # Errors
    /// Where it does not, or it cannot be written.
    pub async fn apply(&self, effect: JobEffect) -> Result<(), JobError> {
        Ok(self.store.apply(self.lease, effect).await?)
    }
}

/// Why a run ended before it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Our own database; an outage of it is nobody's fault and is not counted as an attempt.
    Store(StoreError),
    /// Anything else; the words are for the log and the command line.
    Failed(String),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for JobError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Failed(_) => None,
        }
    }
}
