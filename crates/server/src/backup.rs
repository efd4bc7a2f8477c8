//! Backups: the database and the uploaded files in a folder, which is itself a data folder.
//!
//! A backup is made while the server runs: the database is copied first, and a file that it lists
//! neither changes nor disappears within a week. A backup is restored while no server runs; newer
//! files stay in place.

mod copy;
mod restore;
mod verify;

pub use copy::copy_files;
pub use restore::{RestoreOptions, Restored, remove_unknown, restore};
pub use verify::{Verified, verify};

use crate::db::{self, Contents, Location, UploadRecord, contents, database_file};
use crate::failure::chain;
use crate::uploads::copies::{self, State, StoredFiles};
use crate::uploads::{UploadLocation, mark, sync, without_body};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The location of an installation's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The data folder.
    pub data: PathBuf,
    /// The uploaded files.
    pub uploads: UploadLocation,
}

impl Folders {
    /// A data folder that contains the uploads.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            uploads: UploadLocation::Folder(data.join("uploads")),
        }
    }
}

/// A missing or damaged file, for the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyUpload {
    /// The upload.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// The ID of the request that the file is part of.
    pub request: Option<String>,
    /// Whether the file exists, with different bytes.
    pub damaged: bool,
}

impl FaultyUpload {
    fn new(upload: &UploadRecord, state: State) -> Self {
        Self {
            id: upload.id.clone(),
            name: upload.name.clone(),
            request: upload.request.clone(),
            damaged: state == State::Damaged,
        }
    }
}

/// The contents of a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// The number of files.
    pub files: usize,
    /// Their total size in bytes.
    pub bytes: u64,
    /// Missing files, and damaged files, which are copied as they are.
    pub faults: Vec<FaultyUpload>,
}

/// Writes the database and the files into a new folder, which gets its final name when it is
/// complete.
///
/// # Errors
/// One sentence that says why the backup failed.
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
        .map_err(|error| format!("The backup failed: {}.", chain(&error)))?;
    let files = StoredFiles::at(&from.uploads)?;
    check_owner(&files, &from.uploads, &known).await?;
    fs::create_dir_all(parent(target)).map_err(failed)?;
    fs::create_dir(&begun).map_err(failed)?;
    let done = write(&from.data, &files, &begun, target).await;
    if done.is_err() {
        // The folder belongs to this backup; if it cannot be removed, the next backup reports it.
        let _ = fs::remove_dir_all(&begun);
    }
    done
}

/// Fills the incomplete folder, and renames it.
async fn write(
    data: &Path,
    files: &StoredFiles,
    begun: &Path,
    target: &Path,
) -> Result<BackedUp, String> {
    let file = database_file(begun);
    db::backup(data, &file).await?;
    let known = contents(&Location::File(file))
        .await
        .map_err(|error| format!("The backup failed: {}.", chain(&error)))?;
    let failed = |error: io::Error| format!("The backup failed: {}.", without_body(&error));
    let copies = begun.join("uploads");
    let done = copy_all(files, &copies, &known).await.map_err(failed)?;
    let (begun, target) = (begun.to_owned(), target.to_owned());
    let renamed = tokio::task::spawn_blocking(move || {
        sync(&begun)?;
        fs::rename(&begun, &target)?;
        File::open(parent(&target))?.sync_all()
    });
    let renamed = renamed.await.map_err(|error| error.to_string())?;
    renamed.map(|()| done).map_err(failed)
}

/// The reason why uploaded files do not belong to a database.
async fn check_owner(
    files: &StoredFiles,
    location: &UploadLocation,
    known: &Contents,
) -> Result<(), String> {
    match (files.marker().await?, &known.installation) {
        (Some(marker), Some(own)) if !marker.admits(own) => Err(format!(
            "The uploads {} {location} belongs to another installation; say where the files are with --uploads.",
            location.noun()
        )),
        _ => Ok(()),
    }
}

async fn copy_all(files: &StoredFiles, to: &Path, known: &Contents) -> io::Result<BackedUp> {
    fs::create_dir_all(to)?;
    if let Some(installation) = &known.installation {
        mark(to, installation)?;
    }
    let target = StoredFiles::Folder(to.to_owned());
    let mut done = BackedUp::default();
    for upload in &known.uploads {
        let state = copies::copy(files, &target, upload).await?;
        if state == State::Sound {
            done.files += 1;
            done.bytes += upload.progress.received;
        } else if upload.is_complete() {
            done.faults.push(FaultyUpload::new(upload, state));
        }
    }
    sync(to)?;
    Ok(done)
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
