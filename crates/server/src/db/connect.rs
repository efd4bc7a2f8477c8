//! Connections to a database, whichever it is.

pub(super) use super::access::Access;
use super::{Location, StoreError, postgres, sqlite};
use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

/// Opens a database.
pub(super) async fn connect(
    at: &Location,
    access: Access,
) -> Result<DatabaseConnection, StoreError> {
    match at {
        Location::File(file) => sqlite::connect(file, access).await,
        Location::Postgres(postgres) => postgres::connect(postgres, access).await,
    }
}

/// Begins a transaction beside which nobody else writes: each process takes the database's one lock for writing at once,
/// not in the middle.
pub(super) async fn begin_exclusive(
    db: &DatabaseConnection,
) -> Result<DatabaseTransaction, StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        return postgres::begin_exclusive(db).await;
    }
    let transaction = db.begin_with_options(TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    });
    Ok(transaction.await?)
}

/// Begins a transaction that reads, and sees one moment, whatever is written meanwhile.
pub(super) async fn begin_snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let (level, mode) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        return db.begin_with_config(Some(level), Some(mode)).await;
    }
    db.begin().await
}
