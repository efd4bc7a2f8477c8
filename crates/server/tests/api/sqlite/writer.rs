//! The writer task alone: a failing write affects no other, and nothing is acknowledged without being stored.

use crate::database::{column, execute};
use crate::server::{Ask, Server};
use crate::storage::{numbers, write};
use axum::body::Body;
use axum::http::Method;
use futures_util::FutureExt;
use futures_util::future::join_all;
use portico_server::db::{
    ReadinessOptions, SqlStore, StoreError, WriteOperation, Writer, database_file,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// The writes of these tests: names in their own table.
enum Name {
    Good(&'static str),
    /// Refused after it was written.
    Refused(&'static str),
    /// The statement fails after another one; for some errors, SQLite then rolls back the whole transaction.
    Wrong(&'static str, &'static str),
    Panics(&'static str),
    /// The task itself panics after it has responded.
    PanicsLater(&'static str),
}

impl WriteOperation for Name {
    type Output = ();

    async fn apply(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        let name = match self {
            Self::Good(name)
            | Self::Refused(name)
            | Self::Wrong(name, _)
            | Self::Panics(name)
            | Self::PanicsLater(name) => name,
        };
        let insert = format!("INSERT OR IGNORE INTO names VALUES ('{name}')");
        db.execute_unprepared(&insert).await?;
        match self {
            Self::Good(_) | Self::PanicsLater(_) => Ok(()),
            Self::Refused(_) => Err(StoreError::NotFound),
            Self::Wrong(_, sql) => {
                db.execute_unprepared(sql).await?;
                Ok(())
            }
            Self::Panics(_) => panic!("as it was asked to"),
        }
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        assert!(!matches!(self, Self::PanicsLater(_)), "as it was asked to");
    }
}

/// A data folder with a table for names, which refuses names that begin with X.
async fn folder() -> TempDir {
    let data = TempDir::new().unwrap();
    drop(SqlStore::open(data.path()).await.unwrap());
    let sql = "CREATE TABLE names (name TEXT PRIMARY KEY);
        CREATE TRIGGER unwanted BEFORE INSERT ON names WHEN NEW.name LIKE 'X%'
        BEGIN SELECT RAISE(ROLLBACK, 'unwanted'); END";
    execute(data.path(), sql).await;
    data
}

/// A writer without time limits, so that a busy machine makes no difference.
fn writer<W: WriteOperation>(data: &Path) -> Writer<W> {
    let long = Duration::from_secs(3600);
    let patience = ReadinessOptions {
        lately: long,
        stuck: long,
        believed: long,
    };
    Writer::start(data, patience).unwrap()
}

/// The stored names, read through a separate connection.
async fn names(data: &Path) -> Vec<String> {
    column(data, "SELECT name FROM names ORDER BY name").await
}

#[tokio::test]
async fn one_bad_write_of_a_group_fails_alone() {
    let full = "PRAGMA max_page_count = 1; CREATE TABLE filled (a);
        INSERT INTO filled VALUES (zeroblob(9000000))";
    for (name, bad, kind) in [
        ("refused", Name::Refused("Bad"), Some(StoreError::NotFound)),
        ("taken back whole", Name::Good("X"), None),
        ("no SQL", Name::Wrong("Bad", "NONSENSE"), None),
        (
            "twice",
            Name::Wrong("Bad", "INSERT INTO names VALUES ('Bad')"),
            None,
        ),
        ("full", Name::Wrong("Bad", full), Some(StoreError::Full)),
        ("ended early", Name::Wrong("Bad", "COMMIT"), None),
        ("taken back early", Name::Wrong("Bad", "ROLLBACK"), None),
        ("panics", Name::Panics("Bad"), None),
    ] {
        let data = folder().await;
        let writer = writer(data.path());
        // Writes that wait while the writer starts form one group.
        let [first, bad, last] =
            [Name::Good("A"), bad, Name::Good("B")].map(|name| writer.write(name));
        let (first, bad, last) = tokio::join!(first, bad, last);
        assert_eq!((first, last), (Ok(()), Ok(())), "{name}");
        let bad = bad.expect_err(name);
        assert!(kind.is_none_or(|kind| kind == bad), "{name}: {bad:?}");
        // Later writes are as safe as earlier ones.
        let after = join_all(["C", "D"].map(|name| writer.write(Name::Good(name)))).await;
        assert_eq!(after, [Ok(()), Ok(())], "{name}");
        assert_eq!(writer.write(Name::Good("E")).await, Ok(()), "{name}");
        drop(writer);
        let stand = names(data.path()).await;
        let stand: Vec<_> = stand.iter().filter(|name| *name != "Bad").collect();
        assert_eq!(stand, ["A", "B", "C", "D", "E"], "{name}");
    }
}

/// Sends a signal when it is written.
struct SignallingWrite(Sender<()>);

impl WriteOperation for SignallingWrite {
    type Output = ();

    async fn apply(&self, _: &DatabaseTransaction) -> Result<(), StoreError> {
        self.0.send(()).unwrap();
        Ok(())
    }
}

/// Writing continues while the tasks of readers block all threads of the runtime, of which there is one here.
#[tokio::test(flavor = "current_thread")]
async fn busy_readers_do_not_hold_the_writer_up() {
    let data = folder().await;
    let writer = writer(data.path());
    let (sender, written) = channel();
    let write = writer.write(SignallingWrite(sender));
    let mut write = std::pin::pin!(write);
    assert_eq!(write.as_mut().now_or_never(), None);
    // This blocks the thread.
    assert_eq!(written.recv_timeout(Duration::from_secs(60)), Ok(()));
    assert_eq!(write.await, Ok(()));
}

#[tokio::test]
async fn a_writer_that_panics_is_started_again() {
    let server = Server::start().await;
    let data = folder().await;
    let writer = writer(data.path());
    for (later, after) in [("A", "B"), ("C", "D")] {
        assert_eq!(writer.write(Name::PanicsLater(later)).await, Ok(()));
        assert_eq!(writer.write(Name::Good(after)).await, Ok(()));
    }
    assert_eq!(names(data.path()).await, ["A", "B", "C", "D"]);
    let metrics = Ask::raw(Method::GET, "/metrics", Body::empty());
    let metrics = server.send(metrics).await.text();
    assert!(
        metrics.contains("portico_writer_restarts_total 2"),
        "{metrics}"
    );
}

#[tokio::test]
async fn nothing_is_written_into_a_file_that_was_removed_or_replaced() {
    let data = folder().await;
    let file = database_file(data.path());
    let aside = data.path().join("aside");
    let writer = writer(data.path());
    assert_eq!(writer.write(Name::Good("A")).await, Ok(()));
    fs::rename(&file, &aside).unwrap();
    let removed = writer.write(Name::Good("B")).await;
    let refused = |outcome: &Result<(), StoreError>| matches!(outcome, Err(StoreError::Unavailable(reason)) if reason.to_string().contains("replaced"));
    assert!(refused(&removed), "{removed:?}");
    assert!(!file.exists(), "none is made in its place");
    fs::copy(&aside, &file).unwrap();
    let replaced = writer.write(Name::Good("C")).await;
    assert!(refused(&replaced), "{replaced:?}");
    let ready = writer.ready(Name::Good("probe")).await;
    assert!(refused(&ready), "{ready:?}");
    fs::rename(&aside, &file).unwrap();
    assert_eq!(writer.write(Name::Good("D")).await, Ok(()));
    assert_eq!(names(data.path()).await, ["A", "D"]);
}

#[tokio::test]
async fn readiness_is_tried_out_and_goes_by_the_storage_alone() {
    let data = folder().await;
    let writer = writer(data.path());
    assert_eq!(writer.ready(Name::Good("probe")).await, Ok(()));
    assert!(writer.write(Name::Panics("A")).await.is_err());
    assert_eq!(writer.ready(Name::Good("unused")).await, Ok(()));
    assert_eq!(names(data.path()).await, ["probe"], "nothing more is tried");
    let full = "PRAGMA max_page_count = 1; CREATE TABLE filled (a);
        INSERT INTO filled VALUES (zeroblob(9000000))";
    let outcome = writer.write(Name::Wrong("B", full)).await;
    assert_eq!(outcome, Err(StoreError::Full));
    assert_eq!(
        writer.ready(Name::Good("early")).await,
        Err(StoreError::Full)
    );
    assert_eq!(writer.write(Name::Good("C")).await, Ok(()));
    assert_eq!(writer.ready(Name::Good("unused")).await, Ok(()));
    assert_eq!(names(data.path()).await, ["C", "probe"]);
}

#[tokio::test]
async fn what_was_seen_counts_for_so_long_only() {
    let data = folder().await;
    let patience = ReadinessOptions {
        lately: Duration::ZERO,
        stuck: Duration::from_secs(3600),
        believed: Duration::ZERO,
    };
    let writer = Writer::start(data.path(), patience).unwrap();
    assert_eq!(writer.write(Name::Good("A")).await, Ok(()));
    assert_eq!(writer.ready(Name::Good("B")).await, Ok(()));
    let full = "PRAGMA max_page_count = 1; CREATE TABLE filled (a);
        INSERT INTO filled VALUES (zeroblob(9000000))";
    let outcome = writer.write(Name::Wrong("D", full)).await;
    assert_eq!(outcome, Err(StoreError::Full));
    assert_eq!(writer.ready(Name::Good("C")).await, Ok(()));
    assert_eq!(names(data.path()).await, ["A", "B", "C"]);
}

#[tokio::test]
async fn a_write_that_is_stuck_says_that_none_can_be_made() {
    let data = folder().await;
    let patience = ReadinessOptions {
        stuck: Duration::from_millis(1),
        ..ReadinessOptions::default()
    };
    let writer = Writer::start(data.path(), patience).unwrap();
    let (begun, has_begun) = channel();
    let (go_on, goes_on) = channel();
    let stuck = writer.write(HangingWrite(begun, goes_on.into()));
    let ask = async {
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap())
            .await
            .unwrap();
        let (begun, goes_on) = (channel().0, channel().1);
        let ready = writer.ready(HangingWrite(begun, goes_on.into())).await;
        go_on.send(()).unwrap();
        ready
    };
    let (stuck, ready) = tokio::join!(stuck, ask);
    assert_eq!(stuck, Ok(()));
    assert!(
        matches!(ready, Err(StoreError::Unavailable(_))),
        "{ready:?}"
    );
}

/// Sends a signal when its write begins, and continues on a signal.
struct HangingWrite(Sender<()>, Mutex<Receiver<()>>);

impl WriteOperation for HangingWrite {
    type Output = ();

    async fn apply(&self, _: &DatabaseTransaction) -> Result<(), StoreError> {
        let _ = self.0.send(());
        let _ = self.1.lock().unwrap().recv();
        Ok(())
    }
}

#[tokio::test]
async fn requests_beside_one_that_cannot_be_written_are_recorded() {
    let data = TempDir::new().unwrap();
    let store = Arc::new(SqlStore::open(data.path()).await.unwrap());
    let sql = "CREATE TRIGGER unwanted BEFORE INSERT ON idempotency WHEN NEW.key LIKE 'bad%'
        BEGIN SELECT RAISE(ROLLBACK, 'unwanted'); END";
    execute(data.path(), sql).await;
    let keys: Vec<_> = (0..90)
        .map(|n| match n % 30 {
            0 => format!("bad{n}"),
            _ => n.to_string(),
        })
        .collect();
    let outcomes = join_all(keys.iter().map(|key| write(&store, key))).await;
    for (key, outcome) in keys.iter().zip(&outcomes) {
        assert_eq!(
            outcome.is_ok(),
            !key.starts_with("bad"),
            "{key}: {outcome:?}"
        );
    }
    assert_eq!(numbers(&store).await.len(), 87);
    // Through a new store, to see the actual data instead of a connection's cache.
    drop(store);
    let store = SqlStore::open(data.path()).await.unwrap();
    let mut numbers = numbers(&store).await;
    assert_eq!(numbers.len(), 87);
    numbers.dedup();
    assert_eq!(numbers.len(), 87);
}
