//! Backups: the database and the uploaded files in one folder, which is a data folder itself.
//!
//! A backup is made while the server runs: the database comes first, and a file that it knows neither changes nor goes
//! before a week has passed. It is put back while no server runs; what is newer stays where it is.

mod restore;
mod verify;

pub use restore::{RestoreOptions, Restored, remove_unknown, restore};
pub use verify::{Verified, verify};

use crate::db::{self, Contents, Location, UploadRecord, contents, database_file};
use crate::uploads::copies::{self, State};
use crate::uploads::{UploadFolder, mark, sync};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Where the data of an installation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The data folder.
    pub data: PathBuf,
    /// The folder of uploaded files.
    pub uploads: PathBuf,
}

impl Folders {
    /// A data folder with the uploads in it.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            uploads: data.join("uploads"),
        }
    }
}

/// A file that is not as it should be, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The upload.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// The request that it is part of, by its id.
    pub request: Option<String>,
    /// Whether it is there, with other bytes than it had.
    pub damaged: bool,
}

impl Fault {
    fn new(upload: &UploadRecord, state: State) -> Self {
        Self {
            id: upload.id.clone(),
            name: upload.name.clone(),
            request: upload.request.clone(),
            damaged: state == State::Damaged,
        }
    }
}

/// What a backup holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// How many files.
    pub files: usize,
    /// How many bytes of them.
    pub bytes: u64,
    /// Files that are missing, or copied as damaged as they are.
    pub faults: Vec<Fault>,
}

/// Writes the database and the files into a new folder, which has its name once it is complete.
///
/// # Errors
/// One sentence that says why not.
pub async fn backup(from: &Folders, target: &Path) -> Result<BackedUp, String> {
    let failed = |error: io::Error| format!("The backup failed: {error}.");
    let begun = beside(target, ".incomplete");
    if fs::symlink_metadata(target).is_ok() {
        return Err(format!(
            "{} already exists; a backup never overwrites anything.",
            target.display()
        ));
    }
    if fs::symlink_metadata(&begun).is_ok() {
        return Err(format!(
            "{} is left over from an interrupted backup; remove it first.",
            begun.display()
        ));
    }
    let at = Location::of(&from.data);
    at.exists()?;
    let known = contents(&at)
        .await
        .map_err(|error| format!("The backup failed: {error}."))?;
    check_folder(&from.uploads, &known)?;
    fs::create_dir_all(parent(target)).map_err(failed)?;
    fs::create_dir(&begun).map_err(failed)?;
    let done = write(from, &begun, target).await;
    if done.is_err() {
        // It is nobody else's; where it cannot be removed either, the next backup says that it is in the way.
        let _ = fs::remove_dir_all(&begun);
    }
    done
}

/// Fills the folder that was begun, and gives it its name.
async fn write(from: &Folders, begun: &Path, target: &Path) -> Result<BackedUp, String> {
    let file = database_file(begun);
    db::backup(&from.data, &file).await?;
    let known = contents(&Location::File(file))
        .await
        .map_err(|error| format!("The backup failed: {error}."))?;
    let uploads = from.uploads.clone();
    let (begun, target) = (begun.to_owned(), target.to_owned());
    let copied = tokio::task::spawn_blocking(move || {
        let done = copy_all(&uploads, &begun.join("uploads"), &known)?;
        sync(&begun)?;
        fs::rename(&begun, &target)?;
        File::open(parent(&target))?.sync_all()?;
        Ok(done)
    });
    let copied = copied.await.map_err(|error| error.to_string())?;
    copied.map_err(|error: io::Error| format!("The backup failed: {error}."))
}

/// Says why a folder of uploads is not that of a database.
fn check_folder(uploads: &Path, known: &Contents) -> Result<(), String> {
    let folder = uploads.display();
    let marked = UploadFolder::marker_of(uploads);
    let marked =
        marked.map_err(|error| format!("The uploads folder {folder} cannot be read: {error}."))?;
    match (marked, &known.installation) {
        (Some(marker), Some(own)) if !marker.admits(own) => Err(format!(
            "The uploads folder {folder} belongs to another installation; say where the files are with --uploads."
        )),
        _ => Ok(()),
    }
}

fn copy_all(uploads: &Path, to: &Path, known: &Contents) -> io::Result<BackedUp> {
    fs::create_dir_all(to)?;
    if let Some(installation) = &known.installation {
        mark(to, installation)?;
    }
    let mut done = BackedUp::default();
    for upload in &known.uploads {
        let from = place(uploads, upload);
        let state = copies::copy(&from, &to.join(&upload.id), upload)?;
        if state == State::Sound {
            done.files += 1;
            done.bytes += upload.progress.received;
        } else if upload.is_complete() {
            done.faults.push(Fault::new(upload, state));
        }
    }
    sync(to)?;
    Ok(done)
}

/// Where the bytes of an upload are: in the trash where a newer backup was restored and nobody needed them yet.
fn place(uploads: &Path, upload: &UploadRecord) -> PathBuf {
    let kept = uploads.join(&upload.id);
    let trash = uploads.join(crate::uploads::TRASH).join(&upload.id);
    match !kept.exists() && trash.exists() {
        true => trash,
        false => kept,
    }
}

fn beside(path: &Path, tail: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(tail);
    PathBuf::from(name)
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}
