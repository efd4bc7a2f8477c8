//! Jobs in the SQL database.

use super::SqlStore;
use crate::db::apply::{Write, WriteResult};
use crate::db::jobs::{JobWrite, dead_letters, state};
use crate::db::{
    DeadLetter, JobEffect, JobState, JobStore, LastEntry, Lease, LogEntry, Millis, RunOutcome,
    StoreError,
};
use async_trait::async_trait;
use sea_orm::DbBackend;
use tokio::sync::watch;

#[async_trait]
impl JobStore for SqlStore {
    async fn job(&self, name: &str) -> Result<JobState, StoreError> {
        self.read_in_time(state::of(self.readers(), name)).await
    }

    async fn take(
        &self,
        seen: JobState,
        owner: &str,
        is_abandoned: bool,
    ) -> Result<Option<Lease>, StoreError> {
        let owner = owner.to_owned();
        let take = JobWrite::Take {
            seen,
            owner,
            is_abandoned,
        };
        match self.write(Write::Job(Box::new(take))).await? {
            WriteResult::Lease(lease) => Ok(lease),
            _ => Err(StoreError::Failed("the write has no lease".into())),
        }
    }

    async fn renew(&self, lease: &Lease) -> Result<(), StoreError> {
        self.job_write(JobWrite::Renew(lease.clone())).await
    }

    async fn apply(&self, lease: &Lease, effect: JobEffect) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.job_write(JobWrite::Apply { lease, effect }).await
    }

    async fn settle(&self, lease: &Lease, outcome: RunOutcome) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.job_write(JobWrite::Settle { lease, outcome }).await
    }

    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError> {
        self.job_write(JobWrite::GiveBack(lease.clone())).await
    }

    async fn entries(&self, after: i64, most: u64) -> Result<Vec<LogEntry>, StoreError> {
        self.read_in_time(state::entries(self.readers(), after, most))
            .await
    }

    async fn last_entry(&self, cursor: i64) -> Result<LastEntry, StoreError> {
        self.read_in_time(state::last_entry(self.readers(), cursor))
            .await
    }

    async fn dead_letters(&self, job: &str) -> Result<Vec<DeadLetter>, StoreError> {
        self.read_in_time(dead_letters::of(self.readers(), job))
            .await
    }

    async fn look_at_clock(&self, now: Millis) -> Result<Millis, StoreError> {
        match self.write(Write::LookAtClock { now }).await? {
            WriteResult::Steady(steady) => Ok(steady),
            _ => Err(StoreError::Failed("the look has no answer".into())),
        }
    }

    fn appended(&self) -> watch::Receiver<()> {
        self.watch_log()
    }

    fn is_sole(&self) -> bool {
        // A data folder is locked by the single server that uses it.
        self.readers().get_database_backend() == DbBackend::Sqlite
    }
}

impl SqlStore {
    async fn job_write(&self, write: JobWrite) -> Result<(), StoreError> {
        self.write(Write::Job(Box::new(write))).await?;
        Ok(())
    }
}
