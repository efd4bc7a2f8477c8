//! Chunks on their way to their places. Each exchange stores them under names with its own epoch, and writes each name
//! once: whatever an exchange does that was overtaken by another one, on whichever server, never touches what that one
//! has stored.
//!
//! A chunk gets its place once the database knows of it. If the server does not come to that, whoever uses the upload
//! next does it.

use super::layout::{CHUNK, Chunk, chunk_of, is_folder, is_upload, placed};
use super::trash::{remove_empty, unless_gone};
use super::{Place, UploadFolder};
use crate::db::UploadRecord;
use std::fs;
use std::io;
use std::path::PathBuf;

impl UploadFolder {
    /// Puts what the database knows of in its place, and removes what it never will know of, since a newer exchange has
    /// taken the upload over.
    pub(crate) fn settle_chunks(&self, upload: &UploadRecord) -> io::Result<()> {
        for (path, chunk, epoch) in self.pending(upload)? {
            if is_known(upload, chunk.number, epoch) {
                unless_gone(fs::rename(&path, path.with_file_name(placed(chunk.number))))?;
            } else if epoch < upload.epoch {
                // It keeps nobody from anything, and the next one tries again.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }

    /// Removes what an exchange has stored in vain: it was overtaken, or the upload is gone.
    pub(crate) fn abandon_chunks(&self, upload: &UploadRecord) -> io::Result<()> {
        for (path, chunk, epoch) in self.pending(upload)? {
            if epoch == upload.epoch && !is_known(upload, chunk.number, epoch) {
                unless_gone(fs::remove_file(path))?;
            }
        }
        remove_empty(&self.path(&upload.id, Place::Kept))
    }

    /// The chunks of an upload that are not in their places, with the epochs of those who stored them.
    fn pending(&self, upload: &UploadRecord) -> io::Result<Vec<(PathBuf, Chunk, i64)>> {
        let folder = self.path(&upload.id, Place::Kept);
        let mut found = Vec::new();
        if !is_upload(&upload.id) || !is_folder(&folder)? {
            return Ok(found);
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let chunk = entry.file_name().to_str().and_then(chunk_of);
            let pending = chunk.filter(|chunk| !chunk.is_staged);
            if let Some((chunk, epoch)) = pending.and_then(|chunk| Some((chunk, chunk.epoch?)))
                && entry.file_type()?.is_file()
            {
                found.push((entry.path(), chunk, epoch));
            }
        }
        Ok(found)
    }
}

/// Whether the database knows of a chunk that the exchange of this epoch has stored.
fn is_known(upload: &UploadRecord, number: u64, epoch: i64) -> bool {
    epoch == upload.written_epoch && number < upload.progress.received.div_ceil(CHUNK)
}
