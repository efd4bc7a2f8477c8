//! Groups of writes over a connection whose state is known.
//!
//! SQLite rolls a whole transaction back by itself when the disk is full, when reading or writing fails, and in a few
//! other cases; the connection to PostgreSQL can break in the middle. So a transaction in which anything but a refusal
//! happened is never committed, and its connection never used again: the next group has a fresh one, which proves itself
//! first.

use super::file::DatabaseFile;
use super::{Outcome, Work, words};
use crate::db::connect::{Access, begin_exclusive, connect};
use crate::db::notifications::announce;
use crate::db::{Location, StoreError, migrate};
use futures_util::FutureExt;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, TransactionSession};
use std::panic::AssertUnwindSafe;
use std::slice;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long the writes of a failed group are tried again. Whoever comes later than that is told so, and tries again.
const AGAIN_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may take to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
/// How long a group may take on a database on another machine, which may have gone without a word.
const GROUP_WITHIN: Duration = Duration::from_secs(30);
/// How long such a database may take to say that it is there.
const PING_WITHIN: Duration = Duration::from_secs(2);

/// The database that is written.
#[derive(Clone)]
pub(super) struct Place {
    at: Location,
    /// Where it is one.
    file: Option<DatabaseFile>,
}

impl Place {
    pub(super) fn new(at: Location) -> Self {
        let file = match &at {
            Location::File(file) => Some(DatabaseFile::new(file.clone())),
            Location::Postgres(_) => None,
        };
        Self { at, file }
    }
}

/// The connection that writes.
pub(super) struct WriteConnection {
    place: Place,
    /// Only there while nothing has failed on it.
    sound: Option<DatabaseConnection>,
}

impl WriteConnection {
    pub(super) fn new(place: Place) -> Self {
        Self { place, sound: None }
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
                    StoreError::Failed(format!("a write panicked: {reason}"))
                }
            },
            Err(fault) => fault,
        };
        metrics::counter!("portico_write_failures_total", "kind" => written.kind()).increment(1);
        Err(written)
    }

    /// The connection of the last group, where nothing failed on it and it is still there, or a fresh one.
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

/// Whether a connection that has stood idle still leads to a database. One to a file always does.
async fn answers(db: &DatabaseConnection) -> bool {
    match db.get_database_backend() {
        DbBackend::Postgres => matches!(timeout(PING_WITHIN, db.ping()).await, Ok(Ok(()))),
        _ => true,
    }
}

/// One transaction over a database that may be on another machine.
async fn transact<W: Work>(
    db: &DatabaseConnection,
    group: &[W],
) -> Result<Vec<Outcome<W>>, StoreError> {
    match db.get_database_backend() {
        DbBackend::Postgres => {
            let late = |_| StoreError::Unavailable("the database does not answer".to_owned());
            timeout(GROUP_WITHIN, apply(db, group))
                .await
                .map_err(late)?
        }
        _ => apply(db, group).await,
    }
}

/// One transaction, each write in a savepoint of its own, so that a refusal takes nothing else with it.
async fn apply<W: Work>(
    db: &DatabaseConnection,
    group: &[W],
) -> Result<Vec<Outcome<W>>, StoreError> {
    let transaction = begin_exclusive(db).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        // A server of a newer release may have started meanwhile.
        migrate::is_current(&transaction).await?;
    }
    let mut outcomes = Vec::with_capacity(group.len());
    let mut appends = false;
    for work in group {
        transaction.execute_unprepared("SAVEPOINT one").await?;
        let outcome = work.apply(&transaction).await;
        match &outcome {
            Ok(_) => appends |= work.appends(),
            // If SQLite has rolled back by itself, there is no such savepoint, and that is an error here.
            Err(error) if error.is_refusal() => {
                transaction.execute_unprepared("ROLLBACK TO one").await?;
            }
            Err(error) => return Err(error.clone()),
        }
        // On PostgreSQL, where a transaction that has failed would be committed as nothing, this is an error then.
        transaction.execute_unprepared("RELEASE one").await?;
        outcomes.push(outcome);
    }
    if appends {
        announce(&transaction).await?;
    }
    // The driver counts transactions, and a count that is wrong would make this a `RELEASE` or nothing. It counts up
    // at a successful `BEGIN` and down at a successful `COMMIT` alone, and starts at nought with the connection: so
    // this is a `COMMIT`, which fails where SQLite has no transaction.
    TransactionSession::commit(transaction).await?;
    Ok(outcomes)
}

/// A fresh connection that has proved itself.
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

/// Closes a connection for good, and with it what it had begun. One that does not end must not keep others waiting.
async fn close(db: DatabaseConnection) {
    let _ = timeout(CLOSE_WITHIN, db.close()).await;
}
