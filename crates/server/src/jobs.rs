//! Jobs: background work of the server.
//!
//! A job either follows the log with its own cursor, or runs on a schedule. Its writes to the
//! database are committed together with its new cursor, under a lease that is checked in the same
//! transaction, so a killed job continues where it stopped, and a job that has lost its lease
//! writes nothing.

mod background;
mod outcome;
mod popularity;
mod purge;
mod report;
pub mod retry;
mod runner;
mod step_context;

use crate::db::{JobEffect, JobStore, Lease, LogEntry, StoreError};
use crate::failure::Failure;
use async_trait::async_trait;
pub use background::Jobs;
use jiff::Timestamp;
pub use popularity::Popularity;
pub(crate) use purge::Purge;
pub use runner::{JobRunner, NextStep, Schedule, Stop};
use std::fmt;
use std::time::Duration;
pub use step_context::StepContext;

/// The trigger of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Unprocessed log entries. They are collected for a moment, so that many of them share a run.
    Log {
        /// The time for which they are collected.
        gather: Duration,
    },
    /// The time since the job's last success.
    Every(Duration),
}

/// A background job.
#[async_trait]
pub trait Job: Send + Sync {
    /// Its permanent name, under which its cursor is stored.
    fn name(&self) -> &'static str;

    /// The trigger of its runs.
    fn trigger(&self) -> Trigger;

    /// Runs the job for the entries of this run. The returned effects are written with the new
    /// cursor, exactly once; all other effects may be repeated, and must follow a check of the
    /// lease.
    async fn run(&self, run: &Run<'_>) -> Result<Vec<JobEffect>, JobError>;
}

/// One run of a job.
pub struct Run<'a> {
    store: &'a dyn JobStore,
    lease: &'a Lease,
    /// The log entries to process; empty for a scheduled job.
    pub entries: &'a [LogEntry],
    /// The time of this machine's clock, which may be wrong.
    pub now: Timestamp,
}

impl Run<'_> {
    /// Checks that the lease is still valid: before each effect outside the database.
    ///
    /// # Errors
    /// The lease was lost, or it cannot be checked.
    pub async fn hold(&self) -> Result<(), JobError> {
        Ok(self.store.renew(self.lease).await?)
    }

    /// Writes an effect during the run, if the lease is still valid. The write may be repeated.
    ///
    /// # Errors
    /// The lease was lost, or the write failed.
    pub async fn apply(&self, effect: JobEffect) -> Result<(), JobError> {
        Ok(self.store.apply(self.lease, effect).await?)
    }
}

/// The reason why a run ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// An error of the database; an outage does not count as an attempt.
    Store(StoreError),
    /// Any other error; the text is for the log and the command line.
    Failed(Failure),
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
            Self::Failed(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for JobError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // Its message is that of the store's error.
            Self::Store(error) => error.source(),
            Self::Failed(failure) => failure.source(),
        }
    }
}
