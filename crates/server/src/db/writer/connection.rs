//! Groups of writes over a connection whose state is known.
//!
//! SQLite rolls a whole transaction back by itself when the disk is full, when reading or writing fails, and in a few
//! other cases. So a transaction in which anything but a refusal happened is never committed, and its connection never
//! used again: the next group has a fresh one, which proves itself first.

use super::file::DatabaseFile;
use super::{Outcome, Work, words};
use crate::db::sql::{Access, connect};
use crate::db::{StoreError, migrate};
use futures_util::FutureExt;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::slice;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long the writes of a failed group are tried again. Whoever comes later than that is told so, and tries again.
const AGAIN_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may take to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// The connection that writes.
pub(super) struct WriteConnection {
    file: DatabaseFile,
    /// Only there while nothing has failed on it.
    sound: Option<DatabaseConnection>,
}

impl WriteConnection {
    pub(super) fn new(file: DatabaseFile) -> Self {
        Self { file, sound: None }
    }

    /// Writes a group in one commit. If that fails, each is tried again by itself, so that one which cannot be written
    /// takes nothing with it.
    pub(super) async fn write<W: Work>(&mut self, group: &[W]) -> Vec<Outcome<W>> {
        let deadline = Instant::now() + AGAIN_WITHIN;
        let mut fault = match self.commit(group).await {
            Ok(outcomes) => return outcomes,
            Err(fault) if group.len() == 1 => return vec![Err(fault)],
            Err(fault) => fault,
        };
        let mut outcomes = Vec::with_capacity(group.len());
        for work in group {
            if Instant::now() > deadline {
                let reason = format!("others failed for too long: {fault}");
                outcomes.push(Err(match &fault {
                    StoreError::Full => StoreError::Full,
                    _ => StoreError::Unavailable(reason),
                }));
                continue;
            }
            match self.commit(slice::from_ref(work)).await {
                Ok(outcome) => outcomes.extend(outcome),
                Err(again) => {
                    fault = again.clone();
                    outcomes.push(Err(again));
                }
            }
        }
        outcomes
    }

    /// Writes all in one transaction. After an error nothing stands, as far as is known, and the connection is gone.
    async fn commit<W: Work>(&mut self, group: &[W]) -> Result<Vec<Outcome<W>>, StoreError> {
        let written = match (self.file.is_there(), self.sound.take()) {
            (Ok(()), Some(db)) => Ok(db),
            (Ok(()), None) => open(self.file.path()).await,
            (Err(gone), db) => {
                if let Some(db) = db {
                    close(db).await;
                }
                Err(gone)
            }
        };
        let written = match written {
            Ok(db) => match AssertUnwindSafe(transact(&db, group)).catch_unwind().await {
                Ok(Ok(outcomes)) => {
                    self.sound = Some(db);
                    return Ok(outcomes);
                }
                Ok(Err(fault)) => {
                    close(db).await;
                    fault
                }
                Err(panic) => {
                    close(db).await;
                    let reason = words(&*panic);
                    tracing::error!(reason, "a write panicked");
                    StoreError::Failed(format!("a write panicked: {reason}"))
                }
            },
            Err(fault) => fault,
        };
        metrics::counter!("portico_write_failures_total", "kind" => written.kind()).increment(1);
        Err(written)
    }
}

/// One transaction, each write in a savepoint of its own, so that a refusal takes nothing else with it.
async fn transact<W: Work>(
    db: &DatabaseConnection,
    group: &[W],
) -> Result<Vec<Outcome<W>>, StoreError> {
    let transaction = begin(db).await?;
    let mut outcomes = Vec::with_capacity(group.len());
    for work in group {
        transaction.execute_unprepared("SAVEPOINT one").await?;
        let outcome = work.apply(&transaction).await;
        match &outcome {
            Ok(_) => {}
            // If SQLite has rolled back by itself, there is no such savepoint, and that is an error here.
            Err(error) if error.is_refusal() => {
                transaction.execute_unprepared("ROLLBACK TO one").await?;
            }
            Err(error) => return Err(error.clone()),
        }
        transaction.execute_unprepared("RELEASE one").await?;
        outcomes.push(outcome);
    }
    // The driver counts transactions, and a count that is wrong would make this a `RELEASE` or nothing. It counts up
    // at a successful `BEGIN` and down at a successful `COMMIT` alone, and starts at nought with the connection: so
    // this is a `COMMIT`, which fails where SQLite has no transaction.
    transaction.commit().await?;
    Ok(outcomes)
}

/// Takes the database's one lock for writing at once, not in the middle of the transaction.
async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    db.begin_with_options(TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    })
    .await
}

/// A fresh connection that has proved itself.
async fn open(file: &Path) -> Result<DatabaseConnection, StoreError> {
    let db = connect(file, Access::Write).await?;
    let proof = async {
        let transaction = begin(&db).await?;
        migrate::is_current(&transaction).await?;
        Ok(transaction.commit().await?)
    };
    match proof.await {
        Ok(()) => Ok(db),
        Err(fault) => {
            close(db).await;
            Err(fault)
        }
    }
}

/// Closes a connection for good, and with it what it had begun. One that does not end must not keep others waiting.
async fn close(db: DatabaseConnection) {
    let _ = timeout(CLOSE_WITHIN, db.close()).await;
}
