//! The bytes of uploads as files of a folder: checked against what the database knows, and copied.

use super::folder::{CHUNK, pending, placed, sync};
use crate::db::UploadRecord;
use crate::hex::hex;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// How much is read at once, in bytes.
const PIECE: usize = 128 * 1024;

/// What is there of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// All that arrived; of a complete file with the right SHA-256.
    Sound,
    /// Not all of it.
    Missing,
    /// All of it, with another SHA-256.
    Damaged,
}

/// Checks what is there of an upload; reads all of it.
pub(crate) fn inspect(folder: &Path, upload: &UploadRecord) -> io::Result<State> {
    walk(folder, upload, |_, _| Ok(()))
}

/// Copies what arrived of an upload into a new folder, durable when this returns. What is damaged is copied as well, and
/// what is missing is not made.
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

/// Hands out all pieces of what arrived, with the name of their file.
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
        // What was written last may not be in its place yet, and whoever puts it there takes this name away.
        let stored = [pending(number, upload.written_epoch), name.clone()];
        let Some(file) = first_of(folder, &stored)? else {
            return Ok(State::Missing);
        };
        // One that is being received may hold more than is known.
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

/// Opens the first of these files that is there.
fn first_of(folder: &Path, names: &[String]) -> io::Result<Option<File>> {
    for name in names {
        match File::open(folder.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            file => return file.map(Some),
        }
    }
    Ok(None)
}
