//! Copying the uploaded files to another location, as a backup of them alone or in order to move
//! them.

use super::{BackedUp, FaultyUpload, check_owner};
use crate::db::{Location, contents};
use crate::failure::chain;
use crate::uploads::copies::{self, State, StoredFiles};
use crate::uploads::{UploadLocation, without_body};
use std::io;

/// Copies all files to another folder or bucket, which then belongs to this installation too. Files
/// that are already there and intact stay. Works while a server runs.
///
/// # Errors
/// One sentence that says why it failed; files that were already copied stay.
pub async fn copy_files(
    at: &Location,
    from: &UploadLocation,
    to: &UploadLocation,
) -> Result<BackedUp, String> {
    at.exists()?;
    if from == to {
        return Err("The files are already there.".to_owned());
    }
    let known = contents(at)
        .await
        .map_err(|error| format!("The data cannot be read: {}.", chain(&error)))?;
    let Some(installation) = &known.installation else {
        return Err("The data is from an earlier release; start this release first.".to_owned());
    };
    let source = StoredFiles::at(from)?;
    check_owner(&source, from, &known).await?;
    let target = StoredFiles::at(to)?;
    target.claim(installation).await?;
    let failed =
        |error: io::Error| format!("The files could not be copied: {}.", without_body(&error));
    let mut done = BackedUp::default();
    for upload in &known.uploads {
        let present = copies::inspect(&target, upload).await.map_err(failed)?;
        let state = match present {
            State::Sound => present,
            _ => copies::copy(&source, &target, upload)
                .await
                .map_err(failed)?,
        };
        if state == State::Sound {
            done.files += 1;
            done.bytes += upload.progress.received;
        } else if upload.is_complete() {
            done.faults.push(FaultyUpload::new(upload, state));
        }
    }
    Ok(done)
}
