//! Comparing the files with what the database knows of them.

use super::{Fault, check_folder, place};
use crate::db::{Contents, Location, contents};
use crate::uploads::copies::{self, State};
use crate::uploads::uploads_in;
use std::io;
use std::path::Path;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many files are as the database knows them.
    pub sound: usize,
    /// Files that are not.
    pub faults: Vec<Fault>,
    /// Uploads in the folder that the database knows nothing of, by their ids.
    pub unknown: Vec<String>,
}

/// Reads all files and compares them with what the database knows; changes nothing, and works while a server runs.
///
/// # Errors
/// One sentence that says why not.
pub async fn verify(at: &Location, uploads: &Path) -> Result<Verified, String> {
    at.exists()?;
    let known = contents(at)
        .await
        .map_err(|error| format!("The data cannot be read: {error}."))?;
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
            state => found.faults.push(Fault::new(upload, state)),
        }
    }
    Ok(found)
}
