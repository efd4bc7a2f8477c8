//! PostgreSQL, which several servers may use at once.

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

/// How long somebody waits for a connection. While the database is away, this is how long a reader waits.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// How long a connection that reads may take to show that it leads to a database: less than somebody waits for one.
const PING_WITHIN: Duration = Duration::from_secs(1);
/// After this long a connection that reads makes room for a new one, which may lead to another server after a fail-over.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// What each transaction that writes begins with.
///
/// The lock ends with the transaction. So the entries of the log have one order without gaps, whichever servers write
/// them, and what is decided by a row that was read stays true until the commit. A server that stops in the middle of
/// its transaction, or whose network does, keeps the others waiting for ten seconds at most. A commit is answered when
/// it is on disk, whatever the database has for its default; one that also waits for a standby is left so. Each statement
/// sees what was committed before it; a snapshot that was taken before the lock was had would be an old one.
///
/// The number is that of the lock: "portico" in ASCII.
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
        // Whoever writes asks for a sign of life itself, and then makes a connection that it can judge.
        Access::Write | Access::Create => options
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false),
    };
    options.min_connections(1).map_sqlx_postgres_opts(named);
    Ok(Database::connect(options).await?)
}

/// How to connect past the pools of those who read and write.
pub(super) fn options(at: &Postgres) -> Result<PgConnectOptions, sqlx::Error> {
    at.url().parse().map(named)
}

/// A connection by whose name people can tell whose it is.
fn named(options: PgConnectOptions) -> PgConnectOptions {
    match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("portico"),
    }
}

/// Whether a connection that reads leads to a database. One that has gone without a word makes room for another soon, and
/// not when the system gives it up after a quarter of an hour: where somebody wants it, and where somebody has stopped to
/// wait for its answer.
fn answers(connection: &mut PgConnection) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async {
        let answer = timeout(PING_WITHIN, connection.ping()).await;
        // After an error it is closed at once, without a word to the other end.
        answer
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map(|()| true)
    })
}

/// Begins a transaction beside which no other one that began so writes.
pub(super) async fn begin_exclusive(
    db: &DatabaseConnection,
) -> Result<DatabaseTransaction, StoreError> {
    let transaction = db.begin().await?;
    transaction.execute_unprepared(BEGIN).await?;
    Ok(transaction)
}

/// Says why a database cannot be used, and warns of what makes it less safe than it should be.
pub(super) async fn check(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let encoding = setting(db, "server_encoding").await?;
    if encoding != "UTF8" {
        return Err(StoreError::Failed(format!(
            "the database is encoded in {encoding}; create it with ENCODING 'UTF8'"
        )));
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
    let missing = || StoreError::Failed(format!("the database has no setting {name}"));
    let row = db.query_one_raw(row).await?.ok_or_else(missing)?;
    Ok(row.try_get("", "value")?)
}
