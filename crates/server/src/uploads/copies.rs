//! The bytes of uploads as files of a folder: verified against the database, and copied.

use super::folder::{CHUNK, pending, placed, sync};
use crate::db::UploadRecord;
use crate::hex::hex;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// The size of a read, in bytes.
const PIECE: usize = 128 * 1024;

/// The state of an upload's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// All received bytes are there; a complete file has the right SHA-256.
    Sound,
    /// Bytes are missing.
    Missing,
    /// All bytes are there, with another SHA-256.
    Damaged,
}

/// Verifies the bytes of an upload; reads all of them.
pub(crate) fn inspect(folder: &Path, upload: &UploadRecord) -> io::Result<State> {
    walk(folder, upload, |_, _| Ok(()))
}

/// Copies the received bytes of an upload into a new folder; the copy is durable when this returns.
/// Damaged bytes are copied as well, and missing ones are not created.
pub(crate) fn copy(from: &Path, to: &Path, upload: &UploadRecord) -> io::Result<State> {
    if !from.is_dir() {
        return Ok(State::Missing);
    }
    fs::create_dir_all(to)?;
    let mut open: Option<(String, File)> = None;
    let state = walk(from, upload, |name, piece| {
        match &mut open {
            Some((current, file)) if current == name => file.write_all(piece)?,
            _ => {
                if let Some((_, file)) = open.take() {
                    file.sync_all()?;
                }
                let mut file = File::create_new(to.join(name))?;
                file.write_all(piece)?;
                open = Some((name.to_owned(), file));
            }
        }
        Ok(())
    })?;
    if let Some((_, file)) = open {
        file.sync_all()?;
    }
    sync(to)?;
    if let Some(above) = to.parent() {
        sync(above)?;
    }
    Ok(state)
}

/// Passes on all pieces of the received bytes, with the names of their files.
fn walk(
    folder: &Path,
    upload: &UploadRecord,
    mut each: impl FnMut(&str, &[u8]) -> io::Result<()>,
) -> io::Result<State> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; PIECE];
    let received = upload.progress.received;
    for number in 0..received.div_ceil(CHUNK) {
        let name = placed(number);
        let wanted = CHUNK.min(received - number * CHUNK);
        // The last chunks may not be in their places yet, and moving them there removes this name.
        let stored = [pending(number, upload.written_epoch), name.clone()];
        let Some(file) = first_of(folder, &stored)? else {
            return Ok(State::Missing);
        };
        // A file that is being received may contain more than the recorded bytes.
        let mut file = file.take(wanted);
        loop {
            let length = file.read(&mut buffer)?;
            let piece = buffer.get(..length).unwrap_or_default();
            if piece.is_empty() {
                break;
            }
            hash.update(piece);
            each(&name, piece)?;
        }
        if file.limit() > 0 {
            return Ok(State::Missing);
        }
    }
    let right = !upload.is_complete() || hex(&hash.finalize()) == upload.progress.hash;
    Ok(if right { State::Sound } else { State::Damaged })
}

/// Opens the first of these files that exists.
fn first_of(folder: &Path, names: &[String]) -> io::Result<Option<File>> {
    for name in names {
        match File::open(folder.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            file => return file.map(Some),
        }
    }
    Ok(None)
}
