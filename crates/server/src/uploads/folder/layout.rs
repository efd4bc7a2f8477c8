//! What in a folder of uploads is ours: its names and its kinds.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The marker's name.
pub(super) const MARKER: &str = "portico-uploads.json";
/// The trash's name.
pub(crate) const TRASH: &str = "trash";

/// Whether this is the id of an upload: a UUID of version 7 as the server writes it.
pub(crate) fn is_upload(name: &str) -> bool {
    Uuid::try_parse(name)
        .is_ok_and(|id| id.get_version_num() == 7 && id.hyphenated().to_string() == name)
}

/// Whether this names a chunk, or one that was being written: six digits, perhaps with `#` and a number.
fn is_chunk(name: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, draft) = name.split_once('#').unwrap_or((name, "1"));
    number.len() == 6 && digits(number) && !draft.is_empty() && digits(draft)
}

/// The files of an upload's folder. `None` if this is no folder, or if it holds anything but chunks.
pub(super) fn chunks(folder: &Path) -> io::Result<Option<Vec<PathBuf>>> {
    if !is_folder(folder)? {
        return Ok(None);
    }
    let mut chunks = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let ours = entry.file_name().to_str().is_some_and(is_chunk);
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
