//! What in a folder of uploads is ours: its names and its kinds.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The marker's name.
pub(super) const MARKER: &str = "portico-uploads.json";
/// How large a chunk is, in bytes. Each upload that is being received has one in memory.
pub(crate) const CHUNK: u64 = 1024 * 1024;
/// The trash's name.
pub(crate) const TRASH: &str = "trash";

/// Whether this is the id of an upload: a UUID of version 7 as the server writes it.
pub(crate) fn is_upload(name: &str) -> bool {
    Uuid::try_parse(name)
        .is_ok_and(|id| id.get_version_num() == 7 && id.hyphenated().to_string() == name)
}

/// What a file is that holds bytes of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Which one, from 0.
    pub(super) number: u64,
    /// Of the exchange that has stored it, while it is not in its place.
    pub(super) epoch: Option<i64>,
    /// Whether it was being written.
    pub(super) is_staged: bool,
}

/// The chunk that a name stands for: six digits; a full stop and an epoch while it is not in its place; and `#` and a
/// number while it is being written.
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

/// The name of a chunk that the exchange of this epoch has stored, before it is in its place.
pub(crate) fn pending(number: u64, epoch: i64) -> String {
    format!("{number:06}.{epoch}")
}

/// The files of an upload's folder. `None` if this is no folder, or if it holds anything but chunks.
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

/// The uploads whose folders are in this one, which need not exist.
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

/// Whether this is a folder itself and no link to one. What is not there is none.
pub(super) fn is_folder(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Makes what was made, renamed or removed in a folder durable.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened as a file.
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
