//! Removed files: their rows are deleted, and their bytes are kept for a while.
//!
//! A removal is recorded in the transaction that deletes the row, so a file is deleted from the
//! disk only if this installation removed it. Files that the database does not list are never
//! deleted.

use super::byte_counts::unsigned;
use super::statement::run;
use super::{Millis, StoreError};
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, Value};

/// The maximum time that one check counts for, in milliseconds: a clock that jumps by years deletes
/// nothing by itself.
const LOOK: Millis = 24 * 60 * 60 * 1000;

/// A removed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The ID of the upload.
    pub id: String,
    /// The time for which it was seen as removed, in milliseconds.
    pub waited: Millis,
}

/// Files whose rows are deleted and whose bytes are kept for a while.
#[async_trait]
pub trait RemovalStore: Send + Sync {
    /// Checks all removed files: each has waited for the time since the previous check, at most a
    /// day.
    async fn watch(&self, now: Millis) -> Result<(), StoreError>;

    /// All removed files, in the order of their IDs.
    async fn removals(&self) -> Result<Vec<Removal>, StoreError>;

    /// Records that files without a row will be removed as well.
    async fn condemn(&self, ids: Vec<String>) -> Result<(), StoreError>;

    /// Deletes removals whose bytes no longer exist.
    async fn settle(&self, ids: Vec<String>) -> Result<(), StoreError>;
}

pub(super) async fn all(db: &DatabaseConnection) -> Result<Vec<Removal>, StoreError> {
    let sql = "SELECT id, waited FROM removed_uploads ORDER BY id";
    let rows = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(rows).await?;
    let removal = |row: &sea_orm::QueryResult| {
        Ok(Removal {
            id: row.try_get("", "id")?,
            waited: row.try_get("", "waited")?,
        })
    };
    rows.iter().map(removal).collect()
}

/// Records the removal of the uploads that match `which`, a condition on columns of `uploads`.
pub(super) async fn note(
    db: &DatabaseTransaction,
    which: &str,
    values: Vec<Value>,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO removed_uploads (id, user_id, size, waited) \
         SELECT id, user_id, size, 0 FROM uploads WHERE {which}"
    );
    run(db, &sql, values).await?;
    Ok(())
}

pub(super) async fn watch(db: &DatabaseTransaction, now: Millis) -> Result<(), StoreError> {
    // A file that was never checked has not waited yet, and a clock that went back adds nothing.
    let sql = "UPDATE removed_uploads SET seen_at = $1, waited = waited + CASE \
               WHEN seen_at IS NULL OR seen_at > $1 THEN 0 \
               WHEN $1 - seen_at > $2 THEN $2 ELSE $1 - seen_at END";
    run(db, sql, [now.into(), LOOK.into()]).await?;
    Ok(())
}

pub(super) async fn condemn(db: &DatabaseTransaction, ids: &[String]) -> Result<(), StoreError> {
    for id in ids {
        let sql = "INSERT INTO removed_uploads (id, user_id, size, waited) SELECT $1, '', 0, 0 \
                   WHERE NOT EXISTS (SELECT 1 FROM uploads WHERE id = $1) \
                   AND NOT EXISTS (SELECT 1 FROM removed_uploads WHERE id = $1)";
        run(db, sql, [id.as_str().into()]).await?;
    }
    Ok(())
}

pub(super) async fn settle(db: &DatabaseTransaction, ids: &[String]) -> Result<(), StoreError> {
    for id in ids {
        let sql = "DELETE FROM removed_uploads WHERE id = $1";
        run(db, sql, [id.as_str().into()]).await?;
    }
    Ok(())
}

/// Whether a file was removed and its bytes may still exist.
pub(super) async fn is_noted(db: &DatabaseTransaction, id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM removed_uploads WHERE id = $1";
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into()]);
    Ok(db.query_one_raw(row).await?.is_some())
}

/// The maximum number of bytes of a user's removed files that are still kept.
pub(super) async fn kept_of(db: &DatabaseTransaction, user: &str) -> Result<u64, StoreError> {
    // PostgreSQL's SUM returns a NUMERIC.
    let sql = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM removed_uploads \
               WHERE user_id = $1";
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, [user.into()]);
    let missing = || StoreError::Failed("a sum has no row".into());
    let row = db.query_one_raw(row).await?.ok_or_else(missing)?;
    unsigned(row.try_get("", "bytes")?)
}
