//! The marker: which installation a folder of uploads belongs to. It is also what is locked while a process uses the
//! folder.

use super::layout::{MARKER, sync};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The version of the marker and of the folder's layout.
const FORMAT: u32 = 1;

/// What a marker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) installation: String,
}

#[derive(Serialize, Deserialize)]
struct Text {
    /// For people.
    #[serde(default)]
    about: String,
    format: u32,
    installation: String,
}

/// Reads a marker; `None` if it is of no form that is known here.
pub(super) fn read(text: &str) -> Option<Marker> {
    let text: Text = serde_json::from_str(text).ok()?;
    (text.format == FORMAT).then_some(Marker {
        installation: text.installation,
    })
}

/// What to do about the marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marking {
    /// It has to be there and to name the installation.
    Compare,
    /// It is written where there is none.
    Create,
    /// It is written, whatever it said.
    Replace,
}

/// Why a folder was not had.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another process has it.
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

/// Locks the marker of a folder and, once it is this process's alone, compares or writes it.
pub(super) fn take(root: &Path, installation: &str, marking: Marking) -> Result<File, Failure> {
    let path = root.join(MARKER);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(marking != Marking::Compare)
        .truncate(false)
        .open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(Failure::Locked),
        Err(TryLockError::Error(error)) => return Err(Failure::Io(error)),
    }
    let mut found = String::new();
    file.read_to_string(&mut found)?;
    let whose = read(&found).map(|marker| marker.installation);
    match (whose, marking) {
        (Some(whose), _) if whose == installation => return Ok(file),
        (Some(_), Marking::Compare | Marking::Create) | (None, Marking::Compare) => {
            return Err(Failure::Another);
        }
        (_, Marking::Replace) | (None, Marking::Create) => {}
    }
    let text = Text {
        about: "Files that people uploaded to Portico. Kept by portico-server; see its docs/OPERATIONS.md."
            .to_owned(),
        format: FORMAT,
        installation: installation.to_owned(),
    };
    let text = serde_json::to_string_pretty(&text).map_err(io::Error::from)?;
    file.rewind()?;
    file.set_len(0)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    sync(root)?;
    Ok(file)
}
