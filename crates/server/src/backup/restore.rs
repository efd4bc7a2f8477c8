//! Restoring a backup. The files are restored before the database, so that an interruption leaves
//! the data as it was.

use super::{FaultyUpload, Folders, place};
use crate::db::{
    Contents, DataLock, Location, RemovalStore, SqlStore, Stage, UploadRecord, UploadStore,
    contents, database_file,
};
use crate::failure::chain;
use crate::uploads::copies::{self, State};
use crate::uploads::{Claim, Place, UploadFolder, uploads_in};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options that allow a restore to do more than it does by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestoreOptions {
    /// Accepts a backup of another installation, which this one then becomes.
    pub other_installation: bool,
    /// Moves files that are newer than the backup to the trash.
    pub remove_newer_files: bool,
}

/// The result of a restore.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// The location of the previous database.
    pub before: Option<PathBuf>,
    /// The number of files that were already there.
    pub kept: usize,
    /// The number of files that were restored from the backup.
    pub copied: usize,
    /// Files that the database lists and that are intact in neither place.
    pub faults: Vec<FaultyUpload>,
    /// The number of files that the database does not list.
    pub newer: usize,
}

/// Replaces the data with a backup, a folder or only a database, and keeps the previous database
/// beside it. Files are added, and none are overwritten.
///
/// # Errors
/// One sentence that says why the restore failed; the database and the files are then unchanged,
/// except for added files.
pub async fn restore(
    source: &Path,
    to: &Folders,
    options: RestoreOptions,
) -> Result<Restored, String> {
    let database = match source.is_dir() {
        true => database_file(source),
        false => source.to_owned(),
    };
    if !database.is_file() {
        return Err(format!("There is no file {}.", database.display()));
    }
    let _lock = DataLock::take(&to.data)?;
    if is_same(&database, &database_file(&to.data)) {
        return Err(
            "The backup is the data folder itself; there is nothing to restore.".to_owned(),
        );
    }
    let stage = Stage::new(&to.data, &database).await?;
    let files = source.is_dir().then(|| source.join("uploads"));
    match fill(&stage, files, to, options).await {
        Ok((mut restored, succession)) => {
            let put = stage.put(&to.data).await;
            restored.before =
                put.map_err(|error| format!("The data could not be restored: {}.", chain(&error)))?;
            succession.complete();
            Ok(restored)
        }
        Err(reason) => {
            stage.discard();
            Err(reason)
        }
    }
}

/// An upload folder that is changing its installation, and belongs to both until the change is
/// complete: the database is replaced in a separate step, and whichever database is there after an
/// interruption can use the files.
struct Succession {
    folder: Arc<UploadFolder>,
    after: String,
}

impl Succession {
    /// The new database is in place. If the marker cannot be updated now, the next start updates
    /// it.
    fn complete(self) {
        let _ = self.folder.settle(&self.after);
    }

    /// The restore failed. If the marker cannot be updated now, the next start updates it.
    fn withdraw(self) {
        let _ = self.folder.withdraw();
    }
}

/// Performs all steps that precede the replacement of the database.
async fn fill(
    stage: &Stage,
    files: Option<PathBuf>,
    to: &Folders,
    options: RestoreOptions,
) -> Result<(Restored, Succession), String> {
    let failed = |error: &(dyn std::error::Error + 'static)| {
        format!("The data could not be restored: {}.", chain(error))
    };
    let here = installation(to).await.map_err(|error| failed(&error))?;
    if let (Some(here), Some(backup)) = (&here, &stage.contents.installation)
        && here != backup
        && !options.other_installation
    {
        return Err(
            "The backup is that of another installation. If this one is to take that one's place, \
             add --other-installation."
                .to_owned(),
        );
    }
    let store = stage
        .open(here.clone())
        .await
        .map_err(|error| failed(&error))?;
    let after = store.installation().to_owned();
    let before = here.filter(|here| *here != after);
    let claim = match (&before, options.other_installation) {
        (Some(before), true) => Claim::SuccessorOf(before),
        (None, true) => Claim::Told,
        (_, false) => Claim::Restored,
    };
    let folder = UploadFolder::take(&to.uploads, &store, claim).await;
    store.close().await.map_err(|error| failed(&error))?;
    let folder = Arc::new(folder?);
    let succession = Succession {
        folder: Arc::clone(&folder),
        after,
    };
    match bring_files(stage, files, to, folder, options).await {
        Ok(restored) => Ok((restored, succession)),
        Err(error) => {
            succession.withdraw();
            Err(failed(&error))
        }
    }
}

