//! Restoring to a data folder whose database is missing, empty or damaged: its remains never get into the restored
//! data, and are never lost.

use crate::uploads::{Person, over, png, record};
use portico_server::backup::{Folders, RestoreOptions, backup, restore};
use portico_server::db::{SqlStore, database_file};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Records a request with a picture, and returns the picture's ID.
pub(crate) async fn recorded(data: &TempDir, size: usize) -> String {
    let (server, store) = over(data).await;
    let anna = Person::new(&server, "p-anna").await;
    let id = anna.picture(&png(size)).await;
    record(&store, "p-anna", &[&id], &[]).await.unwrap();
    id
}

/// The log of a killed server: the last recorded data exists only there.
async fn log_of_a_killed_server(data: &TempDir) -> Vec<u8> {
    let (server, store) = over(data).await;
    let anna = Person::new(&server, "p-anna").await;
    let id = anna.picture(&png(2000)).await;
    record(&store, "p-anna", &[&id], &[]).await.unwrap();
    let log = fs::read(data.path().join("portico.db-wal")).unwrap();
    assert!(!log.is_empty());
    log
}

fn kept_beside(data: &Path, tail: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(data).unwrap().map(|entry| entry.unwrap());
    let kept = entries.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("portico.db.before-") && name.ends_with(tail)
    });
    kept.map(|entry| fs::read(entry.path()).unwrap()).collect()
}

#[tokio::test]
async fn what_is_left_of_a_database_is_set_aside_whatever_state_it_is_in() {
    let states: [(&str, Option<&[u8]>); 4] = [
        ("missing", None),
        ("empty", Some(b"")),
        (
            "no database",
            Some(b"This is not a database at all, but a text."),
        ),
        ("cut", Some(b"SQLite format 3\0")),
    ];
    for (state, database) in states {
        let data = TempDir::new().unwrap();
        let id = recorded(&data, 1000).await;
        let copies = TempDir::new().unwrap();
        let copy = copies.path().join("copy");
        backup(&Folders::of(data.path()), &copy).await.unwrap();

        // The remains after a crash and a lost file, in a folder that no server of this process is still closing.
        let log = log_of_a_killed_server(&data).await;
        let data = TempDir::new().unwrap();
        fs::write(data.path().join("portico.db-wal"), &log).unwrap();
        if let Some(bytes) = database {
            fs::write(database_file(data.path()), bytes).unwrap();
        }

        let to = Folders::of(data.path());
        let restored = restore(&copy, &to, RestoreOptions::default()).await;
        let restored = restored.unwrap_or_else(|reason| panic!("{state}: {reason}"));
        assert!(restored.before.is_some(), "{state}");
        assert!(kept_beside(data.path(), "-wal") == [log], "{state}");
        if let Some(bytes) = database {
            assert!(
                kept_beside(data.path(), "Z")
                    .iter()
                    .any(|kept| kept == bytes),
                "{state}"
            );
        }
        // The restored data is that of the backup, without anything from the old log.
        let (server, _) = over(&data).await;
        let anna = Person::new(&server, "p-anna").await;
        let content = anna.get(&format!("/uploads/{id}/content")).await;
        assert!(content.body == png(1000), "{state}");
        let requests = anna.get("/requests").await.json();
        assert_eq!(requests["items"].as_array().unwrap().len(), 1, "{state}");
    }
}

#[tokio::test]
async fn an_empty_database_is_opened_by_nobody() {
    let log = log_of_a_killed_server(&TempDir::new().unwrap()).await;
    let data = TempDir::new().unwrap();
    fs::write(database_file(data.path()), b"").unwrap();
    fs::write(data.path().join("portico.db-wal"), &log).unwrap();
    let copies = TempDir::new().unwrap();
    let to = Folders::of(data.path());
    assert!(backup(&to, &copies.path().join("copy")).await.is_err());
    assert!(SqlStore::open(data.path()).await.is_err());
    // SQLite deletes the log of an empty database.
    assert!(fs::read(data.path().join("portico.db-wal")).unwrap() == log);
}
