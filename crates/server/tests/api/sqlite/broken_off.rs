//! Backups and restores that are refused, fail or are interrupted: data is either old or new, and nothing is left over.

use crate::sqlite::restoring::recorded;
use crate::uploads::{Person, over};
use portico_server::backup::{Folders, RestoreOptions, backup, restore};
use portico_server::db::{self, database_file};
use std::ffi::OsStr;
use std::fs;
use std::future::{Future, poll_fn};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::Poll;
use tempfile::TempDir;

#[tokio::test]
async fn a_backup_that_broke_off_is_not_taken_for_one() {
    let data = TempDir::new().unwrap();
    recorded(&data, 1000).await;
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy");
    let here = Folders::of(data.path());
    fs::create_dir(copies.path().join("copy.incomplete")).unwrap();
    let said = backup(&here, &copy).await.unwrap_err();
    assert!(said.contains("interrupted backup"), "{said}");
    fs::remove_dir(copies.path().join("copy.incomplete")).unwrap();
    // A backup that is refused or fails leaves nothing behind.
    let other = TempDir::new().unwrap();
    recorded(&other, 1000).await;
    let (nothing, text) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::write(database_file(text.path()), "no database").unwrap();
    let torn = TempDir::new().unwrap();
    let torn = torn.path().join("copy");
    backup(&here, &torn).await.unwrap();
    let mut bytes = fs::read(database_file(&torn)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xee);
    fs::write(database_file(&torn), bytes).unwrap();
    let name = OsStr::from_bytes(b"copy-\xff");
    let foreign = Folders {
        data: data.path().to_owned(),
        uploads: other.path().join("uploads").into(),
    };
    for (from, name) in [
        (foreign.clone(), "copy".as_ref()),
        (Folders::of(nothing.path()), "copy".as_ref()),
        (Folders::of(text.path()), "copy".as_ref()),
        (Folders::of(&torn), "copy".as_ref()),
        (here.clone(), name),
    ] {
        let target = copies.path().join(name);
        assert!(backup(&from, &target).await.is_err(), "{from:?}");
        if from != foreign {
            let database = db::backup(&from.data, &target).await;
            assert!(database.is_err(), "{from:?}");
        }
        let left = fs::read_dir(copies.path()).unwrap().count();
        assert_eq!(left, 0, "{from:?}");
    }
    backup(&here, &copy).await.unwrap();
    let said = backup(&here, &copy).await.unwrap_err();
    assert!(said.contains("never overwrites"), "{said}");
    // A restore leaves nothing behind, either.
    let stage = data.path().join("portico.db.restoring");
    fs::create_dir(&stage).unwrap();
    fs::write(stage.join("portico.db"), "half").unwrap();
    let restored = restore(&copy, &here, RestoreOptions::default()).await;
    restored.unwrap();
    assert!(!stage.exists());
}

/// Executes this many steps of a future and drops it; returns its result if it completed.
async fn breaks_off_after<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut done = 0;
    poll_fn(move |context| {
        if done == steps {
            return Poll::Ready(None);
        }
        done += 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn a_change_of_installation_that_breaks_off_leaves_one_or_the_other() {
    let options = RestoreOptions {
        other_installation: true,
        ..RestoreOptions::default()
    };
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let ids = [recorded(&one, 1000).await, recorded(&other, 2000).await];
    let copies = TempDir::new().unwrap();
    let backups = [copies.path().join("one"), copies.path().join("other")];
    backup(&Folders::of(one.path()), &backups[0]).await.unwrap();
    backup(&Folders::of(other.path()), &backups[1])
        .await
        .unwrap();
    let (mut before, mut after) = (0, 0);
    for steps in 1.. {
        let data = TempDir::new().unwrap();
        let to = Folders::of(data.path());
        let plain = RestoreOptions::default();
        restore(&backups[0], &to, plain).await.unwrap();
        let done = breaks_off_after(steps, restore(&backups[1], &to, options)).await;
        // Work on a separate thread ends by itself and releases the folder.
        tokio::task::spawn_blocking(|| ()).await.unwrap();
        let (server, _) = over(&data).await;
        let anna = Person::new(&server, "p-anna").await;
        let requests = anna.get("/requests").await.json();
        assert_eq!(requests["items"].as_array().unwrap().len(), 1, "{steps}");
        let mut served = Vec::new();
        for id in &ids {
            let content = anna.get(&format!("/uploads/{id}/content")).await;
            served.push(content.status == 200);
        }
        drop(server);
        match served[..] {
            [true, false] => before += 1,
            [false, true] => after += 1,
            _ => panic!("{steps}: {served:?}"),
        }
        // The existing data can be backed up, and the restore can be repeated.
        let again = restore(&backups[1], &to, options).await;
        assert!(again.is_ok(), "{steps}: {again:?}");
        if let Some(done) = done {
            done.unwrap();
            break;
        }
    }
    assert!(before > 3 && after > 0, "{before}, {after}");
}

#[tokio::test]
async fn a_restore_that_fails_leaves_the_folder_of_files_whose_it_was() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let from = TempDir::new().unwrap();
    for data in [&here, &there, &from] {
        recorded(data, 1000).await;
    }
    let copies = TempDir::new().unwrap();
    let copy = copies.path().join("copy");
    backup(&Folders::of(from.path()), &copy).await.unwrap();
    // A folder cannot be copied as a file, not even by root.
    for file in files_below(&copy.join("uploads")) {
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
    }
    let to = Folders {
        data: here.path().to_owned(),
        uploads: there.path().join("uploads").into(),
    };
    let options = RestoreOptions {
        other_installation: true,
        ..RestoreOptions::default()
    };
    let failed = restore(&copy, &to, options).await;
    assert!(failed.is_err(), "{failed:?}");
    over(&there).await;
}

/// All files below a folder, in no particular order.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}
