//! PostgreSQL, which several servers may share.

use super::StoreError;
use super::access::Access;
use super::location::Postgres;
use futures_util::future::BoxFuture;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    Statement, TransactionTrait,
};
use std::time::Duration;
use tokio::time::timeout;

/// The maximum time to wait for a connection, and so the delay of a read while the database is
/// unavailable.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// The time limit for testing a read connection: less than the time to wait for one.
const PING_WITHIN: Duration = Duration::from_secs(1);
/// The lifetime of a read connection, after which a new one may lead to another server after a
/// failover.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The statements at the beginning of each write transaction.
///
/// The lock ends with the transaction. So the log has one order without gaps, whichever servers
/// write, and a decision based on a row stays valid until the commit. A server that stops during
/// its transaction, or whose network fails, delays the others for at most ten seconds. A commit is
/// acknowledged when it is on disk, whatever the database's default; a default that also waits for
/// a standby is kept. Each statement sees everything that was committed before it; a snapshot taken
/// before the lock was acquired would be outdated.
///
/// The number identifies the lock: "portico" in ASCII.
const BEGIN: &str = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; \
    SET LOCAL lock_timeout = '5s'; \
    SET LOCAL idle_in_transaction_session_timeout = '10s'; \
    SELECT set_config('synchronous_commit', 'on', true) \
    WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply'); \
    SELECT pg_advisory_xact_lock(31647734761612143)";

/// Connects to a database.
pub(super) async fn connect(
    at: &Postgres,
    access: Access,
) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(at.url());
    options.sqlx_logging(false).acquire_timeout(CONNECT_WITHIN);
    match access {
        Access::Read(connections) => options
            .max_connections(connections)
            .max_lifetime(LIFETIME)
            .test_before_acquire(false)
            .map_sqlx_postgres_before_acquire(|connection, _| answers(connection))
            .map_sqlx_postgres_pool_opts(|pool| {
                pool.after_release(|connection, _| answers(connection))
            }),
        // The writer tests its connection itself, and then opens one whose state it knows.
        Access::Write | Access::Create => options
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false),
    };
    options.min_connections(1).map_sqlx_postgres_opts(named);
    Ok(Database::connect(options).await?)
}

/// Options for connections outside the pools of readers and writers.
pub(super) fn options(at: &Postgres) -> Result<PgConnectOptions, sqlx::Error> {
    at.url().parse().map(named)
}

/// A connection with a name that identifies this server.
fn named(options: PgConnectOptions) -> PgConnectOptions {
    match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("portico"),
    }
}

/// Whether a read connection is alive. A dead connection is replaced soon, and not only when the
/// system gives it up after a quarter of an hour: when it is needed, and when a caller has stopped
/// waiting for its result.
fn answers(connection: &mut PgConnection) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async {
        let answer = timeout(PING_WITHIN, connection.ping()).await;
        // After an error, the connection is closed at once, without notifying the server.
        answer
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map(|()| true)
    })
}

/// Begins a transaction that excludes other transactions begun in this way.
pub(super) async fn begin_exclusive(
    db: &DatabaseConnection,
) -> Result<DatabaseTransaction, StoreError> {
    let transaction = db.begin().await?;
    transaction.execute_unprepared(BEGIN).await?;
    Ok(transaction)
}

/// The reason why a database cannot be used; logs a warning about unsafe settings.
pub(super) async fn check(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let encoding = setting(db, "server_encoding").await?;
    if encoding != "UTF8" {
        return Err(StoreError::Failed(
            format!("the database is encoded in {encoding}; create it with ENCODING 'UTF8'").into(),
        ));
    }
    for safe in ["fsync", "full_page_writes"] {
        if setting(db, safe).await? != "on" {
            tracing::warn!(
                "the database server runs with {safe} off: a power failure may lose acknowledged writes"
            );
        }
    }
    Ok(())
}

async fn setting(db: &impl ConnectionTrait, name: &str) -> Result<String, StoreError> {
    let sql = "SELECT current_setting($1) AS value";
    let row = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()]);
    let missing = || StoreError::Failed(format!("the database has no setting {name}").into());
    let row = db.query_one_raw(row).await?.ok_or_else(missing)?;
    Ok(row.try_get("", "value")?)
}
