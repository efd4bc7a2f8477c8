//! Chunks that are not in their places yet. Each transfer stores them under names with its own
//! epoch, and writes each name once, so a transfer that was overtaken by another one, on any
//! server, never changes the other's chunks.
//!
//! A chunk is moved into its place once the database has recorded it. If the server does not get to
//! that, the next use of the upload does it.

use super::layout::is_folder;
use super::trash::{remove_empty, unless_gone};
use super::{Place, UploadFolder};
use crate::db::UploadRecord;
use crate::uploads::layout::{CHUNK, Chunk, chunk_of, is_upload, placed};
use std::fs;
use std::io;
use std::path::PathBuf;

impl UploadFolder {
    /// Moves recorded chunks into their places, and deletes chunks that will never be recorded,
    /// because a newer transfer has taken the upload over.
    pub(crate) fn settle_chunks(&self, upload: &UploadRecord) -> io::Result<()> {
        for (path, chunk, epoch) in self.pending(upload)? {
            if is_known(upload, chunk.number, epoch) {
                unless_gone(fs::rename(&path, path.with_file_name(placed(chunk.number))))?;
            } else if epoch < upload.epoch {
                // A remaining file does no harm, and the next call retries.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }

    /// Deletes the chunks of a transfer that was overtaken, or whose upload was removed.
    pub(crate) fn abandon_chunks(&self, upload: &UploadRecord) -> io::Result<()> {
        for (path, chunk, epoch) in self.pending(upload)? {
            if epoch == upload.epoch && !is_known(upload, chunk.number, epoch) {
                unless_gone(fs::remove_file(path))?;
            }
        }
        Ok(())
    }

    /// Removes the folder of an upload that is gone, if nothing is left in it.
    pub(crate) fn remove_empty(&self, id: &str) -> io::Result<()> {
        remove_empty(&self.path(id, Place::Kept))
    }

    /// The chunks of an upload that are not in their places, with the epochs of their transfers.
    fn pending(&self, upload: &UploadRecord) -> io::Result<Vec<(PathBuf, Chunk, i64)>> {
        let folder = self.path(&upload.id, Place::Kept);
        let mut found = Vec::new();
        if !is_upload(&upload.id) || !is_folder(&folder)? {
            return Ok(found);
        }
        // Another server may be at work in it: what it moves or removes in this moment is not pending any more.
        let Some(entries) = unless_gone(fs::read_dir(folder))? else {
            return Ok(found);
        };
        for entry in entries {
            let entry = entry?;
            let chunk = entry.file_name().to_str().and_then(chunk_of);
            let pending = chunk.filter(|chunk| !chunk.is_staged);
            if let Some((chunk, epoch)) = pending.and_then(|chunk| Some((chunk, chunk.epoch?)))
                && unless_gone(entry.file_type())?.is_some_and(|kind| kind.is_file())
            {
                found.push((entry.path(), chunk, epoch));
            }
        }
        Ok(found)
    }
}

/// Whether the database has recorded a chunk from the transfer of this epoch.
fn is_known(upload: &UploadRecord, number: u64, epoch: i64) -> bool {
    epoch == upload.written_epoch && number < upload.progress.received.div_ceil(CHUNK)
}
