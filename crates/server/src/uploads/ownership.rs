//! Whether an upload folder or bucket belongs to this installation, decided from its contents
//! before anything in it is changed.

use super::location::UploadLocation;
use super::marker::{Marker, Marking};
use crate::db::{StoreError, UploadStore};
use crate::failure::chain;

/// The contents of a folder, or of a bucket's prefix.
#[derive(Debug)]
pub(crate) enum Contents {
    /// It is empty, or does not exist.
    Nothing,
    /// It has the marker of an installation, and possibly other files.
    Marked(Marker),
    /// It has a marker that this release cannot read.
    NewerMarker,
    /// It contains only uploads, without a marker.
    Uploads(Vec<String>),
    /// It contains a file that no Portico server wrote, with this name.
    Foreign(String),
}

/// The evidence that the files belong to this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim<'a> {
    /// The marker must show it.
    Shown,
    /// The marker must show it, but the files may be restored later.
    Restored,
    /// The administrator says so.
    Told,
    /// The administrator says so, but until this installation's database is in place the files
    /// also belong to the other one.
    SuccessorOf(&'a str),
}

impl Claim<'_> {
    /// Whether the administrator says so.
    fn is_told(self) -> bool {
        matches!(self, Self::Told | Self::SuccessorOf(_))
    }
}

/// What to do with the marker.
///
/// # Errors
/// The reason why the files are not used, and what to do.
pub(crate) async fn judge<'a>(
    location: &UploadLocation,
    found: &Contents,
    rows: &dyn UploadStore,
    claim: Claim<'a>,
) -> Result<Marking<'a>, String> {
    let failed = |error: StoreError| format!("The uploads cannot be looked up: {}.", chain(&error));
    match found {
        Contents::Nothing => {
            let known = rows.count().await.map_err(failed)?;
            if claim == Claim::Shown && known > 0 {
                return Err(files_are_missing(location, known));
            }
        }
        Contents::Marked(marker) => {
            if !claim.is_told() && !marker.admits(rows.installation()) {
                return Err(belongs_to_another(location));
            }
        }
        Contents::Uploads(ids) => {
            let mut known = 0;
            for ids in ids.chunks(500) {
                known += rows.uploads(ids).await.map_err(failed)?.len();
            }
            // Older releases wrote no marker. At each start they deleted uploads that their
            // database did not list, so most uploads in their own folder are known.
            if !claim.is_told() && known * 2 <= ids.len() {
                return Err(unknown_uploads(location, ids.len(), known));
            }
        }
        Contents::Foreign(name) => return Err(holds_something_else(location, name)),
        Contents::NewerMarker => return Err(newer_marker(location)),
    }
    Ok(match (claim, found) {
        (Claim::Told, _) => Marking::Replace,
        (Claim::SuccessorOf(before), _) => Marking::Announce(before),
        (Claim::Shown | Claim::Restored, Contents::Marked(_)) => Marking::Compare,
        (Claim::Shown | Claim::Restored, _) => Marking::Create,
    })
}

/// The advice for an administrator who is sure.
const ADOPT: &str = "run `portico-server uploads adopt` with the same --data and --uploads";

fn files_are_missing(location: &UploadLocation, known: u64) -> String {
    let advice = match location {
        UploadLocation::Folder(_) => {
            "is empty or not there. \
             If it is on another disk, mount that; if it was moved, say where with --uploads"
        }
        UploadLocation::Bucket(_) => {
            "has none. If they are in another bucket or folder, or under another prefix, say where with --uploads"
        }
    };
    format!(
        "The database knows {known} uploaded files, but the uploads {} {location} {advice}; \
         if the files are lost, {ADOPT} to go on without them.",
        location.noun()
    )
}

pub(super) fn belongs_to_another(location: &UploadLocation) -> String {
    let noun = location.noun();
    format!(
        "The uploads {noun} {location} belongs to another installation, so it is not used; nothing in it was touched. \
         Name another {noun} with --uploads. If this database takes the place of that installation's, {ADOPT}."
    )
}

/// The reason why files are not copied to a location.
pub(super) fn is_not_free(location: &UploadLocation) -> String {
    let noun = location.noun();
    format!(
        "The {noun} {location} is neither empty nor this installation's, so nothing was copied. \
         Name another {noun}."
    )
}

fn unknown_uploads(location: &UploadLocation, ids: usize, known: usize) -> String {
    let noun = location.noun();
    format!(
        "The uploads {noun} {location} holds {ids} uploads of which this database knows {known}, so it is not used; \
         nothing in it was touched. Name another {noun} with --uploads. If the files are this installation's, {ADOPT}."
    )
}

fn holds_something_else(location: &UploadLocation, name: &str) -> String {
    let noun = location.noun();
    let other = match location {
        UploadLocation::Folder(_) => "an empty or a new folder",
        UploadLocation::Bucket(_) => "another bucket or an unused prefix",
    };
    format!(
        "The uploads {noun} {location} holds {name:?}, which no Portico server wrote, so it is not used; \
         nothing in it was touched. Name {other} with --uploads."
    )
}

fn newer_marker(location: &UploadLocation) -> String {
    format!(
        "The uploads {} {location} belongs to a newer release; use that release.",
        location.noun()
    )
}
