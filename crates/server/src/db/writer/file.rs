//! The identity of the database file that was opened at startup.

use crate::db::StoreError;
use std::fs;
use std::path::{Path, PathBuf};

/// An opened database file. Readers keep it open, so a write to another file with the same name
/// would be acknowledged but never be read; a write to a deleted file would be lost with the
/// process.
#[derive(Clone, Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    identity: Option<Identity>,
}

/// The device and inode numbers, which distinguish files with the same name.
type Identity = (u64, u64);

impl DatabaseFile {
    /// The file that exists now.
    pub(super) fn new(path: PathBuf) -> Self {
        let identity = identity(&path);
        Self { path, identity }
    }

    /// Returns an error if the file was removed or replaced.
    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        if self.identity == identity(&self.path) {
            return Ok(());
        }
        let reason = "the database file was removed or replaced while the server ran";
        Err(StoreError::Unavailable(reason.into()))
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(path).ok()?;
    Some((meta.dev(), meta.ino()))
}

/// On other systems, an open file cannot be removed.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|_| (0, 0))
}
