//! Group commits over a connection whose state is known.
//!
//! SQLite rolls a whole transaction back when the disk is full, after I/O errors, and in a few
//! other cases; a connection to PostgreSQL can break at any time. So a transaction with any error
//! other than a refusal is never committed, and its connection is never used again: the next group
//! gets a fresh connection, which is tested first.

use super::file::DatabaseFile;
use super::{Outcome, WriteOperation, words};
use crate::db::connect::{Access, begin_exclusive, connect};
use crate::db::notifications::announce;
use crate::db::{Location, StoreError, migrate};
use crate::failure::Failure;
use futures_util::FutureExt;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, TransactionSession};
use std::panic::AssertUnwindSafe;
use std::slice;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The time during which the writes of a failed group are retried. Later ones fail, and their
/// callers retry.
const AGAIN_WITHIN: Duration = Duration::from_secs(5);
/// The time limit for closing a connection.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
/// The time limit for a group on a remote database, whose connection may be dead.
const GROUP_WITHIN: Duration = Duration::from_secs(30);
/// The time limit for testing the connection to such a database.
const PING_WITHIN: Duration = Duration::from_secs(2);

/// The database to write to.
#[derive(Clone)]
pub(super) struct WriteTarget {
    at: Location,
    /// The database file, if there is one.
    file: Option<DatabaseFile>,
}

impl WriteTarget {
    pub(super) fn new(at: Location) -> Self {
        let file = match &at {
            Location::File(file) => Some(DatabaseFile::new(file.clone())),
            Location::Postgres(_) => None,
        };
        Self { at, file }
    }
}

/// The connection of the writer.
pub(super) struct WriteConnection {
    place: WriteTarget,
    /// Present only while nothing has failed on it.
    sound: Option<DatabaseConnection>,
}

impl WriteConnection {
    pub(super) fn new(place: WriteTarget) -> Self {
        Self { place, sound: None }
    }

    /// Writes a group in one commit. If that fails, each write is retried by itself, so that a
    /// failing write does not affect others.
    pub(super) async fn write<W: WriteOperation>(&mut self, group: &[W]) -> Vec<Outcome<W>> {
        let deadline = Instant::now() + AGAIN_WITHIN;
        let mut fault = match self.commit(group).await {
            Ok(outcomes) => return outcomes,
            Err(fault) if group.len() == 1 => return vec![Err(fault)],
            Err(fault) => fault,
        };
        let mut outcomes = Vec::with_capacity(group.len());
        for work in group {
            if Instant::now() > deadline {
                outcomes.push(Err(match &fault {
                    StoreError::Full => StoreError::Full,
                    _ => StoreError::Unavailable(Failure::caused_by(
                        "others failed for too long",
                        fault.clone(),
                    )),
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

    /// Executes all writes in one transaction. After an error, nothing was written, as far as is
    /// known, and the connection is closed.
    async fn commit<W: WriteOperation>(
        &mut self,
        group: &[W],
    ) -> Result<Vec<Outcome<W>>, StoreError> {
        let written = match self.connection().await {
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
                    StoreError::Failed(format!("a write panicked: {reason}").into())
                }
            },
            Err(fault) => fault,
        };
        metrics::counter!("portico_write_failures_total", "kind" => written.kind()).increment(1);
        Err(written)
    }

    /// The connection of the last group, if nothing failed on it and it is still alive, or a fresh
    /// one.
    async fn connection(&mut self) -> Result<DatabaseConnection, StoreError> {
        let last = self.sound.take();
        let there = self
            .place
            .file
            .as_ref()
            .map_or(Ok(()), DatabaseFile::is_there);
        match (there, last) {
            (Ok(()), Some(db)) if answers(&db).await => Ok(db),
            (there, last) => {
                if let Some(db) = last {
                    close(db).await;
                }
                there?;
                open(&self.place.at).await
            }
        }
    }
}

/// Whether an idle connection is still alive. A connection to a file always is.
async fn answers(db: &DatabaseConnection) -> bool {
    match db.get_database_backend() {
        DbBackend::Postgres => matches!(timeout(PING_WITHIN, db.ping()).await, Ok(Ok(()))),
        _ => true,
    }
}

/// Runs a transaction on a database that may be remote.
async fn transact<W: WriteOperation>(
    db: &DatabaseConnection,
    group: &[W],
) -> Result<Vec<Outcome<W>>, StoreError> {
    match db.get_database_backend() {
        DbBackend::Postgres => {
            let late = |_| StoreError::Unavailable("the database does not answer".into());
            timeout(GROUP_WITHIN, apply(db, group))
                .await
                .map_err(late)?
        }
        _ => apply(db, group).await,
    }
}

/// Runs a transaction with a savepoint for each write, so that a refusal does not affect others.
async fn apply<W: WriteOperation>(
    db: &DatabaseConnection,
    group: &[W],
) -> Result<Vec<Outcome<W>>, StoreError> {
    let transaction = begin_exclusive(db).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        // A server of a newer release may have started in the meantime.
        migrate::is_current(&transaction).await?;
    }
    let mut outcomes = Vec::with_capacity(group.len());
    let mut appends = false;
    for work in group {
        transaction.execute_unprepared("SAVEPOINT one").await?;
        let outcome = work.apply(&transaction).await;
        match &outcome {
            Ok(_) => appends |= work.appends(),
            // If SQLite has rolled back the transaction, there is no such savepoint, and this
            // statement fails.
            Err(error) if error.is_refusal() => {
                transaction.execute_unprepared("ROLLBACK TO one").await?;
            }
            Err(error) => return Err(error.clone()),
        }
        // On PostgreSQL, where committing a failed transaction would silently write nothing, this
        // statement fails.
        transaction.execute_unprepared("RELEASE one").await?;
        outcomes.push(outcome);
    }
    if appends {
        announce(&transaction).await?;
    }
    // The driver counts transactions, and a wrong count would turn this into a `RELEASE` or
    // nothing. The count starts at 0 with the connection and changes only at a successful `BEGIN`
    // or `COMMIT`: so this is a `COMMIT`, which fails if SQLite has no transaction.
    TransactionSession::commit(transaction).await?;
    Ok(outcomes)
}

/// A fresh connection that has been tested.
async fn open(at: &Location) -> Result<DatabaseConnection, StoreError> {
    let db = connect(at, Access::Write).await?;
    let proof = async {
        let transaction = begin_exclusive(&db).await?;
        migrate::is_current(&transaction).await?;
        Ok(TransactionSession::commit(transaction).await?)
    };
    match proof.await {
        Ok(()) => Ok(db),
        Err(fault) => {
            close(db).await;
            Err(fault)
        }
    }
}

/// Closes a connection and rolls back its transaction. Closing must not delay others.
async fn close(db: DatabaseConnection) {
    let _ = timeout(CLOSE_WITHIN, db.close()).await;
}
