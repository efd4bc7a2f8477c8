//! Notifications of new log entries between servers on one PostgreSQL database.
//!
//! The server that appends sends the notification in the same transaction, so no notification is
//! sent for an entry that is rolled back. A lost notification does no harm, because followers of
//! the log also poll.

use super::StoreError;
use super::location::Postgres;
use super::postgres::options;
use crate::failure::chain;
use sea_orm::sqlx;
use sea_orm::sqlx::postgres::{PgListener, PgPoolOptions};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

/// The name of the notification channel.
const CHANNEL: &str = "portico_log";
/// The time limit for a new connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// The time without a notification after which the connection is replaced, because it may be dead
/// without either end knowing.
const SILENT: Duration = Duration::from_secs(5 * 60);
/// The delay before the next connection attempt after a failure, and its maximum after several.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// Notifies all servers that entries were appended to the log, once the transaction is committed. A
/// file has a single server, which already knows.
pub(super) async fn announce(db: &DatabaseTransaction) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        let notify = format!("NOTIFY {CHANNEL}");
        db.execute_unprepared(&notify).await?;
    }
    Ok(())
}

/// Receives the notifications of other servers over its own connection, from the first use until it
/// is dropped.
#[derive(Default)]
pub(super) struct Notifications(OnceLock<AbortHandle>);

impl Notifications {
    /// Starts listening on the first call. `heard` is signalled for each notification, and whenever
    /// one may have been lost.
    pub(super) fn listen(&self, at: &Postgres, heard: &watch::Sender<()>) {
        self.0.get_or_init(|| {
            let task = tokio::spawn(keep_listening(at.clone(), heard.clone()));
            task.abort_handle()
        });
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        if let Some(task) = self.0.get() {
            task.abort();
        }
    }
}

async fn keep_listening(at: Postgres, heard: watch::Sender<()>) {
    let mut wait = AGAIN_AFTER;
    loop {
        let connected = timeout(CONNECT_WITHIN, connect(&at)).await;
        let lost = match connected.unwrap_or(Err(sqlx::Error::PoolTimedOut)) {
            Ok(listener) => {
                wait = AGAIN_AFTER;
                listen(listener, &heard).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = lost {
            tracing::warn!(
                error = %chain(&error),
                "the database cannot be listened to; entries of other servers are found by looking until it can be"
            );
            sleep(wait).await;
            wait = LONGEST.min(wait.saturating_mul(2));
        }
    }
}

async fn connect(at: &Postgres) -> Result<PgListener, sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECT_WITHIN)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options(at)?);
    let mut listener = PgListener::connect_with(&pool.await?).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Passes notifications on, until the connection has been silent for too long.
async fn listen(mut listener: PgListener, heard: &watch::Sender<()>) -> Result<(), sqlx::Error> {
    loop {
        // Entries that were appended before were not announced here.
        heard.send_replace(());
        // After a lost connection, this is a new connection and not a notification.
        match timeout(SILENT, listener.try_recv()).await {
            Ok(received) => {
                if received?.is_none() {
                    sleep(AGAIN_AFTER).await;
                }
            }
            Err(_) => return Ok(()),
        }
    }
}
