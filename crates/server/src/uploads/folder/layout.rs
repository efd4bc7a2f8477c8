//! The names and kinds of the server's own files in an upload folder.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The name of the marker.
pub(super) const MARKER: &str = "portico-uploads.json";
/// The size of a chunk, in bytes. Each upload in progress has one chunk in memory.
pub(crate) const CHUNK: u64 = 1024 * 1024;
/// The name of the trash folder.
pub(crate) const TRASH: &str = "trash";

/// Whether a name is the ID of an upload: a UUID of version 7 as the server writes it.
pub(crate) fn is_upload(name: &str) -> bool {
    Uuid::try_parse(name)
        .is_ok_and(|id| id.get_version_num() == 7 && id.hyphenated().to_string() == name)
}

/// A file with bytes of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// The number of the chunk, from 0.
    pub(super) number: u64,
    /// The epoch of the transfer that stored it, until it is in its place.
    pub(super) epoch: Option<i64>,
    /// Whether it was still being written.
    pub(super) is_staged: bool,
}

/// The chunk with this name: six digits; a full stop and an epoch until it is in its place; and `#`
/// and a number while it is being written.
pub(super) fn chunk_of(name: &str) -> Option<Chunk> {
    let (name, is_staged) = match name.split_once('#') {
        Some((name, draft)) => (name, decimal(draft).map(|_| true)?),
        None => (name, false),
    };
    let (number, epoch) = match name.split_once('.') {
        Some((number, epoch)) => (number, Some(i64::try_from(decimal(epoch)?).ok()?)),
        None => (name, None),
    };
    let number = decimal(number).filter(|_| number.len() == 6)?;
    Some(Chunk {
        number,
        epoch,
        is_staged,
    })
}

fn decimal(digits: &str) -> Option<u64> {
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| all)
}

/// The name of a chunk in its place.
pub(crate) fn placed(number: u64) -> String {
    format!("{number:06}")
}

/// The name of a chunk that the transfer of this epoch has stored, until it is in its place.
pub(crate) fn pending(number: u64, epoch: i64) -> String {
    format!("{number:06}.{epoch}")
}

/// The files of an upload's folder. `None` if this is not a folder, or if it contains anything but
/// chunks.
pub(super) fn chunks(folder: &Path) -> io::Result<Option<Vec<PathBuf>>> {
    if !is_folder(folder)? {
        return Ok(None);
    }
    let mut chunks = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let ours = entry.file_name().to_str().and_then(chunk_of).is_some();
        if !ours || !entry.file_type()?.is_file() {
            return Ok(None);
        }
        chunks.push(entry.path());
    }
    Ok(Some(chunks))
}

/// The uploads with folders in this folder, which need not exist.
pub(crate) fn uploads_in(folder: &Path) -> io::Result<Vec<String>> {
    if !is_folder(folder)? {
        return Ok(Vec::new());
    }
    let mut ids = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(name) = entry.file_name().to_str()
            && is_upload(name)
            && entry.file_type()?.is_dir()
        {
            ids.push(name.to_owned());
        }
    }
    Ok(ids)
}

/// Whether this is a folder, and not a link to one; false if it does not exist.
pub(super) fn is_folder(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Makes creations, renames and deletions in a folder durable.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    // On other systems, a folder cannot be opened as a file.
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
