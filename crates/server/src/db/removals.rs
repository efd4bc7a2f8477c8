//! Files that this installation has removed: their rows are gone, their bytes are still kept.
//!
//! A removal is noted in the transaction that removes the row, so a file is only ever removed from the disk if this
//! installation removed it first. What the database does not know at all is nobody's to remove.

use super::byte_counts::unsigned;
use super::statement::run;
use super::{Millis, StoreError};
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, Value};

/// The most time that one look counts for, in milliseconds: a clock that jumps by years removes nothing by itself.
const LOOK: Millis = 24 * 60 * 60 * 1000;

/// A file that was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The upload that it was.
    pub id: String,
    /// How long it has been seen as removed, in milliseconds.
    pub waited: Millis,
}

/// Files whose rows are gone and whose bytes are kept for a while.
#[async_trait]
pub trait RemovalStore: Send + Sync {
    /// Looks at all of them: each has waited as long as passed since the last look, and at most a day.
    async fn watch(&self, now: Millis) -> Result<(), StoreError>;

    /// All of them, in the order of their ids.
    async fn removals(&self) -> Result<Vec<Removal>, StoreError>;

    /// Notes that files nobody knows are to be removed as well.
    async fn condemn(&self, ids: Vec<String>) -> Result<(), StoreError>;

    /// Forgets removals whose bytes are gone.
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

/// Notes that the uploads that `which` holds for are removed; `which` reads columns of `uploads`.
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
    // What was never looked at has waited for nothing yet, and a clock that went back adds nothing.
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

/// Whether a file was removed and its bytes may still be there.
pub(super) async fn is_noted(db: &DatabaseTransaction, id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM removed_uploads WHERE id = $1";
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into()]);
    Ok(db.query_one_raw(row).await?.is_some())
}

/// How many bytes of a person's removed files are still kept at most.
pub(super) async fn kept_of(db: &DatabaseTransaction, user: &str) -> Result<u64, StoreError> {
    // PostgreSQL sums to a NUMERIC.
    let sql = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM removed_uploads \
               WHERE user_id = $1";
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, [user.into()]);
    let missing = || StoreError::Failed("a sum has no row".to_owned());
    let row = db.query_one_raw(row).await?.ok_or_else(missing)?;
    unsigned(row.try_get("", "bytes")?)
}
