//! The state of jobs, and the unprocessed part of the log.

use super::LogEntry;
use crate::db::entity::{event, rows_after};
use crate::db::{Millis, StoreError};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    Statement,
};

/// The columns of a job's row.
pub(super) const COLUMNS: &str =
    "name, epoch, beat, lease_owner, entry_cursor, attempt, next_at, last_error, succeeded_at";

/// The state of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobState {
    /// Its name.
    pub name: String,
    /// The epoch of its last lease.
    pub epoch: i64,
    /// Increases while the process that runs the job is alive.
    pub beat: i64,
    /// The process that runs it.
    pub owner: Option<String>,
    /// The number of the last processed log entry; 0 before the first.
    pub cursor: i64,
    /// The number of consecutive failures.
    pub attempt: u32,
    /// The time of the next run; 0: as soon as there is work.
    pub next_at: Millis,
    /// The last error, if the last run failed.
    pub last_error: Option<String>,
    /// The time of the last success.
    pub succeeded_at: Option<Millis>,
}

/// The end of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastEntry {
    /// The number of the last entry; 0 if there is none.
    pub seq: i64,
    /// The time of the first entry after a cursor, if there is one.
    pub waiting_since: Option<Millis>,
}

pub(in crate::db) async fn of(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<JobState, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE name = $1");
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()]);
    match db.query_one_raw(row).await? {
        Some(row) => read(&row),
        None => Ok(JobState {
            name: name.to_owned(),
            ..JobState::default()
        }),
    }
}

pub(super) fn read(row: &QueryResult) -> Result<JobState, StoreError> {
    let attempt: i64 = row.try_get("", "attempt")?;
    Ok(JobState {
        name: row.try_get("", "name")?,
        epoch: row.try_get("", "epoch")?,
        beat: row.try_get("", "beat")?,
        owner: row.try_get("", "lease_owner")?,
        cursor: row.try_get("", "entry_cursor")?,
        attempt: u32::try_from(attempt).unwrap_or_default(),
        next_at: row.try_get("", "next_at")?,
        last_error: row.try_get("", "last_error")?,
        succeeded_at: row.try_get("", "succeeded_at")?,
    })
}

pub(in crate::db) async fn entries(
    db: &impl ConnectionTrait,
    after: i64,
    most: u64,
) -> Result<Vec<LogEntry>, StoreError> {
    let rows = rows_after::<event::Entity>(db, event::Column::Seq, after, most).await?;
    let entry = |row: event::Model| LogEntry {
        seq: row.seq,
        subject_type: row.subject_type.clone(),
        subject_id: row.subject_id.clone(),
        event: row.try_into(),
    };
    Ok(rows.into_iter().map(entry).collect())
}

pub(in crate::db) async fn last_entry(
    db: &impl ConnectionTrait,
    cursor: i64,
) -> Result<LastEntry, StoreError> {
    let last: Option<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Seq)
        .order_by_desc(event::Column::Seq)
        .into_tuple()
        .one(db)
        .await?;
    let waiting_since = event::Entity::find()
        .select_only()
        .column(event::Column::At)
        .filter(event::Column::Seq.gt(cursor))
        .order_by_asc(event::Column::Seq)
        .into_tuple()
        .one(db)
        .await?;
    Ok(LastEntry {
        seq: last.unwrap_or_default(),
        waiting_since,
    })
}
