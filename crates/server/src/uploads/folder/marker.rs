//! The marker of an upload folder. It is also the file that is locked while a process uses the
//! folder.

use super::layout::sync;
use crate::locked_file::LockedFile;
use crate::uploads::layout::MARKER;
use crate::uploads::marker::{Another, Marker, Marking, next, read, text};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The reason why a folder could not be locked.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another process has locked it.
    Locked,
    /// Another installation was faster.
    Another,
    Io(io::Error),
}

impl From<Another> for Failure {
    fn from(_: Another) -> Self {
        Self::Another
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The other processes that may use a folder at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// None.
    Sole,
    /// The other servers of the same database.
    Shared,
}

/// Locks the marker of a folder, and then compares or writes it.
pub(super) fn take(
    root: &Path,
    installation: &str,
    marking: Marking,
    holder: Holder,
) -> Result<LockedFile, Failure> {
    let path = root.join(MARKER);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(marking != Marking::Compare)
        .truncate(false)
        .open(path)?;
    if holder == Holder::Shared {
        locked(file.try_lock_shared())?;
        let mut found = String::new();
        file.read_to_string(&mut found)?;
        if read(&found) == Some(Marker::of(installation)) {
            return Ok(LockedFile::new(file));
        }
        // Writing requires an exclusive lock.
        file.unlock()?;
        file.rewind()?;
    }
    locked(file.try_lock())?;
    let mut file = LockedFile::new(file);
    mark_locked(root, &mut file, installation, marking)?;
    if holder == Holder::Shared {
        file.unlock()?;
        locked(file.try_lock_shared())?;
    }
    Ok(file)
}

fn locked(outcome: Result<(), TryLockError>) -> Result<(), Failure> {
    match outcome {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(Failure::Locked),
        Err(TryLockError::Error(error)) => Err(Failure::Io(error)),
    }
}

fn mark_locked(
    root: &Path,
    file: &mut File,
    installation: &str,
    marking: Marking,
) -> Result<(), Failure> {
    let mut found = String::new();
    file.read_to_string(&mut found)?;
    let Some(marker) = next(read(&found), installation, marking)? else {
        return Ok(());
    };
    write(file, &marker)?;
    sync(root)?;
    Ok(())
}

/// Overwrites the marker in a single write: if the process is killed at any time, the file contains
/// either the old or the new marker.
pub(super) fn write(mut file: &File, marker: &Marker) -> io::Result<()> {
    let text = text(marker).map_err(io::Error::from)?;
    // A longer old marker is overwritten with spaces, because truncating it would be a second step.
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    let text = format!("{text:<length$}\n");
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
