//! How servers over one PostgreSQL database hear of each other's entries in the log.
//!
//! Whoever appends says so in the same transaction, so nobody hears of an entry that does not stand. A word that gets lost
//! does no harm: whoever follows the log also looks by itself now and then.

use super::StoreError;
use super::location::Postgres;
use super::postgres::options;
use sea_orm::sqlx;
use sea_orm::sqlx::postgres::{PgListener, PgPoolOptions};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

/// What is spoken of, by its name in the database.
const CHANNEL: &str = "portico_log";
/// How long a new connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// After so long without a word the connection is made anew: it may lead nowhere, and neither end has been told.
const SILENT: Duration = Duration::from_secs(5 * 60);
/// How long after a failure another connection is tried, and how long at most after several.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// Tells all servers that entries were appended to the log, once the transaction is committed. A file has one server,
/// which knows.
pub(super) async fn announce(db: &DatabaseTransaction) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        let notify = format!("NOTIFY {CHANNEL}");
        db.execute_unprepared(&notify).await?;
    }
    Ok(())
}

/// Hears of what other servers append, over a connection of its own, from when somebody wants to know until it is dropped.
#[derive(Default)]
pub(super) struct Notifications(OnceLock<AbortHandle>);

impl Notifications {
    /// Begins to listen, where nobody has before. `heard` is told of each word, and whenever one may have been lost.
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
        let lost = match connect(&at).await {
            Ok(listener) => {
                wait = AGAIN_AFTER;
                listen(listener, &heard).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = lost {
            tracing::warn!(
                %error,
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

/// Passes on what is heard, until the connection has been silent for too long.
async fn listen(mut listener: PgListener, heard: &watch::Sender<()>) -> Result<(), sqlx::Error> {
    loop {
        // Nobody was told here of what was appended before.
        heard.send_replace(());
        // Where the connection was lost, this is no word but another connection.
        match timeout(SILENT, listener.try_recv()).await {
            Ok(received) => received.map(drop)?,
            Err(_) => return Ok(()),
        }
    }
}
