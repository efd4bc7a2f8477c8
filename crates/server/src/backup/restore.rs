//! Putting a backup back. The files come before the database, so that whatever breaks off leaves the data as it was.

use super::{Fault, Folders, place};
use crate::db::{
    Contents, DataLock, Location, RemovalStore, SqlStore, Stage, UploadRecord, UploadStore,
    contents, database_file,
};
use crate::uploads::copies::{self, State};
use crate::uploads::{Claim, Place, UploadFolder, uploads_in};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What somebody who restores has to say on purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestoreOptions {
    /// The backup may be that of another installation, whose place this one takes from then on.
    pub other_installation: bool,
    /// Files that are newer than the backup are removed, by the trash as any other.
    pub remove_newer_files: bool,
}

/// What was restored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Where the database before is.
    pub before: Option<PathBuf>,
    /// How many files were there already.
    pub kept: usize,
    /// How many came out of the backup.
    pub copied: usize,
    /// Files that the database knows and that are nowhere as they were.
    pub faults: Vec<Fault>,
    /// How many files there are that the database knows nothing of.
    pub newer: usize,
}

/// Puts a backup, a folder or a database alone, in the place of the data, which is kept beside it. Files are added, and
/// none is overwritten.
///
/// # Errors
/// One sentence that says why not; database and files are then as they were, but for files that were added.
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
                put.map_err(|error| format!("The data could not be restored: {error}."))?;
            succession.complete();
            Ok(restored)
        }
        Err(reason) => {
            stage.discard();
            Err(reason)
        }
    }
}

/// A folder of files that is about to be another installation's, and until then is that of the one before as well: the
/// database is put in a step of its own, and whichever is there if that breaks off has its files.
struct Succession {
    folder: Arc<UploadFolder>,
    after: String,
}

impl Succession {
    /// The database is in its place. Where this cannot be noted now, the next start does it.
    fn complete(self) {
        let _ = self.folder.settle(&self.after);
    }

    /// Nothing has come of it. Where this cannot be noted now, the next start does it.
    fn withdraw(self) {
        let _ = self.folder.withdraw();
    }
}

/// Does all that comes before the database is put in its place.
async fn fill(
    stage: &Stage,
    files: Option<PathBuf>,
    to: &Folders,
    options: RestoreOptions,
) -> Result<(Restored, Succession), String> {
    let failed =
        |error: &dyn std::fmt::Display| format!("The data could not be restored: {error}.");
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

/// Adds the files that the backup brings, and notes which of those that are there are to be removed.
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

/// The installation that is here: the database says so, or else the folder of files.
async fn installation(to: &Folders) -> io::Result<Option<String>> {
    // One that is too broken to say so is why somebody restores.
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
            state => restored.faults.push(Fault::new(upload, state)),
        }
    }
    Ok(restored)
}

/// Sees to it that the bytes of an upload are there; whether they are, and whether they came out of the backup.
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
    // What was there, less than it should be, is not lost either, and is never taken for the file again.
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

/// Notes that the uploads that the database knows nothing of are to be removed, by the trash as any other; how many.
///
/// # Errors
/// One sentence that says why not.
pub async fn remove_unknown(at: &Location, uploads: &Path) -> Result<usize, String> {
    at.exists()?;
    let _lock = DataLock::of(at)?;
    let failed =
        |error: &dyn std::fmt::Display| format!("The data in {at} cannot be used: {error}.");
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
