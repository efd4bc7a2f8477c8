//! Stored files as commands read and write them: verified against the database, and copied from one
//! location to another.

use super::bucket::UploadBucket;
use super::folder::{TRASH, UploadFolder, sync, uploads_in};
use super::layout::{CHUNK, pending, placed};
use super::location::UploadLocation;
use super::marker::Marker;
use crate::db::UploadRecord;
use crate::hex::hex;
use axum::body::Bytes;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The state of an upload's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// All received bytes are there; a complete file has the right SHA-256.
    Sound,
    /// Bytes are missing.
    Missing,
    /// All bytes are there, with another SHA-256.
    Damaged,
}

/// A folder or bucket with files, which a server may be using.
#[derive(Clone, Debug)]
pub(crate) enum StoredFiles {
    /// The folder, which need not exist.
    Folder(PathBuf),
    Bucket(Arc<UploadBucket>),
}

impl StoredFiles {
    /// The files of a location.
    ///
    /// # Errors
    /// The reason why the settings of a bucket cannot be used.
    pub(crate) fn at(location: &UploadLocation) -> Result<Self, String> {
        Ok(match location {
            UploadLocation::Folder(folder) => Self::Folder(folder.clone()),
            UploadLocation::Bucket(bucket) => Self::Bucket(Arc::new(UploadBucket::new(bucket)?)),
        })
    }

    /// The marker, if there is one.
    ///
    /// # Errors
    /// The sentence that says why the location cannot be read.
    pub(crate) async fn marker(&self) -> Result<Option<Marker>, String> {
        match self {
            Self::Folder(root) => UploadFolder::marker_of(root).map_err(|error| {
                let root = root.display();
                format!("The uploads folder {root} cannot be read: {error}.")
            }),
            Self::Bucket(bucket) => {
                let marker = bucket.marker().await;
                marker.map_err(|error| bucket.unusable(&error))
            }
        }
    }

    /// Marks a new or empty location, or one of this installation, as the installation's.
    ///
    /// # Errors
    /// The sentence that says why the location is refused.
    pub(crate) async fn claim(&self, installation: &str) -> Result<(), String> {
        match self {
            Self::Folder(root) => UploadFolder::claim(root, installation),
            Self::Bucket(bucket) => bucket.claim(installation).await,
        }
    }

    /// The uploads with stored bytes, in no particular order.
    pub(crate) async fn uploads(&self) -> io::Result<Vec<String>> {
        match self {
            Self::Folder(root) => uploads_in(root),
            Self::Bucket(bucket) => bucket.uploads().await.map_err(io::Error::other),
        }
    }

    /// The recorded bytes of a chunk; `None` if they are missing.
    async fn read(
        &self,
        upload: &UploadRecord,
        number: u64,
        wanted: u64,
    ) -> io::Result<Option<Bytes>> {
        match self {
            Self::Folder(root) => {
                let folder = place(root, &upload.id);
                // The last chunks may not be in their places yet, and moving them there removes this
                // name.
                let names = [pending(number, upload.written_epoch), placed(number)];
                let read = spawn_blocking(move || read_first(&folder, &names, wanted));
                read.await?
            }
            Self::Bucket(bucket) => {
                let read = bucket.recorded_chunk(upload, number, wanted).await;
                read.map_err(io::Error::other)
            }
        }
    }

    /// Stores the recorded bytes of a chunk, in place of others with its name.
    async fn write(&self, upload: &UploadRecord, number: u64, bytes: Bytes) -> io::Result<()> {
        match self {
            Self::Folder(root) => {
                let folder = root.join(&upload.id);
                spawn_blocking(move || write_file(&folder, &placed(number), &bytes)).await?
            }
            Self::Bucket(bucket) => {
                let written = bucket.restore_chunk(upload, number, bytes).await;
                written.map_err(io::Error::other)
            }
        }
    }

    /// Makes the copied chunks of an upload durable.
    async fn sync(&self, upload: &UploadRecord) -> io::Result<()> {
        let Self::Folder(root) = self else {
            return Ok(());
        };
        let (root, folder) = (root.clone(), root.join(&upload.id));
        let synced = spawn_blocking(move || {
            if folder.is_dir() {
                sync(&folder)?;
            }
            sync(&root)
        });
        synced.await?
    }
}

/// Verifies the bytes of an upload; reads all of them.
pub(crate) async fn inspect(files: &StoredFiles, upload: &UploadRecord) -> io::Result<State> {
    walk(files, None, upload).await
}

/// Copies the received bytes of an upload; the copy is durable when this returns. Damaged bytes are
/// copied as well, and missing ones are not created.
pub(crate) async fn copy(
    from: &StoredFiles,
    to: &StoredFiles,
    upload: &UploadRecord,
) -> io::Result<State> {
    let state = walk(from, Some(to), upload).await?;
    to.sync(upload).await?;
    Ok(state)
}

/// Reads the received bytes of an upload, one chunk at a time, and stores them in another location.
async fn walk(
    from: &StoredFiles,
    to: Option<&StoredFiles>,
    upload: &UploadRecord,
) -> io::Result<State> {
    let mut hash = Sha256::new();
    let received = upload.progress.received;
    for number in 0..received.div_ceil(CHUNK) {
        let wanted = CHUNK.min(received - number * CHUNK);
        let Some(bytes) = from.read(upload, number, wanted).await? else {
            return Ok(State::Missing);
        };
        let chunk = bytes.clone();
        hash = spawn_blocking(move || {
            hash.update(&chunk);
            hash
        })
        .await?;
        if let Some(to) = to {
            to.write(upload, number, bytes).await?;
        }
    }
    let right = !upload.is_complete() || hex(&hash.finalize()) == upload.progress.hash;
    Ok(if right { State::Sound } else { State::Damaged })
}

/// The folder of an upload's bytes: in the trash, if a newer backup was restored and the file has
/// not been used since.
fn place(root: &Path, id: &str) -> PathBuf {
    let kept = root.join(id);
    let trash = root.join(TRASH).join(id);
    match !kept.exists() && trash.exists() {
        true => trash,
        false => kept,
    }
}

/// The first bytes of the first of these files that exists.
fn read_first(folder: &Path, names: &[String], wanted: u64) -> io::Result<Option<Bytes>> {
    for name in names {
        let file = match File::open(folder.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            file => file?,
        };
        // A file that is being received may contain more than the recorded bytes.
        let mut file = file.take(wanted);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let all = file.limit() == 0;
        return Ok(all.then(|| bytes.into()));
    }
    Ok(None)
}

/// Writes a file completely or not at all.
fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let staged = folder.join(format!("{name}#0"));
    let mut file = File::create(&staged)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(staged, folder.join(name))
}
