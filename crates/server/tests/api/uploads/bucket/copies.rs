//! Copies of a bucket's files: checked, backed up, restored, and moved from a folder and back.

use super::{Person, location, object, objects_of, servers};
use crate::object_store::{Fate, ObjectStore};
use crate::server::{Server, demo};
use crate::uploads::{files, png, record};
use axum::http::StatusCode;
use portico_server::backup::{Folders, RestoreOptions, backup, copy_files, restore, verify};
use portico_server::db::Location;
use portico_server::{BucketLocation, UploadLocation, UploadOptions};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// A data folder and its bucket.
fn bucket(data: &Path) -> Folders {
    Folders {
        data: data.to_owned(),
        uploads: location(data),
    }
}

/// Asserts that a file is served in whole.
async fn serves(data: &Path, uploads: &UploadLocation, id: &str, size: usize) {
    let mut options = demo();
    options.uploads = Some(UploadOptions::new(uploads.clone()));
    let rows = Arc::new(crate::database::store(data).await);
    let server = Server::over(options, rows).await;
    let anna = Person::new(&server, "p-anna").await;
    let content = anna.get(&format!("/uploads/{id}/content")).await;
    assert_eq!(content.status, StatusCode::OK, "{}", content.text());
    assert!(content.body == png(size));
}

/// A bucket with a file of a request, and with one that has arrived in part.
async fn filled(data: &TempDir) -> (String, String) {
    let ([server], store, _) = servers(data).await;
    let anna = Person::new(&server, "p-anna").await;
    let path = anna.announced(2_500_000).await;
    for (begin, end) in [(0, 1_200_000), (1_200_000, 2_500_000)] {
        anna.patch(&path, begin, png(2_500_000)[begin..end].to_vec())
            .await;
    }
    let id = path.strip_prefix("/uploads/").unwrap().to_owned();
    record(&store, "p-anna", &[&id], &[]).await.unwrap();
    let begun = anna.announced(2_000_000).await;
    anna.patch(&begun, 0, png(2_000_000)[..1_500_000].to_vec())
        .await;
    (id, begun)
}

