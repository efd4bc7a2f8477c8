//! Comparison of the files with the database.

use super::{FaultyUpload, check_owner};
use crate::db::{Contents, Location, contents};
use crate::failure::chain;
use crate::uploads::copies::{self, State, StoredFiles};
use crate::uploads::{UploadLocation, without_body};
use std::io;

/// The result of the comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The number of files that match the database.
    pub sound: usize,
    /// Files that do not match.
    pub faults: Vec<FaultyUpload>,
    /// The IDs of stored uploads that the database does not list.
    pub unknown: Vec<String>,
}

/// Reads all files and compares them with the database; changes nothing, and works while a server
/// runs.
///
/// # Errors
/// One sentence that says why it failed.
pub async fn verify(at: &Location, uploads: impl Into<UploadLocation>) -> Result<Verified, String> {
    at.exists()?;
    let known = contents(at)
        .await
        .map_err(|error| format!("The data cannot be read: {}.", chain(&error)))?;
    let uploads = uploads.into();
    let files = StoredFiles::at(&uploads)?;
    check_owner(&files, &uploads, &known).await?;
    let found = compare(&files, &known).await;
    found.map_err(|error| format!("The files cannot be read: {}.", without_body(&error)))
}

async fn compare(files: &StoredFiles, known: &Contents) -> io::Result<Verified> {
    let mut found = Verified {
        unknown: known.unknown(files.uploads().await?),
        ..Verified::default()
    };
    found.unknown.sort();
    for upload in &known.uploads {
        match copies::inspect(files, upload).await? {
            State::Sound => found.sound += 1,
            state => found.faults.push(FaultyUpload::new(upload, state)),
        }
    }
    Ok(found)
}
