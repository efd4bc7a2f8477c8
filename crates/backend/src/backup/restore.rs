//! Putting a backup back. The files come before the database, so that whatever breaks off leaves the data as it was.

use super::{Fault, Folders, place};
use crate::store::{
    Contents, DataLock, RemovalStore, SqlStore, Stage, UploadRecord, contents, database_file,
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
        return Err("The backup is the data itself; there is nothing to restore.".to_owned());
    }
    let stage = Stage::new(&to.data, &database).await?;
    let files = source.is_dir().then(|| source.join("uploads"));
    match fill(&stage, files, to, options).await {
        Ok(mut restored) => {
            let put = stage.put(&to.data).await;
            restored.before =
                put.map_err(|error| format!("The data could not be restored: {error}."))?;
            Ok(restored)
        }
        Err(reason) => {
            stage.discard();
            Err(reason)
        }
    }
}

/// Does all that comes before the database is put in its place.
async fn fill(
    stage: &Stage,
    files: Option<PathBuf>,
    to: &Folders,
    options: RestoreOptions,
) -> Result<Restored, String> {
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
    let store = stage.open(here).await.map_err(|error| failed(&error))?;
    let claim = match options.other_installation {
        true => Claim::Told,
        false => Claim::Restored,
    };
    let folder = UploadFolder::take(&to.uploads, &store, claim).await;
    store.close().await.map_err(|error| failed(&error))?;
    let folder = folder?;
    let uploads = stage.contents.uploads.clone();
    let (folder, root) = (Arc::new(folder), to.uploads.clone());
    let bring = {
        let folder = Arc::clone(&folder);
        move || bring_all(&folder, files.as_deref(), &uploads)
    };
    let brought = tokio::task::spawn_blocking(bring).await;
    let brought = brought.map_err(|error| error.to_string())?;
    let mut restored = brought.map_err(|error| failed(&error))?;
    let newer = uploads_in(&root).map(|ids| stage.contents.unknown(ids));
    let newer = newer.map_err(|error| failed(&error))?;
    restored.newer = newer.len();
    if options.remove_newer_files {
        let noted = stage.condemn(&newer).await;
        noted.map_err(|error| failed(&error))?;
    }
    Ok(restored)
}

/// The installation that is here: the database says so, or else the folder of files.
async fn installation(to: &Folders) -> io::Result<Option<String>> {
    // One that is too broken to say so is why somebody restores.
    let known: Option<Contents> = contents(&database_file(&to.data)).await.ok();
    match known.and_then(|known| known.installation) {
        Some(known) => Ok(Some(known)),
        None => UploadFolder::installation_of(&to.uploads),
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
pub async fn remove_unknown(folders: &Folders) -> Result<usize, String> {
    let data = folders.data.display();
    let file = database_file(&folders.data);
    if !file.exists() {
        return Err(format!("There is no data in {data}."));
    }
    let _lock = DataLock::take(&folders.data)?;
    let failed =
        |error: &dyn std::fmt::Display| format!("The data in {data} cannot be used: {error}.");
    let store = SqlStore::open(&folders.data).await;
    let store = store.map_err(|error| failed(&error))?;
    let _folder = UploadFolder::take(&folders.uploads, &store, Claim::Shown).await?;
    let known = contents(&file).await.map_err(|error| failed(&error))?;
    let ids = uploads_in(&folders.uploads).map_err(|error| failed(&error))?;
    let unknown = known.unknown(ids);
    let count = unknown.len();
    store
        .condemn(unknown)
        .await
        .map_err(|error| failed(&error))?;
    Ok(count)
}
