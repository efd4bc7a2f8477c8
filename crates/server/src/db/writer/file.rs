//! The database's file: the one that was there at the start, and no other.

use crate::db::StoreError;
use std::fs;
use std::path::{Path, PathBuf};

/// A database file that was opened. Readers keep it open, so a write into another file of that name would be answered
/// and never be seen; one into a file that was removed would be gone with the process.
#[derive(Clone, Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    identity: Option<Identity>,
}

/// What tells a file from another one of its name: its device and number.
type Identity = (u64, u64);

impl DatabaseFile {
    /// The file that is there now.
    pub(super) fn new(path: PathBuf) -> Self {
        let identity = identity(&path);
        Self { path, identity }
    }

    /// Says so where it is not there any more.
    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        if self.identity == identity(&self.path) {
            return Ok(());
        }
        let reason = "the database file was removed or replaced while the server ran";
        Err(StoreError::Unavailable(reason.to_owned()))
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(path).ok()?;
    Some((meta.dev(), meta.ino()))
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|_| (0, 0))
}
