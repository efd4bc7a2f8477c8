//! Inspection of a configured folder, before anything in it is changed.

use super::layout::chunks;
use crate::uploads::layout::{MARKER, is_upload};
use crate::uploads::marker;
use crate::uploads::ownership::Contents;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The folder that a new file system contains.
const OF_THE_SYSTEM: &str = "lost+found";

pub(super) fn survey(root: &Path) -> io::Result<Contents> {
    let entries = match fs::read_dir(root) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Contents::Nothing),
        entries => entries?,
    };
    match fs::read_to_string(root.join(MARKER)) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        // The process was killed while it marked an empty folder.
        Ok(text) if text.is_empty() => {}
        text => {
            return Ok(marker::read(&text?).map_or(Contents::NewerMarker, Contents::Marked));
        }
    }
    let mut ids = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let name = name.to_string_lossy().into_owned();
        if name == OF_THE_SYSTEM || name == MARKER {
            continue;
        }
        if !is_upload(&name) || chunks(&root.join(&name))?.is_none() {
            return Ok(Contents::Foreign(name));
        }
        ids.push(name);
    }
    Ok(if ids.is_empty() {
        Contents::Nothing
    } else {
        Contents::Uploads(ids)
    })
}
