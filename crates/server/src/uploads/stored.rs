//! The stored bytes of uploads: their presence and their contents.

use super::{Uploads, refusal};
use crate::db::UploadRecord;
use crate::http::ApiError;
use axum::body::Bytes;
use futures_util::Stream;

impl Uploads {
    /// The bytes of a file.
    pub(crate) async fn content(
        &self,
        upload: &UploadRecord,
    ) -> Result<impl Stream<Item = Result<Bytes, object_store::Error>> + use<>, ApiError> {
        if !self.hold(upload, upload.size).await? {
            return Err(refusal::missing(&upload.id));
        }
        Ok(self.chunks.content(&upload.id, upload.size))
    }

    /// Whether this many bytes of a known file are stored, possibly in the trash. Afterwards they
    /// are in their places.
    pub(super) async fn hold(&self, upload: &UploadRecord, bytes: u64) -> Result<bool, ApiError> {
        self.place(upload).await?;
        if self.chunks.hold(&upload.id, bytes).await? {
            return Ok(true);
        }
        self.take_back(&upload.id).await?;
        self.place(upload).await?;
        self.chunks.hold(&upload.id, bytes).await
    }

    /// The reason why bytes are missing that a transfer relies on: another transfer has taken over,
    /// moved or removed them, or they are lost.
    pub(super) async fn not_there(&self, claimed: &UploadRecord) -> ApiError {
        match self.find(&claimed.id).await {
            Ok(Some(now)) if now.epoch == claimed.epoch => refusal::missing(&claimed.id),
            Ok(Some(_)) => refusal::locked(),
            Ok(None) => ApiError::not_found(),
            Err(error) => error,
        }
    }

    /// Moves recorded chunks into their places. If that fails, the next use of the upload does it.
    pub(super) async fn settle_chunks(&self, upload: &UploadRecord) {
        if self.place(upload).await.is_err() {
            tracing::warn!(id = upload.id, "an uploaded file is put in its place later");
        }
    }

    /// Deletes the unrecorded chunks of a transfer.
    pub(super) async fn abandon_chunks(&self, upload: &UploadRecord, is_gone: bool) {
        let of = upload.clone();
        let removed = self.blocking(move |folder| {
            folder.abandon_chunks(&of)?;
            match is_gone {
                true => folder.remove_empty(&of.id),
                // Whoever has overtaken it is about to use the folder.
                false => Ok(()),
            }
        });
        if removed.await.is_err() {
            tracing::warn!(
                id = upload.id,
                "bytes that nobody needs could not be removed"
            );
        }
    }

    async fn place(&self, upload: &UploadRecord) -> Result<(), ApiError> {
        let upload = upload.clone();
        self.blocking(move |folder| folder.settle_chunks(&upload))
            .await
    }
}
