//! Statements that change rows.

use super::StoreError;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};

/// Runs a statement; returns the number of changed rows.
pub(super) async fn run(
    db: &DatabaseTransaction,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, StoreError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