/// Adds the files from the backup, and records which of the existing files will be removed.
async fn bring_files(
    stage: &Stage,
    files: Option<PathBuf>,
    to: &Folders,
    folder: Arc<UploadFolder>,
    options: RestoreOptions,
) -> io::Result<Restored> {
    let uploads = stage.contents.uploads.clone();
    let bring = move || bring_all(&folder, files.as_deref(), &uploads);
    let mut restored = tokio::task::spawn_blocking(bring).await??;
    let newer = stage.contents.unknown(uploads_in(&to.uploads)?);
    restored.newer = newer.len();
    if options.remove_newer_files {
        let noted = stage.condemn(&newer).await;
        noted.map_err(io::Error::other)?;
    }
    Ok(restored)
}

/// The present installation, from the database, or else from the upload folder.
async fn installation(to: &Folders) -> io::Result<Option<String>> {
    // A database that is too damaged to be read is a reason to restore.
    let known: Option<Contents> = contents(&Location::of(&to.data)).await.ok();
    match known.and_then(|known| known.installation) {
        Some(known) => Ok(Some(known)),
        None => Ok(UploadFolder::marker_of(&to.uploads)?.map(|marker| marker.installation)),
    }
}

fn bring_all(
    folder: &UploadFolder,
    files: Option<&Path>,
    uploads: &[UploadRecord],
) -> io::Result<Restored> {
    let mut restored = Restored::default();
    for upload in uploads {
        let (state, copied) = bring(folder, files, upload)?;
        match state {
            State::Sound if copied => restored.copied += 1,
            State::Sound => restored.kept += 1,
            state => restored.faults.push(FaultyUpload::new(upload, state)),
        }
    }
    Ok(restored)
}

/// Ensures that the bytes of an upload exist; returns whether they do, and whether they came from
/// the backup.
fn bring(
    folder: &UploadFolder,
    files: Option<&Path>,
    upload: &UploadRecord,
) -> io::Result<(State, bool)> {
    folder.take_back(&upload.id)?;
    let kept = folder.path(&upload.id, Place::Kept);
    let found = copies::inspect(&kept, upload)?;
    let Some(files) = files.filter(|_| found != State::Sound) else {
        return Ok((found, false));
    };
    let from = place(files, upload);
    if copies::inspect(&from, upload)? != State::Sound {
        return Ok((found, false));
    }
    // Incomplete bytes of the file are not lost either, and are never used as the file again.
    if !folder.set_aside(&upload.id)? {
        return Ok((found, false));
    }
    Ok((copies::copy(&from, &kept, upload)?, true))
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Records that uploads that the database does not list will be removed through the trash; returns
/// their number.
///
/// # Errors
/// One sentence that says why it failed.
pub async fn remove_unknown(at: &Location, uploads: &Path) -> Result<usize, String> {
    at.exists()?;
    let _lock = DataLock::of(at)?;
    let failed = |error: &(dyn std::error::Error + 'static)| {
        format!("The data in {at} cannot be used: {}.", chain(error))
    };
    let store = SqlStore::open(at.clone()).await;
    let store = store.map_err(|error| failed(&error))?;
    let _folder = UploadFolder::take(uploads, &store, Claim::Shown).await?;
    let known = contents(at).await.map_err(|error| failed(&error))?;
    let ids = uploads_in(uploads).map_err(|error| failed(&error))?;
    let unknown = known.unknown(ids);
    let count = unknown.len();
    store
        .condemn(unknown)
        .await
        .map_err(|error| failed(&error))?;
    Ok(count)
}
