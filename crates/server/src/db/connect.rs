//! Connections to any database.

pub(super) use super::access::Access;
use super::{Location, StoreError, postgres, sqlite};
use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

/// Connects to a database.
pub(super) async fn connect(
    at: &Location,
    access: Access,
) -> Result<DatabaseConnection, StoreError> {
    match at {
        Location::File(file) => sqlite::connect(file, access).await,
        Location::Postgres(postgres) => postgres::connect(postgres, access).await,
    }
}

/// Begins a transaction that excludes all other writers: it takes the database's write lock at the
/// beginning, and not in the middle.
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

/// Begins a read transaction with a consistent snapshot.
pub(super) async fn begin_snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let (level, mode) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        return db.begin_with_config(Some(level), Some(mode)).await;
    }
    db.begin().await
}
