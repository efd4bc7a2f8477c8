//! The stored bytes of uploads: their presence and their contents.

use super::{Uploads, refusal};
use crate::db::UploadRecord;
use crate::http::ApiError;
use axum::body::Bytes;
use futures_util::Stream;
use std::io;

impl Uploads {
    /// The bytes of a file.
    pub(crate) async fn content(
        &self,
        upload: &UploadRecord,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + use<>, ApiError> {
        if !self.hold(upload, upload.size).await? {
            self.files.confirm().await?;
            return Err(refusal::missing(&upload.id));
        }
        Ok(self.chunks.content(upload))
    }

    /// Whether this many bytes of a known file are stored, possibly in the trash. Afterwards they
    /// are in their places.
    pub(super) async fn hold(&self, upload: &UploadRecord, bytes: u64) -> Result<bool, ApiError> {
        self.files.settle_chunks(upload).await?;
        if self.chunks.hold(upload, bytes).await? {
            return Ok(true);
        }
        self.files.take_back(&upload.id).await?;
        self.files.settle_chunks(upload).await?;
        self.chunks.hold(upload, bytes).await
    }

    /// The reason why bytes are missing that a transfer relies on: another transfer has taken over,
    /// moved or removed them, or they are lost, or the storage is not there.
    pub(super) async fn not_there(&self, claimed: &UploadRecord) -> ApiError {
        match self.find(&claimed.id).await {
            Ok(Some(now)) if now.epoch == claimed.epoch => match self.files.confirm().await {
                Ok(()) => refusal::missing(&claimed.id),
                Err(error) => error,
            },
            Ok(Some(_)) => refusal::locked(),
            Ok(None) => ApiError::not_found(),
            Err(error) => error,
        }
    }

    /// Moves recorded chunks into their places. If that fails, the next use of the upload does it.
    pub(super) async fn settle_chunks(&self, upload: &UploadRecord) {
        if self.files.settle_chunks(upload).await.is_err() {
            tracing::warn!(id = upload.id, "an uploaded file is put in its place later");
        }
    }

    /// Deletes the unrecorded chunks of a transfer.
    ///
    /// The row is read again: a commit that was reported as failed may have succeeded, and another
    /// transfer may continue after its chunks.
    pub(super) async fn abandon_chunks(&self, upload: &UploadRecord) {
        let abandoned = match self.find(&upload.id).await {
            Ok(present) => self.files.abandon_chunks(upload, present.as_ref()).await,
            // Nothing is deleted; the daily sweep does it.
            Err(error) => Err(error),
        };
        if abandoned.is_err() {
            tracing::warn!(
                id = upload.id,
                "bytes that nobody needs could not be removed"
            );
        }
    }
}
