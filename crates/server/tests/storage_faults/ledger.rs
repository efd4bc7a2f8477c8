//! The acknowledgements, and their comparison with the stored data.

use crate::client::{Receipt, is_without_answer};
use crate::{Bug, Result};
use portico_server::db::{Location, check_log, database_file};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of reported errors.
const WRONGS: usize = 4;

/// A request that the server has acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    /// The number of the thread that sent it.
    pub(crate) sender: usize,
    pub(crate) key: String,
    /// The unique content of its answers.
    pub(crate) token: String,
    pub(crate) receipt: Receipt,
}

/// The events so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) acknowledged: Vec<Acknowledged>,
    /// How often a request was refused and had to be sent again.
    pub(crate) refused: u64,
    /// How often that was because of a full disk.
    pub(crate) full: u64,
    /// The number of reads.
    pub(crate) reads: u64,
    /// Whether the server was killed, so that a response may be missing.
    pub(crate) killed: bool,
    /// Unexpected events, up to a maximum number.
    pub(crate) wrongs: Vec<String>,
}

impl Book {
    /// Records an unexpected response.
    pub(crate) fn failed(&mut self, error: &(dyn std::error::Error + Send + Sync + 'static)) {
        if !(self.killed && is_without_answer(error)) {
            self.wrong(error.to_string());
        }
    }

    /// Records an unexpected event.
    pub(crate) fn wrong(&mut self, wrong: String) {
        if self.wrongs.len() < WRONGS {
            self.wrongs.push(wrong);
        }
    }
}

/// The book, shared by all threads.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Book>);

impl Ledger {
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Differences between the acknowledgements and the stored data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Discrepancies {
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
}

/// The database of a folder.
pub(crate) async fn open(data: &Path) -> std::result::Result<DatabaseConnection, DbErr> {
    let url = format!("sqlite://{}", database_file(data).display());
    let mut options = ConnectOptions::new(url);
    options
        .min_connections(1)
        .max_connections(1)
        .sqlx_logging(false);
    Database::connect(options).await
}

/// Looks up every acknowledged request in the database of a killed server.
pub(crate) fn compare(data: &Path, book: &mut Book, bug: Option<Bug>) -> Result<Discrepancies> {
    if bug == Some(Bug::Forge)
        && let Some(mut made_up) = book.acknowledged.first().cloned()
    {
        made_up.token = "never sent".to_owned();
        book.acknowledged.push(made_up);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let (snapshots, keys, numbers) = runtime.block_on(rows(data))?;
    match runtime.block_on(check_log(&Location::of(data))) {
        Ok(Some(log)) => log
            .faults
            .iter()
            .for_each(|fault| book.wrong(fault.to_string())),
        other => book.wrong(format!("the log cannot be checked: {other:?}")),
    }
    let mut found = Discrepancies::default();
    for acknowledged in &book.acknowledged {
        let token = format!("\"{}\"", acknowledged.token);
        match snapshots.iter().filter(|row| row.contains(&token)).count() {
            0 => found.lost += 1,
            1 => {}
            more => found.doubled += more - 1,
        }
    }
    // Everything was sent until it was acknowledged, so nothing else may exist.
    let (rows, promised) = (snapshots.len(), book.acknowledged.len());
    if rows != promised || keys != promised || numbers != promised {
        let wrong = format!(
            "{promised} were acknowledged, but there are {rows} requests, {keys} keys and {numbers} numbers"
        );
        book.wrong(wrong);
    }
    Ok(found)
}

/// The snapshots of all requests, the number of keys, and the number of distinct request numbers.
async fn rows(data: &Path) -> Result<(Vec<String>, usize, usize)> {
    let db = open(data).await?;
    let all = async |sql: &str, column: &str| {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await?;
        let texts = rows.iter().map(|row| row.try_get("", column));
        texts.collect::<std::result::Result<Vec<String>, DbErr>>()
    };
    let snapshots = all("SELECT snapshot FROM requests", "snapshot").await?;
    let keys = all("SELECT key FROM idempotency", "key").await?.len();
    let numbers = all("SELECT DISTINCT number FROM requests", "number").await?;
    let damage = all("PRAGMA integrity_check", "integrity_check").await?;
    db.close().await?;
    match &damage[..] {
        [sound] if sound == "ok" => Ok((snapshots, keys, numbers.len())),
        _ => Err(format!("the database is damaged: {damage:?}").into()),
    }
}
