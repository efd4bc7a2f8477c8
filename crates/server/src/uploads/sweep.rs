//! The removal of files: in a folder they stay in place for a week, then in the trash for a month,
//! and are then deleted; in a bucket they stay in place for all that time.
//!
//! A sweep processes only files that the database recorded as removed, and never files that it does
//! not list, which may be newer than a restored backup, or another server's.

use super::Uploads;
use super::bucket::{LeftoversFailure, UploadBucket, without_body};
use super::file_store::{FileStore, blocking};
use super::folder::{Place, UploadFolder};
use crate::db::{Millis, Removal, StoreError};
use crate::failure::chain;
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
    /// The folder or the bucket failed; the log contains the reason.
    Files,
}

impl From<StoreError> for SweepError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for SweepError {
    fn from(error: io::Error) -> Self {
        tracing::error!(error = %chain(&error), "the uploads folder failed");
        Self::Files
    }
}

impl From<ApiError> for SweepError {
    fn from(_: ApiError) -> Self {
        Self::Files
    }
}

impl Uploads {
    /// Processes removed files that have waited long enough. A file that cannot be moved or deleted
    /// does not block the others; the next sweep retries.
    pub(crate) async fn sweep(&self, now: Timestamp) -> Result<(), SweepError> {
        let now = now.as_millisecond();
        self.rows.watch(now).await?;
        let gone_after = (REMOVED_WAIT_DAYS + i64::from(self.trash_days)) * DAY;
        match &self.files {
            FileStore::Folder(folder) => self.sweep_folder(folder, gone_after).await,
            FileStore::Bucket(bucket) => self.sweep_bucket(bucket, now, gone_after).await,
        }
    }

    async fn sweep_folder(
        &self,
        folder: &Arc<UploadFolder>,
        gone_after: Millis,
    ) -> Result<(), SweepError> {
        self.untrash(folder).await?;
        let mut due = self.rows.removals().await?;
        due.retain(|removal| removal.waited >= REMOVED_WAIT_DAYS * DAY);
        let gone = blocking(folder, move |folder| {
            let done = |removal: &Removal| {
                move_on(folder, removal, gone_after).unwrap_or_else(|error| {
                    let id = &removal.id;
                    tracing::error!(error = %chain(&error), id, "a removed file could not be moved");
                    false
                })
            };
            let gone = due.into_iter().filter(done);
            Ok(gone.map(|removal| removal.id).collect::<Vec<_>>())
        });
        self.settle_removals(gone.await?).await
    }

    async fn sweep_bucket(
        &self,
        bucket: &UploadBucket,
        now: Millis,
        gone_after: Millis,
    ) -> Result<(), SweepError> {
        let mut due = self.rows.removals().await?;
        due.retain(|removal| removal.waited >= gone_after);
        let mut gone = Vec::new();
        for Removal { id, .. } in due {
            match bucket.erase(&id).await {
                Ok(()) => gone.push(id),
                Err(error) => {
                    let error = without_body(&error);
                    tracing::error!(error, id, "a removed file could not be deleted");
                }
            }
        }
        self.settle_removals(gone).await?;
        let cleared = bucket.clear_leftovers(self.rows.as_ref(), now).await;
        cleared.map_err(|failure| match failure {
            LeftoversFailure::Store(error) => SweepError::Store(error),
            LeftoversFailure::Bucket(error) => {
                let error = without_body(&error);
                tracing::error!(error, "leftovers of uploads could not be deleted");
                SweepError::Files
            }
        })
    }

    /// Deletes the entries of files whose bytes no longer exist.
    async fn settle_removals(&self, gone: Vec<String>) -> Result<(), SweepError> {
        if gone.is_empty() {
            return Ok(());
        }
        Ok(self.rows.settle(gone).await?)
    }

    /// Restores files in the trash that the database lists again, because a newer backup was
    /// restored.
    async fn untrash(&self, folder: &Arc<UploadFolder>) -> Result<(), SweepError> {
        let trashed = blocking(folder, UploadFolder::trashed).await?;
        for ids in trashed.chunks(500) {
            for known in self.rows.uploads(ids).await? {
                self.files.take_back(&known.id).await?;
            }
        }
        Ok(())
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
