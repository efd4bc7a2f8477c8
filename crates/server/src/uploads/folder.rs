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

pub(crate) use layout::{CHUNK, TRASH, pending, placed, sync, uploads_in};
pub(crate) use marker::Marker;
pub(crate) use trash::Place;

use crate::db::UploadStore;
use crate::locked_file::LockedFile;
use marker::{Holder, Marking};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use survey::{Contents, survey};
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

/// The evidence that a folder belongs to this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim<'a> {
    /// The folder must show it.
    Shown,
    /// The folder must show it, but its files may be restored later.
    Restored,
    /// The administrator says so.
    Told,
    /// The administrator says so, but until this installation's database is in place the folder
    /// also belongs to the other one.
    SuccessorOf(&'a str),
}

impl Claim<'_> {
    /// Whether the administrator says so.
    fn is_told(self) -> bool {
        matches!(self, Self::Told | Self::SuccessorOf(_))
    }
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
        let failed = |error| format!("The uploads cannot be looked up: {error}.");
        let installation = rows.installation();
        let found = survey(root).map_err(unusable)?;
        match &found {
            Contents::Nothing => {
                let known = rows.count().await.map_err(failed)?;
                if claim == Claim::Shown && known > 0 {
                    return Err(files_are_missing(root, known));
                }
            }
            Contents::Marked(marker) => {
                if !claim.is_told() && !marker.admits(installation) {
                    return Err(belongs_to_another(root));
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
                    return Err(unknown_uploads(root, ids.len(), known));
                }
            }
            Contents::Foreign(name) => return Err(holds_something_else(root, name)),
            Contents::NewerMarker => return Err(newer_marker(root)),
        }
        fs::create_dir_all(root).map_err(unusable)?;
        let marking = match (claim, found) {
            (Claim::Told, _) => Marking::Replace,
            (Claim::SuccessorOf(before), _) => Marking::Announce(before),
            (Claim::Shown | Claim::Restored, Contents::Marked(_)) => Marking::Compare,
            (Claim::Shown | Claim::Restored, _) => Marking::Create,
        };
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
            marker::Failure::Another => belongs_to_another(root),
            marker::Failure::Io(error) => unusable(error),
        })?;
        Ok(Self {
            root: root.to_owned(),
            marker,
        })
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

/// The advice for an administrator who is sure.
const ADOPT: &str = "run `portico-server uploads adopt` with the same --data and --uploads";

fn files_are_missing(root: &Path, known: u64) -> String {
    format!(
        "The database knows {known} uploaded files, but the uploads folder {} is empty or not there. \
         If it is on another disk, mount that; if it was moved, say where with --uploads; \
         if the files are lost, {ADOPT} to go on without them.",
        root.display()
    )
}

fn belongs_to_another(root: &Path) -> String {
    format!(
        "The uploads folder {} belongs to another installation, so it is not used; nothing in it was touched. \
         Name another folder with --uploads. If this database takes the place of that installation's, {ADOPT}.",
        root.display()
    )
}

fn unknown_uploads(root: &Path, ids: usize, known: usize) -> String {
    format!(
        "The uploads folder {} holds {ids} uploads of which this database knows {known}, so it is not used; \
         nothing in it was touched. Name another folder with --uploads. If the files are this installation's, {ADOPT}.",
        root.display()
    )
}

fn holds_something_else(root: &Path, name: &str) -> String {
    format!(
        "The uploads folder {} holds {name:?}, which no Portico server wrote, so it is not used; \
         nothing in it was touched. Name an empty or a new folder with --uploads.",
        root.display()
    )
}

fn newer_marker(root: &Path) -> String {
    format!(
        "The uploads folder {} belongs to a newer release; use that release.",
        root.display()
    )
}

fn in_use(root: &Path) -> String {
    format!(
        "Another server is using the uploads folder {}; stop it first, or name another folder with --uploads.",
        root.display()
    )
}
