//! Removal of files through the trash, from which they can be restored.

use super::UploadFolder;
use super::layout::{TRASH, chunks, is_folder, sync};
use crate::uploads::layout::is_upload;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The location of an upload's bytes.
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

    /// Moves an upload's bytes into the trash. A folder with foreign files stays in place.
    pub(crate) fn trash(&self, id: &str) -> io::Result<()> {
        let kept = self.path(id, Place::Kept);
        if !is_upload(id) || chunks(&kept)?.is_none() {
            return Ok(());
        }
        // An upload in both places was only partly restored.
        self.take_back(id)?;
        let trashed = self.path(id, Place::Trash);
        if is_folder(&trashed)? {
            self.rename(&trashed, &self.aside(id)?)?;
        }
        self.rename(&kept, &trashed)
    }

    /// Moves an upload's bytes to a place from which they are not restored, because intact ones
    /// will replace them. Returns false if the folder contains foreign files, which stay in place.
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

    /// A free name in the trash for replaced bytes: `<id>.1` and so on.
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

    /// Moves a folder into the trash; the move is durable when this returns.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let trash = self.root.join(TRASH);
        fs::create_dir_all(&trash)?;
        fs::rename(from, to)?;
        sync(&trash)?;
        sync(&self.root)
    }

    /// Restores an upload's bytes from the trash; existing bytes are kept. Returns whether there
    /// were any in the trash.
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
        // The folder is empty now, unless a chunk was in both places.
        let _ = fs::remove_dir(&from);
        Ok(true)
    }

    /// Deletes an upload's bytes permanently. A folder with foreign files stays in place.
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

    /// The replaced bytes of an upload.
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

/// Deletes an empty folder; keeps any other.
pub(super) fn remove_empty(folder: &Path) -> io::Result<()> {
    if !is_folder(folder)? {
        return Ok(());
    }
    match fs::remove_dir(folder) {
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        removed => unless_gone(removed).map(|_| ()),
    }
}

/// Ignores the error that another process was faster.
pub(super) fn unless_gone<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        done => done.map(Some),
    }
}
