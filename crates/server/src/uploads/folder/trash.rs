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
        let trashed = self.path(id, Place::Trash);
        if is_folder(&trashed)? {
            self.rename(&trashed, &self.aside(id)?)?;
        }
        self.rename(&kept, &trashed)
    }

    /// Moves an upload's bytes where they are not taken back from, since better ones come. Says whether they could be: what
    /// is not ours in whole stays where it is.
    pub(crate) fn set_aside(&self, id: &str) -> io::Result<bool> {
        let kept = self.path(id, Place::Kept);
        if !is_folder(&kept)? {
            return Ok(true);
        }
        if !is_upload(id) || chunks(&kept)?.is_none() {
            return Ok(false);
        }
        self.rename(&kept, &self.aside(id)?)?;
        Ok(true)
    }

    /// A free place in the trash for bytes that others have taken the place of: `<id>.1` and so on.
    fn aside(&self, id: &str) -> io::Result<PathBuf> {
        let mut number = 1_u32;
        loop {
            let place = self.root.join(TRASH).join(format!("{id}.{number}"));
            if fs::symlink_metadata(&place).is_err_and(|e| e.kind() == ErrorKind::NotFound) {
                return Ok(place);
            }
            number = number.checked_add(1).ok_or(ErrorKind::AlreadyExists)?;
        }
    }

    /// Renames a folder into the trash, for good when this returns.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let trash = self.root.join(TRASH);
        fs::create_dir_all(&trash)?;
        fs::rename(from, to)?;
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
        if !is_upload(id) {
            return Ok(());
        }
        erase(&self.path(id, place))?;
        if place == Place::Trash {
            for aside in self.set_aside_of(id)? {
                erase(&aside)?;
            }
        }
        Ok(())
    }

    /// What was set aside of an upload.
    fn set_aside_of(&self, id: &str) -> io::Result<Vec<PathBuf>> {
        let trash = self.root.join(TRASH);
        if !is_folder(&trash)? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for entry in fs::read_dir(trash)? {
            let entry = entry?;
            let name = entry.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix(id)?.strip_prefix('.'));
            if number.is_some_and(|number| number.parse::<u32>().is_ok()) {
                found.push(entry.path());
            }
        }
        Ok(found)
    }
}

fn erase(folder: &Path) -> io::Result<()> {
    for chunk in chunks(folder)?.unwrap_or_default() {
        unless_gone(fs::remove_file(chunk))?;
    }
    remove_empty(folder)
}

/// Removes a folder that holds nothing; leaves every other.
pub(super) fn remove_empty(folder: &Path) -> io::Result<()> {
    if !is_folder(folder)? || fs::read_dir(folder)?.next().is_some() {
        return Ok(());
    }
    unless_gone(fs::remove_dir(folder))
}

/// Somebody else may have done it a moment before.
pub(super) fn unless_gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
