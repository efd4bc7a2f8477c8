//! Comparison of the files with the database.

use super::{FaultyUpload, check_folder, place};
use crate::db::{Contents, Location, contents};
use crate::failure::chain;
use crate::uploads::copies::{self, State};
use crate::uploads::uploads_in;
use std::io;
use std::path::Path;

/// The result of the comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The number of files that match the database.
    pub sound: usize,
    /// Files that do not match.
    pub faults: Vec<FaultyUpload>,
    /// The IDs of uploads in the folder that the database does not list.
    pub unknown: Vec<String>,
}

/// Reads all files and compares them with the database; changes nothing, and works while a server
/// runs.
///
/// # Errors
/// One sentence that says why it failed.
pub async fn verify(at: &Location, uploads: &Path) -> Result<Verified, String> {
    at.exists()?;
    let known = contents(at)
        .await
        .map_err(|error| format!("The data cannot be read: {}.", chain(&error)))?;
    check_folder(uploads, &known)?;
    let uploads = uploads.to_owned();
    let found = tokio::task::spawn_blocking(move || compare(&uploads, &known));
    let found = found.await.map_err(|error| error.to_string())?;
    found.map_err(|error| format!("The files cannot be read: {error}."))
}

fn compare(uploads: &Path, known: &Contents) -> io::Result<Verified> {
    let mut found = Verified {
        unknown: known.unknown(uploads_in(uploads)?),
        ..Verified::default()
    };
    found.unknown.sort();
    for upload in &known.uploads {
        match copies::inspect(&place(uploads, upload), upload)? {
            State::Sound => found.sound += 1,
            state => found.faults.push(FaultyUpload::new(upload, state)),
        }
    }
    Ok(found)
}
