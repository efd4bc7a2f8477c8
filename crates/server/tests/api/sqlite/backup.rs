//! Backups of database and files: their contents, and what happens to newer data.

use crate::database::execute;
use crate::program::{Running, run};
use crate::server::{Server, demo};
use crate::sqlite::releases::BEFORE_THE_LOG;
use crate::uploads::{Person, over, patch, png, record};
use axum::http::StatusCode;
use jiff::{Timestamp, ToSpan};
use portico_server::backup::{
    BackedUp, Folders, RestoreOptions, Restored, backup, restore, verify,
};
use portico_server::db::{Location, database_file};
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

const OTHER: RestoreOptions = RestoreOptions {
    other_installation: true,
    remove_newer_files: false,
};
const REMOVE: RestoreOptions = RestoreOptions {
    other_installation: false,
    remove_newer_files: true,
};

async fn back_up(data: &TempDir, target: &Path) -> BackedUp {
    backup(&Folders::of(data.path()), target).await.unwrap()
}

async fn put_back(source: &Path, data: &TempDir, options: RestoreOptions) -> Restored {
    let to = Folders::of(data.path());
    restore(source, &to, options).await.unwrap()
}

/// Sends a picture that becomes part of a request.
async fn recorded(data: &TempDir, size: usize) -> String {
    let (server, store) = over(data).await;
    let anna = Person::new(&server, "p-anna").await;
    let id = anna.picture(&png(size)).await;
    record(&store, "p-anna", &[&id], &[]).await.unwrap();
    id
}

/// Asserts that a file is served completely, or missing.
async fn serves(data: &TempDir, id: &str, size: Option<usize>) {
    let (server, _) = over(data).await;
    let anna = Person::new(&server, "p-anna").await;
    let content = anna.get(&format!("/uploads/{id}/content")).await;
    match size {
        Some(size) => assert!(content.body == png(size), "{}", content.status),
        None => content.is_problem(410, ""),
    }
}

fn chunk(data: &Path, id: &str, name: &str) -> std::path::PathBuf {
    data.join("uploads").join(id).join(name)
}

#[tokio::test]
async fn a_backup_holds_database_and_files_and_serves_as_it_is() {
    let data = TempDir::new().unwrap();
    let whole = recorded(&data, 2_500_000).await;
    let (server, _) = over(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let begun = anna.announced(3_000_000).await;
    anna.patch(&begun, 0, png(1_500_000)).await;
    anna.announced(100).await;
    // While the server runs; later data is not part of it.
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy");
    let done = back_up(&data, &copy).await;
    assert_eq!((done.files, done.bytes), (2, 4_000_000));
    assert_eq!(done.faults, []);
    let later = anna.picture(&png(100)).await;
    assert!(!copy.join("uploads").join(&later).exists());
    drop(server);

    // Restored on a new machine, and served there.
    let new = TempDir::new().unwrap();
    let restored = put_back(&copy, &new, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.copied), (0, 2));
    assert_eq!((restored.faults, restored.newer), (Vec::new(), 0));
    for data in [new.path(), copy.as_path()] {
        let server = Server::at(demo(), data).await;
        let anna = Person::new(&server, "p-anna").await;
        let content = anna.get(&format!("/uploads/{whole}/content")).await;
        assert!(content.body == png(2_500_000));
        let rest = png(3_000_000)[1_500_000..].to_vec();
        let sent = anna.send(patch(&begun, 1_500_000, rest)).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
        let content = anna.get(&format!("{begun}/content")).await;
        assert!(content.body == png(3_000_000));
    }
}

#[tokio::test]
async fn what_is_newer_than_the_backup_is_kept() {
    let data = TempDir::new().unwrap();
    let old = recorded(&data, 1000).await;
    let copies = TempDir::new().unwrap();
    let (first, second) = (copies.path().join("first"), copies.path().join("second"));
    back_up(&data, &first).await;
    let new = recorded(&data, 2000).await;
    back_up(&data, &second).await;

    let restored = put_back(&first, &data, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.copied, restored.newer), (1, 0, 1));
    let (server, _) = over(&data).await;
    let now = Timestamp::now();
    for day in 0..60 {
        server.purge(now + (day * 24).hours()).await;
    }
    drop(server);
    assert!(chunk(data.path(), &new, "000000").exists(), "for ever");
    serves(&data, &old, Some(1000)).await;
    let restored = put_back(&second, &data, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.copied, restored.newer), (2, 0, 0));
    serves(&data, &new, Some(2000)).await;

    // Removed on request; and even then, a newer backup finds it.
    let restored = put_back(&first, &data, REMOVE).await;
    assert_eq!(restored.newer, 1);
    let (server, _) = over(&data).await;
    for day in 0..9 {
        server.purge(now + (day * 24).hours()).await;
    }
    drop(server);
    assert!(!chunk(data.path(), &new, "000000").exists(), "in the trash");
    let before = restored.before.unwrap();
    let restored = put_back(&before, &data, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.copied), (2, 0));
    serves(&data, &new, Some(2000)).await;
}