#[tokio::test]
async fn an_sqlite_backup_of_a_bucket_holds_its_files_and_brings_them_back() {
    let (data, copies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (id, begun) = filled(&data).await;
    let copy = copies.path().join("copy");
    let done = backup(&bucket(data.path()), &copy).await.unwrap();
    assert_eq!(
        (done.files, done.bytes, done.faults.len()),
        (2, 4_000_000, 0)
    );
    // It is a data folder of its own.
    serves(&copy, &Folders::of(&copy).uploads, &id, 2_500_000).await;
    let plain = RestoreOptions::default();
    let names = objects_of(&data, &id);
    let named = |number: &str| names.iter().rfind(|name| name.starts_with(number)).unwrap();
    for damage in ["none", "missing", "short", "damaged", "all"] {
        let chunk = object(&data, &id, named("000001"));
        match damage {
            "missing" => fs::remove_file(&chunk).unwrap(),
            "short" => fs::write(&chunk, "short").unwrap(),
            "damaged" => {
                let mut bytes = fs::read(&chunk).unwrap();
                bytes[5] ^= 1;
                fs::write(&chunk, bytes).unwrap();
            }
            "all" => fs::remove_dir_all(data.path().join("uploads").join(&id)).unwrap(),
            _ => {}
        }
        let faults = verify(&Location::of(data.path()), location(data.path())).await;
        let faults = faults.unwrap().faults.len();
        assert_eq!(faults, usize::from(damage != "none"), "{damage}");
        let restored = restore(&copy, &bucket(data.path()), plain).await.unwrap();
        assert_eq!(restored.faults, [], "{damage}");
        assert_eq!(
            (restored.kept, restored.copied),
            (2 - faults, faults),
            "{damage}"
        );
        serves(data.path(), &location(data.path()), &id, 2_500_000).await;
    }
    let ([server], ..) = servers(&data).await;
    let anna = Person::new(&server, "p-anna").await;
    let rest = png(2_000_000)[1_500_000..].to_vec();
    let rest = anna.patch(&begun, 1_500_000, rest).await;
    assert_eq!(rest.status, StatusCode::NO_CONTENT, "{}", rest.text());
}

#[tokio::test]
async fn files_move_between_an_sqlite_folder_and_a_bucket_by_a_backup() {
    let (data, copies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let id = {
        let mut options = demo();
        options.uploads = Some(UploadOptions::new(data.path().join("files")));
        let rows = Arc::new(crate::database::store(data.path()).await);
        let server = Server::over(options, Arc::clone(&rows)).await;
        let anna = Person::new(&server, "p-anna").await;
        let id = anna.picture(&png(2_500_000)).await;
        record(&rows, "p-anna", &[&id], &[]).await.unwrap();
        id
    };
    let folder = Folders {
        data: data.path().to_owned(),
        uploads: data.path().join("files").into(),
    };
    let settings = ObjectStore::of(data.path()).settings();
    let prefix = BucketLocation::new("s3://uploads/portico", settings).unwrap();
    let to = Folders {
        data: data.path().to_owned(),
        uploads: UploadLocation::Bucket(prefix),
    };
    for (n, (from, to)) in [(&folder, &to), (&to, &folder)].into_iter().enumerate() {
        let copy = copies.path().join(n.to_string());
        assert_eq!(backup(from, &copy).await.unwrap().faults, []);
        let restored = restore(&copy, to, RestoreOptions::default()).await.unwrap();
        assert_eq!(restored.faults, []);
        serves(data.path(), &to.uploads, &id, 2_500_000).await;
    }
    assert_eq!(files(&data.path().join("uploads/portico")), 3);
}

#[tokio::test]
async fn a_bucket_of_another_sqlite_installation_is_not_mixed_in() {
    let (data, other, copies) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let (id, _) = filled(&data).await;
    filled(&other).await;
    let copy = copies.path().join("copy");
    backup(&bucket(data.path()), &copy).await.unwrap();
    let mixed = Folders {
        data: data.path().to_owned(),
        uploads: location(other.path()),
    };
    let before = files(&other.path().join("uploads"));
    let another = "belongs to another installation";
    let said = backup(&mixed, &copies.path().join("mixed"))
        .await
        .unwrap_err();
    assert!(said.contains(another), "{said}");
    let said = restore(&copy, &mixed, RestoreOptions::default())
        .await
        .unwrap_err();
    assert!(said.contains(another), "{said}");
    assert_eq!(files(&other.path().join("uploads")), before);
    // As the administrator says, the other one's place is taken.
    let options = RestoreOptions {
        other_installation: true,
        ..RestoreOptions::default()
    };
    let restored = restore(&copy, &bucket(other.path()), options)
        .await
        .unwrap();
    assert_eq!((restored.faults.len(), restored.newer), (0, 2));
    serves(other.path(), &location(other.path()), &id, 2_500_000).await;
}

#[tokio::test]
async fn a_backup_in_sqlite_of_a_bucket_that_is_away_fails_and_leaves_nothing() {
    let (data, copies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    filled(&data).await;
    let objects = ObjectStore::of(data.path());
    for after in [0, 2] {
        let requests = std::sync::atomic::AtomicUsize::new(0);
        objects.rule(move |_, _| {
            match requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst) >= after {
                true => Fate::Denied,
                false => Fate::Served,
            }
        });
        let target = copies.path().join("copy");
        assert!(backup(&bucket(data.path()), &target).await.is_err());
        assert_eq!(fs::read_dir(copies.path()).unwrap().count(), 0);
    }
    objects.recover();
}

#[tokio::test]
async fn copied_files_serve_from_their_new_place() {
    let (data, copies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (id, begun) = filled(&data).await;
    let at = crate::database::location(data.path());
    let settings = ObjectStore::of(data.path()).settings();
    let elsewhere = BucketLocation::new("s3://uploads/elsewhere/files", settings).unwrap();
    let mut from = location(data.path());
    let folder = UploadLocation::from(copies.path().join("files"));
    for to in [
        folder,
        UploadLocation::Bucket(elsewhere),
        copies.path().join("again").into(),
    ] {
        // Once while the server runs, and once more when it has stopped.
        for _ in 0..2 {
            let done = copy_files(&at, &from, &to).await.unwrap();
            assert_eq!(
                (done.files, done.bytes, done.faults.len()),
                (2, 4_000_000, 0)
            );
        }
        serves(data.path(), &to, &id, 2_500_000).await;
        from = to;
    }
    let mut options = demo();
    options.uploads = Some(UploadOptions::new(from));
    let rows = Arc::new(crate::database::store(data.path()).await);
    let server = Server::over(options, rows).await;
    let anna = Person::new(&server, "p-anna").await;
    let rest = png(2_000_000)[1_500_000..].to_vec();
    let rest = anna.patch(&begun, 1_500_000, rest).await;
    assert_eq!(rest.status, StatusCode::NO_CONTENT, "{}", rest.text());
    // Nothing is copied among the files of others.
    let photos = copies.path().join("photos");
    fs::create_dir(&photos).unwrap();
    fs::write(photos.join("beach.jpg"), "precious").unwrap();
    let said = copy_files(&at, &location(data.path()), &photos.as_path().into()).await;
    assert!(
        said.unwrap_err()
            .contains("neither empty nor this installation's")
    );
    assert_eq!(fs::read_dir(&photos).unwrap().count(), 1);
}
