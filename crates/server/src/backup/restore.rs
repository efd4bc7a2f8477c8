//! Restoring a backup. The files are restored before the database, so that an interruption leaves
//! the data as it was.

use super::{FaultyUpload, Folders};
use crate::db::{
    Contents, DataLock, Location, RemovalStore, SqlStore, Stage, UploadRecord, UploadStore,
    contents, database_file,
};
use crate::failure::chain;
use crate::uploads::copies::{self, State, StoredFiles};
use crate::uploads::{Claim, FileStore, UploadLocation, blocking};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
            succession.complete().await;
            Ok(restored)
        }
        Err(reason) => {
            stage.discard();
            Err(reason)
        }
    }
}

/// A folder or bucket that is changing its installation, and belongs to both until the change is
/// complete: the database is replaced in a separate step, and whichever database is there after an
/// interruption can use the files.
struct Succession {
    files: FileStore,
    after: String,
}

impl Succession {
    /// The new database is in place. If the marker cannot be updated now, the next start updates
    /// it.
    async fn complete(self) {
        let _ = self.files.settle(&self.after).await;
    }

    /// The restore failed. If the marker cannot be updated now, the next start updates it.
    async fn withdraw(self) {
        let _ = self.files.withdraw().await;
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
    let here = installation(to).await?;
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
    let taken = FileStore::take(&to.uploads, &store, claim).await;
    store.close().await.map_err(|error| failed(&error))?;
    let succession = Succession {
        files: taken?,
        after,
    };
    let present = StoredFiles::at(&to.uploads)?;
    let copies = files.map(StoredFiles::Folder);
    match bring_files(stage, copies, &succession.files, &present, options).await {
        Ok(restored) => Ok((restored, succession)),
        Err(error) => {
            succession.withdraw().await;
            Err(failed(&error))
        }
    }
}

/// Adds the files from the backup, and records which of the existing files will be removed.
async fn bring_files(
    stage: &Stage,
    copies: Option<StoredFiles>,
    files: &FileStore,
    present: &StoredFiles,
    options: RestoreOptions,
) -> io::Result<Restored> {
    let mut restored = Restored::default();
    for upload in &stage.contents.uploads {
        let (state, copied) = bring(files, present, copies.as_ref(), upload).await?;
        match state {
            State::Sound if copied => restored.copied += 1,
            State::Sound => restored.kept += 1,
            state => restored.faults.push(FaultyUpload::new(upload, state)),
        }
    }
    let newer = stage.contents.unknown(present.uploads().await?);
    restored.newer = newer.len();
    if options.remove_newer_files {
        let noted = stage.condemn(&newer).await;
        noted.map_err(io::Error::other)?;
    }
    Ok(restored)
}

/// The present installation, from the database, or else from the uploaded files.
async fn installation(to: &Folders) -> Result<Option<String>, String> {
    // A database that is too damaged to be read is a reason to restore.
    let known: Option<Contents> = contents(&Location::of(&to.data)).await.ok();
    match known.and_then(|known| known.installation) {
        Some(known) => Ok(Some(known)),
        None => {
            let marker = StoredFiles::at(&to.uploads)?.marker().await?;
            Ok(marker.map(|marker| marker.installation))
        }
    }
}

/// Ensures that the bytes of an upload exist; returns whether they do, and whether they came from
/// the backup.
async fn bring(
    files: &FileStore,
    present: &StoredFiles,
    copies: Option<&StoredFiles>,
    upload: &UploadRecord,
) -> io::Result<(State, bool)> {
    if let FileStore::Folder(folder) = files {
        let id = upload.id.clone();
        blocking(folder, move |folder| folder.take_back(&id)).await?;
    }
    let found = copies::inspect(present, upload).await?;
    let Some(copies) = copies.filter(|_| found != State::Sound) else {
        return Ok((found, false));
    };
    if copies::inspect(copies, upload).await? != State::Sound {
        return Ok((found, false));
    }
    // Incomplete bytes of the file are not lost either, and are never used as the file again. In a
    // bucket, intact objects take the places of others with their names.
    if let FileStore::Folder(folder) = files {
        let id = upload.id.clone();
        if !blocking(folder, move |folder| folder.set_aside(&id)).await? {
            return Ok((found, false));
        }
    }
    Ok((copies::copy(copies, present, upload).await?, true))
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Records that uploads that the database does not list will be removed; returns their number.
///
/// # Errors
/// One sentence that says why it failed.
pub async fn remove_unknown(at: &Location, uploads: &UploadLocation) -> Result<usize, String> {
    at.exists()?;
    let _lock = DataLock::of(at)?;
    let failed = |error: &(dyn std::error::Error + 'static)| {
        format!("The data in {at} cannot be used: {}.", chain(error))
    };
    let store = SqlStore::open(at.clone()).await;
    let store = store.map_err(|error| failed(&error))?;
    let _files = FileStore::take(uploads, &store, Claim::Shown).await?;
    let known = contents(at).await.map_err(|error| failed(&error))?;
    let ids = StoredFiles::at(uploads)?.uploads().await;
    let unknown = known.unknown(ids.map_err(|error| failed(&error))?);
    let count = unknown.len();
    store
        .condemn(unknown)
        .await
        .map_err(|error| failed(&error))?;
    Ok(count)
}