#[tokio::test]
async fn missing_and_damaged_files_are_told_and_mended() {
    let data = TempDir::new().unwrap();
    let copies = TempDir::new().unwrap();
    let good = copies.path().join("good");
    let missing = recorded(&data, 2_000_000).await;
    let damaged = recorded(&data, 2_000_000).await;
    let sound = recorded(&data, 100).await;
    back_up(&data, &good).await;
    fs::remove_file(chunk(data.path(), &missing, "000001")).unwrap();
    let mut bytes = fs::read(chunk(data.path(), &damaged, "000001")).unwrap();
    bytes[500] ^= 1;
    fs::write(chunk(data.path(), &damaged, "000001"), bytes).unwrap();

    let states = |faults: &[portico_server::backup::FaultyUpload]| {
        let states = faults.iter().map(|fault| (fault.id.clone(), fault.damaged));
        states.collect::<Vec<_>>()
    };
    let expected = [(missing.clone(), false), (damaged.clone(), true)];
    let done = back_up(&data, &copies.path().join("bad")).await;
    assert_eq!((done.files, states(&done.faults)), (1, expected.to_vec()));
    let found = verify(&Location::of(data.path()), data.path().join("uploads"))
        .await
        .unwrap();
    assert_eq!((found.sound, states(&found.faults)), (1, expected.to_vec()));
    assert_eq!(found.unknown, Vec::<String>::new());

    // A database alone, or a backup with the same faults, repairs nothing and says so.
    for source in ["good/portico.db", "bad"] {
        let source = copies.path().join(source);
        let restored = put_back(&source, &data, RestoreOptions::default()).await;
        assert_eq!(states(&restored.faults), expected, "{}", source.display());
    }
    let restored = put_back(&good, &data, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.copied), (1, 2));
    assert_eq!(restored.faults, []);
    for (id, size) in [(&missing, 2_000_000), (&damaged, 2_000_000), (&sound, 100)] {
        serves(&data, id, Some(size)).await;
    }
    let trash = data.path().join("uploads/trash");
    for id in [&missing, &damaged] {
        assert!(trash.join(format!("{id}.1")).exists(), "not lost");
    }
    // And again.
    fs::remove_file(chunk(data.path(), &damaged, "000000")).unwrap();
    let restored = put_back(&good, &data, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.copied), (2, 1));
    assert!(trash.join(format!("{damaged}.2")).exists(), "not lost");
    serves(&data, &damaged, Some(2_000_000)).await;

    // On a new machine without the files, their metadata is complete.
    let new = TempDir::new().unwrap();
    let source = good.join("portico.db");
    let restored = put_back(&source, &new, RestoreOptions::default()).await;
    assert_eq!(restored.faults.len(), 3);
    serves(&new, &sound, None).await;
}

