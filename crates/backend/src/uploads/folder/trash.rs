//! How a file leaves the folder: by the trash, from which it can be taken back.

use super::UploadFolder;
use super::layout::{TRASH, chunks, is_folder, is_upload, sync};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Where the bytes of an upload are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Kept,
    Trash,
}

impl UploadFolder {
    pub(crate) fn path(&self, id: &str, place: Place) -> PathBuf {
        match place {
            Place::Kept => self.root.join(id),
            Place::Trash => self.root.join(TRASH).join(id),
        }
    }

    /// Moves an upload's bytes into the trash. What is not ours in whole stays where it is.
    pub(crate) fn trash(&self, id: &str) -> io::Result<()> {
        let kept = self.path(id, Place::Kept);
        if !is_upload(id) || chunks(&kept)?.is_none() {
            return Ok(());
        }
        // One that is in both places was taken back in part.
        self.take_back(id)?;
        let trash = self.root.join(TRASH);
        fs::create_dir_all(&trash)?;
        fs::rename(&kept, self.path(id, Place::Trash))?;
        sync(&trash)?;
        sync(&self.root)
    }

    /// Takes an upload's bytes out of the trash; what is kept already stays as it is. Says whether there were any.
    pub(crate) fn take_back(&self, id: &str) -> io::Result<bool> {
        let from = self.path(id, Place::Trash);
        if !is_upload(id) || !is_folder(&from)? {
            return Ok(false);
        }
        let Some(chunks) = chunks(&from)? else {
            return Ok(false);
        };
        let to = self.path(id, Place::Kept);
        fs::create_dir_all(&to)?;
        for chunk in chunks {
            let Some(name) = chunk.file_name() else {
                continue;
            };
            let place = to.join(name);
            if !place.try_exists()? {
                unless_gone(fs::rename(&chunk, place))?;
            }
        }
        sync(&to)?;
        sync(&self.root)?;
        // Empty by now, unless something was in both places.
        let _ = fs::remove_dir(&from);
        Ok(true)
    }

    /// Removes an upload's bytes for good. What is not ours in whole stays where it is.
    pub(crate) fn erase(&self, id: &str, place: Place) -> io::Result<()> {
        let folder = self.path(id, place);
        if !is_upload(id) {
            return Ok(());
        }
        for chunk in chunks(&folder)?.unwrap_or_default() {
            unless_gone(fs::remove_file(chunk))?;
        }
        remove_empty(&folder)
    }
}

/// Removes a folder that holds nothing; leaves every other.
fn remove_empty(folder: &Path) -> io::Result<()> {
    if !is_folder(folder)? || fs::read_dir(folder)?.next().is_some() {
        return Ok(());
    }
    unless_gone(fs::remove_dir(folder))
}

/// Somebody else may have done it a moment before.
fn unless_gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
