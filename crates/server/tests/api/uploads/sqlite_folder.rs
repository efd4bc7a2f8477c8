//! Whose the folder of uploads is: what is not this installation's is refused, and not touched.

use super::{MARKER, Person, Site, over, png};
use crate::database;
use crate::program::{Running, run, serve};
use crate::server::{Server, demo, fixture};
use axum::http::StatusCode;
use portico_server::{App, UploadOptions, content::Content};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;
use std::time::SystemTime;
use tempfile::TempDir;

/// Every file, folder and link below a folder, with its bytes and the time of its last change.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let bytes = match meta.file_type() {
                kind if kind.is_dir() => {
                    folders.push(path.clone());
                    Vec::new()
                }
                kind if kind.is_symlink() => Vec::new(),
                _ => fs::read(&path).unwrap(),
            };
            found.insert(path, (meta.modified().unwrap(), bytes));
        }
    }
    found
}

fn put(file: &Path, bytes: &[u8]) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// Serves with a folder of uploads; what came of it, as the server could not start.
fn refuse(data: &Path, uploads: &Path) -> String {
    let output = serve(data, &["--uploads", uploads.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

fn adopt(data: &Path, uploads: &Path) -> Output {
    run(&[
        "uploads",
        "adopt",
        "--data",
        data.to_str().unwrap(),
        "--uploads",
        uploads.to_str().unwrap(),
    ])
}

/// An installation with one picture and one that is begun.
async fn installation() -> TempDir {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    anna.picture(&png(100)).await;
    let begun = anna.announced(3_000_000).await;
    anna.patch(&begun, 0, png(1_500_000)).await;
    site.data
}

#[tokio::test]
async fn a_folder_of_something_else_is_refused_and_not_touched() {
    const ID: &str = "01938e6c-7f00-7000-8000-000000000001";
    for foreign in [
        "IMG_0001.jpg",
        "2025/summer/IMG_0001.jpg",
        ".hidden",
        "trash/IMG_0001.jpg",
        // Named like an upload, and none.
        ID,
        &format!("{ID}/IMG_0001.jpg"),
        &format!("{ID}/000000/IMG_0001.jpg"),
        // A UUID of another version, and one that is not written as ours are.
        "9b2e4c1a-7f00-4000-8000-000000000001/000000",
        "01938E6C-7F00-7000-8000-000000000001/000000",
    ] {
        let (data, photos) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        put(&photos.path().join(foreign), b"a photo");
        let before = snapshot(photos.path());
        let said = refuse(data.path(), photos.path());
        assert!(
            said.contains("no Portico server wrote"),
            "{foreign}: {said}"
        );
        assert!(!adopt(data.path(), photos.path()).status.success());
        assert_eq!(snapshot(photos.path()), before, "{foreign}");
    }
}

#[tokio::test]
async fn a_folder_of_another_installation_is_refused_and_not_touched() {
    let first = installation().await;
    let uploads = first.path().join("uploads");
    let (second, other) = (TempDir::new().unwrap(), installation().await);
    for data in [second.path(), other.path()] {
        let before = snapshot(&uploads);
        let said = refuse(data, &uploads);
        assert!(said.contains("belongs to another installation"), "{said}");
        assert!(said.contains("uploads adopt"), "{said}");
        assert_eq!(snapshot(&uploads), before);
    }
    // The same folder with its own server running.
    let running = Running::start(first.path());
    let said = refuse(second.path(), &uploads);
    assert!(said.contains("belongs to another installation"), "{said}");
    drop(running);

    // Told to take it, it does, and removes nothing.
    let files = snapshot(&uploads);
    let told = adopt(second.path(), &uploads);
    assert!(told.status.success(), "{told:?}");
    let said = refuse(first.path(), &uploads);
    assert!(said.contains("belongs to another installation"), "{said}");
    let kept = snapshot(&uploads);
    let changed = files
        .iter()
        .filter(|(path, file)| kept.get(*path) != Some(*file));
    let changed: Vec<_> = changed.map(|(path, _)| path.clone()).collect();
    assert_eq!(changed, [uploads.join(MARKER)]);
}

#[tokio::test]
async fn two_servers_never_share_a_folder() {
    let data = TempDir::new().unwrap();
    let uploads = data.path().join("uploads");
    let (server, _) = over(&data).await;
    // A copy of the database is the same installation.
    let copy = TempDir::new().unwrap();
    fs::copy(
        data.path().join("portico.db"),
        copy.path().join("portico.db"),
    )
    .unwrap();
    fs::copy(
        data.path().join("portico.db-wal"),
        copy.path().join("portico.db-wal"),
    )
    .unwrap();
    let said = refuse(copy.path(), &uploads);
    assert!(said.contains("Another server is using"), "{said}");
    drop(server);
}

#[tokio::test]
async fn the_folder_of_an_older_release_is_taken_over() {
    let data = installation().await;
    let uploads = data.path().join("uploads");
    fs::remove_file(uploads.join(MARKER)).unwrap();
    // A server that was killed while it wrote leaves such things.
    let begun = fs::read_dir(&uploads).unwrap().next().unwrap().unwrap();
    put(&begun.path().join("000001#1"), b"half");
    put(&begun.path().join("000001#12"), b"half");
    let before = snapshot(&uploads);
    drop(Running::start(data.path()));
    let after = snapshot(&uploads);
    assert!(after.contains_key(&uploads.join(MARKER)));
    for (path, file) in before {
        assert_eq!(after.get(&path), Some(&file), "{}", path.display());
    }

    // Somebody else's of an older release, though, is none of theirs: not even where they have written into it as well.
    fs::remove_file(uploads.join(MARKER)).unwrap();
    let other = installation().await;
    fs::remove_dir_all(other.path().join("uploads")).unwrap();
    let before = snapshot(&uploads);
    for data in [other.path(), TempDir::new().unwrap().path()] {
        let said = refuse(data, &uploads);
        assert!(said.contains("of which this database knows 0"), "{said}");
        assert_eq!(snapshot(&uploads), before);
    }
}

#[tokio::test]
async fn an_empty_folder_in_the_place_of_files_is_refused() {
    let data = installation().await;
    let uploads = data.path().join("uploads");
    let away = data.path().join("away");
    fs::rename(&uploads, &away).unwrap();
    for empty in ["not there", "empty", "lost+found"] {
        match empty {
            "empty" => fs::create_dir(&uploads).unwrap(),
            "lost+found" => fs::create_dir(uploads.join("lost+found")).unwrap(),
            _ => {}
        }
        let said = refuse(data.path(), &uploads);
        assert!(said.contains("knows 2 uploaded files"), "{empty}: {said}");
        assert!(said.contains("mount"), "{said}");
    }
    fs::remove_dir_all(&uploads).unwrap();
    fs::rename(&away, &uploads).unwrap();
    drop(Running::start(data.path()));

    // Whoever says that the files are lost goes on without them.
    fs::remove_dir_all(&uploads).unwrap();
    assert!(adopt(data.path(), &uploads).status.success());
    drop(Running::start(data.path()));
}

#[tokio::test]
async fn a_new_folder_is_marked() {
    for made in ["no folder", "empty", "lost+found", "killed while marking"] {
        let data = TempDir::new().unwrap();
        let uploads = data.path().join("uploads");
        match made {
            "empty" => fs::create_dir(&uploads).unwrap(),
            "lost+found" => fs::create_dir_all(uploads.join("lost+found")).unwrap(),
            "killed while marking" => put(&uploads.join(MARKER), b""),
            _ => {}
        }
        let (server, _) = over(&data).await;
        let anna = Person::new(&server, "p-anna").await;
        anna.picture(&png(100)).await;
        let marker: serde_json::Value =
            serde_json::from_slice(&fs::read(uploads.join(MARKER)).unwrap()).unwrap();
        assert_eq!(marker["format"], 1, "{made}");
        assert_eq!(marker["installation"].as_str().unwrap().len(), 36);
    }
    let data = TempDir::new().unwrap();
    let uploads = data.path().join("uploads");
    put(
        &uploads.join(MARKER),
        br#"{"format": 2, "installation": "x"}"#,
    );
    assert!(refuse(data.path(), &uploads).contains("a newer release"));
}

#[tokio::test]
async fn files_that_are_missing_are_said_to_be() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let whole = anna.picture(&png(2_000_000)).await;
    let begun = anna.announced(3_000_000).await;
    anna.patch(&begun, 0, png(1_500_000)).await;
    let uploads = site.uploads();
    let chunk = |id: &str, name: &str| uploads.join(id).join(name);
    // Cut short, and gone.
    fs::write(chunk(&whole, "000001"), b"short").unwrap();
    let begun_id = begun.replace("/uploads/", "");
    fs::remove_file(chunk(&begun_id, "000000")).unwrap();

    let known = anna.get(&format!("/uploads/{whole}")).await;
    assert_eq!(known.status, StatusCode::OK);
    let content = anna.get(&format!("/uploads/{whole}/content")).await;
    content.is_problem(410, "");
    assert!(content.text().contains("missing"), "{}", content.text());
    let more = anna.patch(&begun, 1_500_000, png(10)).await;
    more.is_problem(410, "");
}

/// Other makers of a server hold the folder as well.
#[tokio::test]
async fn an_app_holds_its_folder_until_it_is_gone() {
    let data = TempDir::new().unwrap();
    let mut options = demo();
    options.uploads = Some(UploadOptions::new(data.path().join("uploads")));
    let made = async || {
        let store = Arc::new(database::store(data.path()).await);
        let content = Content::load(&fixture("content")).unwrap();
        App::new(options.clone(), content, store).await
    };
    let first = made().await.unwrap();
    let second = made().await.err().unwrap();
    assert!(second.contains("Another server is using"), "{second}");
    drop(first);
    made().await.unwrap();
    let _ = Server::start().await;
}
