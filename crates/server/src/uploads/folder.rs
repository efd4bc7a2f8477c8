//! The folder of uploaded files: its owner, the files in it that belong to the server, and their
//! removal.
//!
//! ```text
//! portico-uploads.json   the marker: the installation that the folder belongs to
//! <upload>/000000        the upload's bytes, 1 MiB a file
//! <upload>/000000.7      the same as the seventh transfer stored it, before it is in its place
//! trash/<upload>/000000  the same of a file that was removed a while ago
//! ```
//!
//! Invariant: the server never writes to a folder without this installation's marker.
//!
//! Invariant: a file whose name or kind is not the server's own is never moved, changed or deleted.

mod layout;
mod marker;
mod pending;
mod survey;
mod trash;

pub(crate) use layout::{TRASH, sync, uploads_in};
pub(crate) use trash::Place;

use super::location::UploadLocation;
use super::marker::{Marker, Marking};
use super::ownership::{Claim, Contents, belongs_to_another, is_not_free, judge};
use crate::db::UploadStore;
use crate::locked_file::LockedFile;
use marker::Holder;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use survey::survey;
use tokio::time::{Instant, sleep};

/// The maximum time that a server waits for another server of its database to release its exclusive
/// lock.
const SHARED_WITHIN: Duration = Duration::from_secs(5);
/// The interval between two attempts.
const SHARED_AGAIN: Duration = Duration::from_millis(50);

/// The folder, locked by this process alone or by the servers of one database; the system releases
/// the lock when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct UploadFolder {
    root: PathBuf,
    /// Locked.
    marker: LockedFile,
}

impl UploadFolder {
    /// Locks the folder, and creates and marks it if necessary.
    ///
    /// # Errors
    /// The reason why the folder is refused, and what to do; nothing in it was changed.
    pub(crate) async fn take(
        root: &Path,
        rows: &dyn UploadStore,
        claim: Claim<'_>,
    ) -> Result<Self, String> {
        let unusable = |error: io::Error| {
            format!(
                "The uploads folder {} cannot be used: {error}.",
                root.display()
            )
        };
        let installation = rows.installation();
        let found = survey(root).map_err(unusable)?;
        let location = UploadLocation::from(root);
        let marking = judge(&location, &found, rows, claim).await?;
        fs::create_dir_all(root).map_err(unusable)?;
        let holder = match rows.is_shared() {
            true => Holder::Shared,
            false => Holder::Sole,
        };
        let deadline = Instant::now() + SHARED_WITHIN;
        let taken = loop {
            match marker::take(root, installation, marking, holder) {
                // Another server of this database may hold the exclusive lock for a moment while it
                // marks the folder.
                Err(marker::Failure::Locked)
                    if holder == Holder::Shared && Instant::now() < deadline =>
                {
                    sleep(SHARED_AGAIN).await;
                }
                taken => break taken,
            }
        };
        let marker = taken.map_err(|error| match error {
            marker::Failure::Locked => in_use(root),
            marker::Failure::Another => belongs_to_another(&location),
            marker::Failure::Io(error) => unusable(error),
        })?;
        Ok(Self {
            root: root.to_owned(),
            marker,
        })
    }

    /// Marks an empty folder, or one of this installation, as the installation's; creates it if
    /// necessary.
    ///
    /// # Errors
    /// The sentence that says why the folder is refused.
    pub(crate) fn claim(root: &Path, installation: &str) -> Result<(), String> {
        let unusable =
            |error: io::Error| format!("The folder {} cannot be used: {error}.", root.display());
        match survey(root).map_err(unusable)? {
            Contents::Marked(marker) if marker == Marker::of(installation) => Ok(()),
            Contents::Nothing => {
                fs::create_dir_all(root).map_err(unusable)?;
                mark(root, installation).map_err(unusable)
            }
            _ => Err(is_not_free(&UploadLocation::from(root))),
        }
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Marks the folder as belonging to one installation, either the announced one or the previous
    /// one.
    pub(crate) fn settle(&self, installation: &str) -> io::Result<()> {
        marker::write(&self.marker, &Marker::of(installation))
    }

    /// Withdraws the announcement of a successor: the folder stays with its installation.
    pub(crate) fn withdraw(&self) -> io::Result<()> {
        match Self::marker_of(&self.root)? {
            Some(marker) if marker.successor.is_some() => self.settle(&marker.installation),
            _ => Ok(()),
        }
    }

    /// The marker of a folder, if there is one. The folder is not changed.
    pub(crate) fn marker_of(root: &Path) -> io::Result<Option<Marker>> {
        Ok(match survey(root)? {
            Contents::Marked(marker) => Some(marker),
            _ => None,
        })
    }

    /// The uploads with bytes in the trash, in no particular order.
    pub(crate) fn trashed(&self) -> io::Result<Vec<String>> {
        layout::uploads_in(&self.root.join(layout::TRASH))
    }
}

/// Marks a new folder of copies.
pub(crate) fn mark(root: &Path, installation: &str) -> io::Result<()> {
    match marker::take(root, installation, Marking::Create, Holder::Sole) {
        Ok(_) => Ok(()),
        Err(marker::Failure::Io(error)) => Err(error),
        Err(marker::Failure::Locked | marker::Failure::Another) => {
            Err(io::Error::from(io::ErrorKind::AlreadyExists))
        }
    }
}

fn in_use(root: &Path) -> String {
    format!(
        "Another server is using the uploads folder {}; stop it first, or name another folder with --uploads.",
        root.display()
    )
}
