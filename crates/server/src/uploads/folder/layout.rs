//! The server's own files in an upload folder.

use crate::uploads::layout::{chunk_of, is_upload};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The name of the trash folder.
pub(crate) const TRASH: &str = "trash";

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
