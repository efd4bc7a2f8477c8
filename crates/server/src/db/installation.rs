//! The ID of an installation, which identifies the owner of an upload folder.

use super::StoreError;
use super::connect::begin_exclusive;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionSession};
use uuid::Uuid;

/// The installation's ID. A database without an ID gets one: `wanted`, or a new one.
pub(super) async fn ensure(
    db: &DatabaseConnection,
    wanted: Option<String>,
) -> Result<String, StoreError> {
    if let Some(known) = read(db).await? {
        return Ok(known);
    }
    let transaction = begin_exclusive(db).await?;
    // Another server that starts at the same time may have been faster.
    if let Some(known) = read(&transaction).await? {
        return Ok(known);
    }
    let id = wanted.unwrap_or_else(|| Uuid::now_v7().to_string());
    let sql = "INSERT INTO installation (id) VALUES ($1)";
    let insert = Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into()]);
    transaction.execute_raw(insert).await?;
    TransactionSession::commit(transaction).await?;
    let missing = || StoreError::Failed("the installation has no id".into());
    read(db).await?.ok_or_else(missing)
}

/// The installation's ID, if the database has one.
pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Option<String>, StoreError> {
    let sql = "SELECT id FROM installation";
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    row.map(|row| row.try_get("", "id").map_err(Into::into))
        .transpose()
}
