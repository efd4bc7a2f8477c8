//! The removal of files: they stay in place for a week, then in the trash for a month, and are then
//! deleted.
//!
//! A sweep processes only files that the database recorded as removed, and never files that it does
//! not list, which may be newer than a restored backup, or another server's.

use super::Uploads;
use super::folder::{Place, UploadFolder};
use crate::db::{Millis, Removal, StoreError};
use crate::http::ApiError;
use crate::limits::REMOVED_WAIT_DAYS;
use jiff::Timestamp;
use std::io;
use std::sync::Arc;

const DAY: Millis = 24 * 60 * 60 * 1000;

/// The reason why removed files could not be processed.
pub(crate) enum SweepError {
    /// The database failed.
    Store(StoreError),
    /// The folder failed; the log contains the reason.
    Folder,
}

impl From<StoreError> for SweepError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ApiError> for SweepError {
    fn from(_: ApiError) -> Self {
        Self::Folder
    }
}

impl Uploads {
    /// Processes removed files that have waited long enough. A file that cannot be moved does not
    /// block the others; the next sweep retries.
    pub(crate) async fn sweep(&self, now: Timestamp) -> Result<(), SweepError> {
        self.rows.watch(now.as_millisecond()).await?;
        self.untrash().await?;
        let mut due = self.rows.removals().await?;
        due.retain(|removal| removal.waited >= REMOVED_WAIT_DAYS * DAY);
        let gone_after = (REMOVED_WAIT_DAYS + i64::from(self.trash_days)) * DAY;
        let gone = self
            .blocking(move |folder| {
                let done = |removal: &Removal| {
                    move_on(folder, removal, gone_after).unwrap_or_else(|error| {
                        let id = &removal.id;
                        tracing::error!(%error, id, "a removed file could not be moved");
                        false
                    })
                };
                let gone = due.into_iter().filter(done);
                Ok(gone.map(|removal| removal.id).collect::<Vec<_>>())
            })
            .await?;
        if gone.is_empty() {
            return Ok(());
        }
        Ok(self.rows.settle(gone).await?)
    }

    /// Restores files in the trash that the database lists again, because a newer backup was
    /// restored.
    async fn untrash(&self) -> Result<(), SweepError> {
        let trashed = self.blocking(|folder| folder.trashed()).await?;
        for ids in trashed.chunks(500) {
            for known in self.rows.uploads(ids).await? {
                self.take_back(&known.id).await?;
            }
        }
        Ok(())
    }

    /// Restores a file from the trash, if it is there.
    pub(super) async fn take_back(&self, id: &str) -> Result<(), ApiError> {
        let id = id.to_owned();
        self.blocking(move |folder| {
            if folder.take_back(&id)? {
                tracing::info!(id, "a file was restored from the trash");
            }
            Ok(())
        })
        .await
    }

    /// Runs a folder operation on a thread where it blocks nobody.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&UploadFolder) -> io::Result<T> + Send + 'static,
    ) -> Result<T, ApiError> {
        let folder = Arc::clone(&self.folder);
        let done = tokio::task::spawn_blocking(move || work(&folder)).await;
        let done = done.map_err(|error| ApiError::internal(&error.to_string()))?;
        done.map_err(|error| super::refusal::failed(&error))
    }
}

/// Performs the next step for a removed file; returns whether it was deleted.
fn move_on(folder: &UploadFolder, removal: &Removal, gone_after: Millis) -> io::Result<bool> {
    let kept = folder.path(&removal.id, Place::Kept);
    if removal.waited < gone_after || kept.try_exists()? {
        folder.trash(&removal.id)?;
        return Ok(false);
    }
    folder.erase(&removal.id, Place::Trash)?;
    Ok(true)
}