#[tokio::test]
async fn a_backup_is_refused_where_it_does_not_belong() {
    let (data, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy");
    let id = recorded(&data, 1000).await;
    let foreign = recorded(&other, 1000).await;
    back_up(&data, &copy).await;
    // A replaced database is set aside.
    let replaced = |data: &Path| {
        let names = fs::read_dir(data)
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let aside = names.filter(|name| name.to_string_lossy().contains(".before-"));
        aside.count()
    };
    let said = async |source: &Path, to: &Folders, options| {
        let before = (replaced(&to.data), database_file(&to.data).exists());
        let said = restore(source, to, options).await.unwrap_err();
        let after = (replaced(&to.data), database_file(&to.data).exists());
        assert_eq!(after, before, "{said}");
        said
    };
    let plain = RestoreOptions::default();
    let here = Folders::of(data.path());
    let there = Folders::of(other.path());
    assert!(
        said(&copy, &there, plain)
            .await
            .contains("--other-installation")
    );
    // The database is lost, but its files still exist.
    for file in ["portico.db", "portico.db-wal", "portico.db-shm"] {
        let _ = fs::remove_file(data.path().join(file));
    }
    let there_copy = copies.path().join("there");
    back_up(&other, &there_copy).await;
    assert!(
        said(&there_copy, &here, plain)
            .await
            .contains("--other-installation")
    );
    put_back(&copy, &data, plain).await;
    serves(&data, &id, Some(1000)).await;

    // A folder of photos as the upload folder, or that of another installation.
    let photos = TempDir::new().unwrap();
    fs::write(photos.path().join("beach.jpg"), "precious").unwrap();
    for (uploads, words) in [
        (photos.path().into(), "no Portico server wrote"),
        (there.uploads.clone(), "belongs to another installation"),
    ] {
        let data = data.path().to_owned();
        let to = Folders { data, uploads };
        assert!(said(&copy, &to, plain).await.contains(words), "{words}");
    }
    assert_eq!(fs::read_dir(photos.path()).unwrap().count(), 1);
    let mine = database_file(data.path());
    assert!(
        said(&mine, &here, plain)
            .await
            .contains("the data folder itself")
    );

    // The folder of a newer release.
    let newer = copies.path().join("newer");
    back_up(&data, &newer).await;
    let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('9999_later', 0)";
    execute(&newer, sql).await;
    assert!(said(&newer, &here, OTHER).await.contains("a newer release"));

    // On request, this installation takes over the folder and keeps all files.
    let restored = put_back(&copy, &other, OTHER).await;
    assert_eq!((restored.copied, restored.newer), (1, 1));
    serves(&other, &id, Some(1000)).await;
    assert!(chunk(other.path(), &foreign, "000000").exists());
}

#[tokio::test]
async fn a_backup_of_an_older_release_belongs_to_whoever_restores_it() {
    let data = TempDir::new().unwrap();
    let id = recorded(&data, 1000).await;
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy.db");
    portico_server::db::backup(data.path(), &copy)
        .await
        .unwrap();
    // As left by a release that had no installation IDs.
    let old = copies.path().join("old");
    fs::create_dir(&old).unwrap();
    fs::rename(&copy, database_file(&old)).unwrap();
    let since = [
        BEFORE_THE_LOG,
        "DROP TABLE installation",
        "DROP TABLE removed_uploads",
        "DROP TABLE request_summaries",
        "DROP TABLE backfills",
        "DROP TABLE steady_clock",
        "DROP TABLE seaql_migrations",
        "UPDATE schema_version SET version = 3",
    ];
    execute(&old, &since.join(";")).await;
    let restored = put_back(&database_file(&old), &data, RestoreOptions::default()).await;
    assert_eq!((restored.kept, restored.faults.len()), (1, 0));
    serves(&data, &id, Some(1000)).await;
}

#[tokio::test]
async fn the_program_says_what_it_did() {
    let data = TempDir::new().unwrap();
    let copies = TempDir::new().unwrap();
    let (folder, copy) = (data.path().to_str().unwrap(), copies.path().join("copy"));
    let copy = copy.to_str().unwrap();
    let file = copies.path().join("copy.db");
    let file = file.to_str().unwrap();
    let id = recorded(&data, 1000).await;
    let told = |output: Output, code| {
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(output.status.code(), Some(code), "{text}");
        text
    };
    let server = Running::start(data.path());
    assert!(server.ask("/healthz", "").contains("200 OK"));
    let said = told(run(&["backup", copy, "--data", folder]), 0);
    assert!(said.contains("database and 1 files (1000 bytes)"), "{said}");
    let said = told(
        run(&["backup", file, "--data", folder, "--database-only"]),
        0,
    );
    assert!(said.contains("uploads are not included"), "{said}");
    let said = told(run(&["uploads", "check", "--data", folder]), 0);
    assert_eq!(said, "1 files are intact.\n");
    let said = told(run(&["restore", copy, "--data", folder]), 1);
    assert!(said.contains("stop it first"), "{said}");
    let said = told(run(&["uploads", "remove-unknown", "--data", folder]), 1);
    assert!(said.contains("stop it first"), "{said}");
    drop(server);

    let newer = recorded(&data, 500).await;
    let said = told(run(&["restore", copy, "--data", folder]), 0);
    assert!(
        said.contains("1 files were already there; 0 were restored"),
        "{said}"
    );
    assert!(said.contains("1 files are newer than the backup"), "{said}");
    let said = told(run(&["uploads", "check", "--data", folder]), 0);
    assert!(said.contains("1 are in the folder but not in"), "{said}");
    let said = told(run(&["uploads", "remove-unknown", "--data", folder]), 0);
    assert!(said.contains("1 files were moved to the trash"), "{said}");
    assert!(chunk(data.path(), &newer, "000000").exists(), "later");
    let said = told(run(&["uploads", "check", "--data", folder]), 0);
    assert_eq!(said, "1 files are intact.\n");

    fs::remove_file(chunk(data.path(), &id, "000000")).unwrap();
    let said = told(run(&["uploads", "check", "--data", folder]), 1);
    assert!(
        said.contains(&format!("{id} (\"a.png\", of request")),
        "{said}"
    );
    let again = copies.path().join("again");
    let again = again.to_str().unwrap();
    let said = told(run(&["backup", again, "--data", folder]), 1);
    assert!(said.contains("1 files are missing or damaged"), "{said}");
    let said = told(run(&["restore", file, "--data", folder]), 0);
    assert!(said.contains("1 files are missing or damaged"), "{said}");
    let said = told(run(&["restore", copy, "--data", folder]), 0);
    assert!(
        said.contains("0 files were already there; 1 were restored"),
        "{said}"
    );
}
