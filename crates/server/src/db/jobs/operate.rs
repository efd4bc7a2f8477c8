//! An administrator's commands for jobs, also while the server runs: each change is a short
//! transaction, and makes a run in progress lose its lease.

use super::state::{self, COLUMNS, JobState, LastEntry};
use super::{DeadLetter, dead_letters};
use crate::db::connect::{Access, begin_exclusive, connect};
use crate::db::statement::run;
use crate::db::{Location, StoreError, migrate};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, TransactionSession,
};

/// A run in progress loses its lease, because its final write could undo this change. The job is
/// due again at once.
const INTERRUPT: &str =
    "UPDATE jobs SET epoch = epoch + 1, lease_owner = NULL, next_at = 0 WHERE name = $1";

/// The state of a job for an administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobStatus {
    /// The state of the job.
    pub state: JobState,
    /// The end of the log.
    pub last: LastEntry,
    /// Its dead letters.
    pub dead_letters: Vec<DeadLetter>,
}

/// All jobs that ever ran on a database, by their names.
///
/// # Errors
/// The reason why the database cannot be read.
pub async fn job_statuses(at: &Location) -> Result<Vec<JobStatus>, StoreError> {
    let db = connect(at, Access::Read(1)).await?;
    let statuses = statuses(&db).await;
    db.close().await?;
    statuses
}

async fn statuses(db: &DatabaseConnection) -> Result<Vec<JobStatus>, StoreError> {
    migrate::is_current(db).await?;
    let sql = format!("SELECT {COLUMNS} FROM jobs ORDER BY name");
    let rows = Statement::from_string(db.get_database_backend(), sql);
    let mut statuses = Vec::new();
    for row in db.query_all_raw(rows).await? {
        let state = state::read(&row)?;
        statuses.push(JobStatus {
            last: state::last_entry(db, state.cursor).await?,
            dead_letters: dead_letters::of(db, &state.name).await?,
            state,
        });
    }
    Ok(statuses)
}

/// Makes a job immediately retry the entry that blocks it, and one or all of its dead letters.
/// Returns the number of these dead letters.
///
/// # Errors
/// The reason why the database cannot be written; `NotFound` if there is no such job or dead
/// letter.
pub async fn retry_job(at: &Location, job: &str, entry: Option<i64>) -> Result<u64, StoreError> {
    let (db, txn) = begin(at).await?;
    let revived = async {
        let known = run(&txn, INTERRUPT, [job.into()]).await?;
        let revived = dead_letters::revive(&txn, job, entry).await?;
        match known == 0 || (entry.is_some() && revived == 0) {
            true => Err(StoreError::NotFound),
            false => Ok(revived),
        }
    };
    let revived = revived.await;
    end(db, txn, revived).await
}

/// Skips an entry permanently: the entry that blocks a job, or a dead letter.
///
/// # Errors
/// The reason why the database cannot be written; `NotFound` if the entry neither blocks the job
/// nor is a dead letter.
pub async fn skip_entry(at: &Location, job: &str, entry: i64) -> Result<(), StoreError> {
    let (db, txn) = begin(at).await?;
    let skipped = async {
        if dead_letters::remove(&txn, job, entry).await? > 0 {
            run(&txn, INTERRUPT, [job.into()]).await?;
            return Ok(());
        }
        // A run that is processing this entry loses its lease, and so its writes.
        let sql = "UPDATE jobs SET entry_cursor = $2, epoch = epoch + 1, lease_owner = NULL, \
                   attempt = 0, next_at = 0, last_error = NULL \
                   WHERE name = $1 AND entry_cursor = $3 \
                   AND attempt > 0 AND EXISTS (SELECT 1 FROM events WHERE seq = $2)";
        let values = [job.into(), entry.into(), entry.saturating_sub(1).into()];
        match run(&txn, sql, values).await? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    };
    let skipped = skipped.await;
    end(db, txn, skipped).await
}

async fn begin(at: &Location) -> Result<(DatabaseConnection, DatabaseTransaction), StoreError> {
    let db = connect(at, Access::Write).await?;
    let txn = begin_exclusive(&db).await?;
    migrate::is_current(&txn).await?;
    Ok((db, txn))
}

/// Commits or rolls back.
async fn end<T>(
    db: DatabaseConnection,
    txn: DatabaseTransaction,
    outcome: Result<T, StoreError>,
) -> Result<T, StoreError> {
    match &outcome {
        Ok(_) => TransactionSession::commit(txn).await?,
        Err(_) => TransactionSession::rollback(txn).await?,
    }
    db.close().await?;
    outcome
}
