//! Dead letters: log entries that a job has skipped after many attempts.

use crate::db::statement::run;
use crate::db::{Millis, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement};

/// An entry that a job could not process and has skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// The job.
    pub job: String,
    /// The number of the log entry.
    pub seq: i64,
    /// The subject of the entry, such as `request 0197...`.
    pub subject: String,
    /// The last error.
    pub error: String,
    /// The time of the last error.
    pub at: Millis,
    /// The number of attempts.
    pub attempts: u32,
    /// Whether an administrator has requested a retry.
    pub retry: bool,
}

pub(in crate::db) async fn of(
    db: &impl ConnectionTrait,
    job: &str,
) -> Result<Vec<DeadLetter>, StoreError> {
    let sql = "SELECT job, seq, subject, error, failed_at, attempts, retry FROM dead_letters \
               WHERE job = $1 ORDER BY seq";
    let rows = Statement::from_sql_and_values(db.get_database_backend(), sql, [job.into()]);
    let rows = db.query_all_raw(rows).await?;
    rows.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<DeadLetter, StoreError> {
    let attempts: i64 = row.try_get("", "attempts")?;
    let retry: i64 = row.try_get("", "retry")?;
    Ok(DeadLetter {
        job: row.try_get("", "job")?,
        seq: row.try_get("", "seq")?,
        subject: row.try_get("", "subject")?,
        error: row.try_get("", "error")?,
        at: row.try_get("", "failed_at")?,
        attempts: u32::try_from(attempts).unwrap_or_default(),
        retry: retry != 0,
    })
}

/// Stores a dead letter, in place of an earlier one for the same entry.
pub(super) async fn put(db: &DatabaseTransaction, dead: &DeadLetter) -> Result<(), StoreError> {
    remove(db, &dead.job, dead.seq).await?;
    let sql = "INSERT INTO dead_letters (job, seq, subject, error, failed_at, attempts, retry) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        dead.job.as_str().into(),
        dead.seq.into(),
        dead.subject.as_str().into(),
        dead.error.as_str().into(),
        dead.at.into(),
        i64::from(dead.attempts).into(),
        i64::from(dead.retry).into(),
    ];
    run(db, sql, values).await?;
    Ok(())
}

/// Deletes a dead letter; returns the number of deleted rows.
pub(super) async fn remove(
    db: &DatabaseTransaction,
    job: &str,
    seq: i64,
) -> Result<u64, StoreError> {
    let sql = "DELETE FROM dead_letters WHERE job = $1 AND seq = $2";
    run(db, sql, [job.into(), seq.into()]).await
}

/// Requests a retry of one or all dead letters of a job; returns their number.
pub(super) async fn revive(
    db: &DatabaseTransaction,
    job: &str,
    seq: Option<i64>,
) -> Result<u64, StoreError> {
    match seq {
        Some(seq) => {
            let sql = "UPDATE dead_letters SET retry = 1 WHERE job = $1 AND seq = $2";
            run(db, sql, [job.into(), seq.into()]).await
        }
        None => {
            let sql = "UPDATE dead_letters SET retry = 1 WHERE job = $1";
            run(db, sql, [job.into()]).await
        }
    }
}
