//! The state of the data folder at startup: empty, with its database, or with files that the server must not touch.

use crate::database::open;
use crate::program::serve;
use crate::storage::{numbers, recorded, write};
use portico_server::db::{SqlStore, backup, database_file};
use sea_orm::{ConnectionTrait, Database, sqlx};
use std::error::Error;
use std::fs;
use std::iter::successors;
use std::path::Path;
use tempfile::TempDir;

/// Asserts that a folder is refused with this message and left unchanged.
async fn refused(data: &Path, words: &str) {
    let before = fs::read(database_file(data)).ok();
    let reason = SqlStore::open(data).await.err();
    let reason = reason.map(|error| error.to_string()).unwrap_or_default();
    assert!(reason.contains(words), "{words}: {reason:?}");
    let after = fs::read(database_file(data)).ok();
    assert!(after == before, "{words}: it was changed");
}

/// A database with data, in a single file.
async fn whole() -> Vec<u8> {
    let data = TempDir::new().unwrap();
    let store = SqlStore::open(data.path()).await.unwrap();
    for n in 0..20 {
        write(&store, &n.to_string()).await.unwrap();
    }
    let copy = data.path().join("copy");
    backup(data.path(), &copy).await.unwrap();
    fs::read(copy).unwrap()
}

#[tokio::test]
async fn what_is_no_whole_database_is_refused_and_not_taken_for_a_new_one() {
    let whole = whole().await;
    let half = whole.len() / 2;
    for (file, bytes, words) in [
        ("portico.db", &b""[..], "portico.db is empty"),
        ("portico.db", &[0; 8192], "is not a database"),
        (
            "portico.db",
            b"SQLite format 3\0 and no more",
            "is not a database",
        ),
        ("portico.db", &whole[..half], "damaged"),
        (
            "portico.db-wal",
            b"log",
            "portico.db is missing, but portico.db-wal",
        ),
        (
            "portico.db.before-20260101T000000000Z",
            b"kept",
            "is missing, but portico.db.before",
        ),
        (
            "portico.db.restoring",
            b"half",
            "is missing, but portico.db.restoring",
        ),
    ] {
        let data = TempDir::new().unwrap();
        fs::write(data.path().join(file), bytes).unwrap();
        refused(data.path(), words).await;
    }
    let data = TempDir::new().unwrap();
    fs::create_dir(database_file(data.path())).unwrap();
    refused(data.path(), "portico.db is not a file").await;

    // A killed server's database without its log: a header without data.
    let data = TempDir::new().unwrap();
    let db = format!("sqlite://{}?mode=rwc", database_file(data.path()).display());
    let db = Database::connect(db).await.unwrap();
    for sql in ["PRAGMA user_version = 1", "PRAGMA journal_mode = WAL"] {
        db.execute_unprepared(sql).await.unwrap();
    }
    db.close().await.unwrap();
    refused(data.path(), "has no tables").await;
}

#[tokio::test]
async fn whoever_starts_the_server_reads_what_the_driver_said_and_reads_it_once() {
    let data = TempDir::new().unwrap();
    fs::write(database_file(data.path()), b"SQLite format 3\0 and no more").unwrap();
    let error = SqlStore::open(data.path()).await.err().unwrap();
    let driver = successors(error.source(), |error| (*error).source())
        .find_map(|error| error.downcast_ref::<sqlx::Error>())
        .expect("the error of the driver is among the causes")
        .to_string();
    let words = error.to_string();
    assert!(!words.contains(&driver), "{words}");
    let output = serve(data.path(), &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&words), "{said}");
    assert_eq!(said.matches(&driver).count(), 1, "{said}");
}

#[tokio::test]
async fn a_damaged_page_is_refused_wherever_it_is() {
    let whole = whole().await;
    let page = 4096;
    assert!(whole.len() / page > 10, "{}", whole.len());
    for start in (page..whole.len()).step_by(page) {
        let data = TempDir::new().unwrap();
        let mut bytes = whole.clone();
        bytes[start..start + 100].fill(0x5A);
        fs::write(database_file(data.path()), bytes).unwrap();
        refused(data.path(), "damaged").await;
    }
    let data = TempDir::new().unwrap();
    fs::write(database_file(data.path()), whole).unwrap();
    let store = SqlStore::open(data.path()).await.unwrap();
    assert_eq!(
        numbers(&store).await.len(),
        20,
        "without damage it is taken"
    );
}

#[tokio::test]
async fn the_database_of_another_program_is_not_touched() {
    let data = TempDir::new().unwrap();
    fs::write(database_file(data.path()), whole().await).unwrap();
    let db = open(data.path()).await;
    for ours in ["seaql_migrations", "schema_version"] {
        let theirs = format!("ALTER TABLE {ours} RENAME TO their_{ours}");
        db.execute_unprepared(&theirs).await.unwrap();
    }
    db.close().await.unwrap();
    refused(data.path(), "belongs to another program").await;
}

#[tokio::test]
async fn a_first_start_that_broke_off_is_begun_again() {
    let data = TempDir::new().unwrap();
    for tail in ["", "-wal", "-shm"] {
        fs::write(data.path().join(format!("portico.db.new{tail}")), b"half").unwrap();
    }
    let store = SqlStore::open(data.path()).await.unwrap();
    write(&store, "k").await.unwrap();
    assert_eq!(numbers(&store).await, ["R-10001"]);
    assert!(!data.path().join("portico.db.new").exists());
}

#[tokio::test]
async fn a_database_that_another_program_has_locked_is_opened_and_read() {
    let data = recorded().await;
    let other = open(data.path()).await;
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let store = SqlStore::open(data.path()).await.unwrap();
    assert_eq!(numbers(&store).await, ["R-10001"]);
    other.execute_unprepared("ROLLBACK").await.unwrap();
    write(&store, "l").await.unwrap();
}

#[test]
fn the_program_says_why_it_does_not_start() {
    let data = TempDir::new().unwrap();
    fs::write(database_file(data.path()), b"").unwrap();
    let output = serve(data.path(), &[]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("portico.db is empty"), "{said}");
    assert!(said.contains("portico-server restore"), "{said}");
    assert_eq!(fs::read(database_file(data.path())).unwrap(), b"");
}
