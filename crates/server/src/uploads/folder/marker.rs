//! The marker: the installation that an upload folder belongs to. It is also the file that is
//! locked while a process uses the folder.

use super::layout::{MARKER, sync};
use crate::locked_file::LockedFile;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The version of the marker and of the folder's layout.
const FORMAT: u32 = 1;

/// The contents of a marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The installation that owns the folder.
    pub(crate) installation: String,
    /// The installation that will own it as soon as its database is in place. The first of the two
    /// that opens the folder then owns it permanently.
    pub(crate) successor: Option<String>,
}

impl Marker {
    pub(super) fn of(installation: &str) -> Self {
        Self {
            installation: installation.to_owned(),
            successor: None,
        }
    }

    /// Whether an installation may use the folder.
    pub(crate) fn admits(&self, installation: &str) -> bool {
        self.installation == installation || self.successor.as_deref() == Some(installation)
    }
}

#[derive(Serialize, Deserialize)]
struct Text {
    /// An explanation for people.
    #[serde(default)]
    about: String,
    format: u32,
    installation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
}

/// Parses a marker; `None` if its format is unknown.
pub(super) fn read(text: &str) -> Option<Marker> {
    let text: Text = serde_json::from_str(text).ok()?;
    (text.format == FORMAT).then_some(Marker {
        installation: text.installation,
        successor: text.successor,
    })
}

/// The operation on the marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marking<'a> {
    /// The marker must exist and name the installation.
    Compare,
    /// The marker is created if it does not exist.
    Create,
    /// The marker is replaced, whatever its contents.
    Replace,
    /// The installation is named as the successor of the folder's owner, or of this installation if
    /// there is no marker.
    Announce(&'a str),
}

/// The reason why a folder could not be locked.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another process has locked it.
    Locked,
    /// Another installation was faster.
    Another,
    Io(io::Error),
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
    let marker = match (read(&found), marking) {
        (Some(found), Marking::Announce(_)) if found.installation != installation => Marker {
            installation: found.installation,
            successor: Some(installation.to_owned()),
        },
        (Some(found), _) if found == Marker::of(installation) => return Ok(()),
        (None, Marking::Announce(before)) => Marker {
            installation: before.to_owned(),
            successor: Some(installation.to_owned()),
        },
        (Some(found), Marking::Compare | Marking::Create) if !found.admits(installation) => {
            return Err(Failure::Another);
        }
        (None, Marking::Compare) => return Err(Failure::Another),
        _ => Marker::of(installation),
    };
    write(file, &marker)?;
    sync(root)?;
    Ok(())
}

/// Overwrites the marker in a single write: if the process is killed at any time, the file contains
/// either the old or the new marker.
pub(super) fn write(mut file: &File, marker: &Marker) -> io::Result<()> {
    let text = Text {
        about: "Files that people uploaded to Portico. Kept by portico-server; see its docs/OPERATIONS.md."
            .to_owned(),
        format: FORMAT,
        installation: marker.installation.clone(),
        successor: marker.successor.clone(),
    };
    let text = serde_json::to_string_pretty(&text).map_err(io::Error::from)?;
    // A longer old marker is overwritten with spaces, because truncating it would be a second step.
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    let text = format!("{text:<length$}\n");
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
