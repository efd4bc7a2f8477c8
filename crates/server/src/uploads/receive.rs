//! Receiving bytes: from a request body into chunks, recorded as they become durable. The file is
//! hashed once it is complete, so that a transfer can continue with nothing but the stored bytes.

use super::chunks::length;
use super::kind::FileType;
use super::layout::CHUNK;
use super::running::UploadGuard;
use super::{Uploads, refusal};
use crate::db::{Progress, StoreError, UploadRecord};
use crate::http::ApiError;
use crate::limits::{PICTURE_PIXELS, UPLOAD_IDLE, UPLOAD_WITHIN};
use crate::uploads::checksum::Checksum;
use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use jiff::Timestamp;
use tokio::time::{Instant, timeout, timeout_at};

/// The end of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// The connection was interrupted.
    Cut,
    /// No byte arrived for too long, or the transfer took too long.
    Slow,
    /// A newer transfer has taken the upload over.
    Replaced,
}

/// An upload while its bytes arrive.
pub(super) struct Receiving<'a> {
    uploads: &'a Uploads,
    record: UploadRecord,
    kind: &'static FileType,
    /// The checksum of this transfer; its bytes do not count before the checksum is verified.
    checksum: Option<Checksum>,
    /// The reason to refuse the file, which is reported only after the checksum is verified,
    /// because the received bytes may differ from the sent ones.
    refused: Option<ApiError>,
    /// The received bytes of the current, incomplete chunk.
    chunk: Vec<u8>,
    /// The number of received bytes, of which the record contains the recorded part.
    received: u64,
    /// The first chunk with bytes of this transfer.
    begin: u64,
}

impl<'a> Receiving<'a> {
    /// Continues where the last transfer ended, with a file that was taken over.
    pub(super) async fn resume(
        uploads: &'a Uploads,
        record: UploadRecord,
        checksum: Option<Checksum>,
    ) -> Result<Self, ApiError> {
        let broken = || ApiError::internal("what is noted of an upload does not fit what is kept");
        let kind = FileType::named(&record.media_type).ok_or_else(broken)?;
        let received = record.progress.received;
        if !uploads.hold(&record, received).await? {
            return Err(uploads.not_there(&record).await);
        }
        let (number, begun) = (received / CHUNK, received % CHUNK);
        let chunk = match begun {
            0 => Vec::new(),
            _ => match uploads.chunks.read(&record, number, begun).await? {
                Some(read) => read.to_vec(),
                None => return Err(uploads.not_there(&record).await),
            },
        };
        Ok(Self {
            uploads,
            record,
            kind,
            checksum,
            refused: None,
            chunk,
            received,
            begin: number,
        })
    }

    /// Receives a body. Received bytes are kept, however the body ends.
    pub(super) async fn receive(
        mut self,
        body: Body,
        guard: &UploadGuard,
    ) -> Result<UploadRecord, ApiError> {
        let end = self.drain(body, guard).await?;
        let good = match self.checksum.take() {
            Some(checksum) if end == End::Whole => checksum.verify().map(|()| true),
            checksum => Ok(checksum.is_none()),
        };
        if !matches!(good, Ok(true)) {
            // Nothing of it counts, and no later transfer cleans up if the upload has been removed.
            self.uploads.abandon_chunks(&self.record).await;
        }
        let good = good?;
        if good && self.received > self.record.progress.received {
            self.store().await?;
            self.judge().await?;
            self.note().await?;
        }
        if self.record.written_epoch == self.record.epoch {
            self.uploads.settle_chunks(&self.record).await;
        }
        match end {
            End::Whole => Ok(self.record),
            End::Cut => Err(refusal::cut()),
            End::Slow => Err(refusal::stalled()),
            End::Replaced => Err(refusal::locked()),
        }
    }

    async fn drain(&mut self, mut body: Body, guard: &UploadGuard) -> Result<End, ApiError> {
        let latest = Instant::now() + UPLOAD_WITHIN;
        let mut over = std::pin::pin!(guard.is_over());
        loop {
            let frame = timeout_at(latest, timeout(UPLOAD_IDLE, body.frame()));
            let frame = tokio::select! {
                () = &mut over => return Ok(End::Replaced),
                frame = frame => frame,
            };
            let data = match frame {
                Err(_) | Ok(Err(_)) => return Ok(End::Slow),
                Ok(Ok(None)) => return Ok(End::Whole),
                Ok(Ok(Some(Err(_)))) => return Ok(End::Cut),
                Ok(Ok(Some(Ok(frame)))) => frame.into_data().unwrap_or_default(),
            };
            self.take(data).await?;
        }
    }

    async fn take(&mut self, mut data: Bytes) -> Result<(), ApiError> {
        if self.received.saturating_add(length(&data)) > self.record.size {
            return Err(refusal::longer_than_announced());
        }
        while !data.is_empty() {
            let room = usize::try_from(CHUNK - length(&self.chunk)).unwrap_or(usize::MAX);
            let piece = data.split_to(room.min(data.len()));
            if let Some(checksum) = &mut self.checksum {
                checksum.update(&piece);
            }
            self.chunk.extend_from_slice(&piece);
            self.received += length(&piece);
            if length(&self.chunk) == CHUNK {
                self.store().await?;
                if self.checksum.is_none() {
                    self.judge().await?;
                    self.note().await?;
                }
            }
        }
        Ok(())
    }

    /// Writes the current chunk. The first chunk shows whether the file matches its declared type.
    async fn store(&mut self) -> Result<(), ApiError> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let begin = self.received - length(&self.chunk);
        let decisive = length(&self.chunk) == CHUNK || self.received == self.record.size;
        let chunk = std::mem::take(&mut self.chunk);
        if begin == 0 && decisive {
            self.refused = fault(self.kind, &chunk);
        }
        if self.refused.is_some() {
            return Ok(());
        }
        let chunks = &self.uploads.chunks;
        chunks.write(&self.record, begin / CHUNK, chunk).await
    }

    /// Removes the file if it is refused.
    async fn judge(&mut self) -> Result<(), ApiError> {
        let Some(refused) = self.refused.take() else {
            return Ok(());
        };
        self.uploads.discard(&self.record).await?;
        Err(refused)
    }

    /// Records the durable bytes, unless another transfer has taken the file over or removed it.
    async fn note(&mut self) -> Result<(), ApiError> {
        let hash = match self.received == self.record.size {
            true => {
                let sum = self.uploads.chunks.sum(&self.record, self.begin);
                match sum.await? {
                    Some(sum) => sum,
                    None => return Err(self.uploads.not_there(&self.record).await),
                }
            }
            false => String::new(),
        };
        let chunks = &self.record.progress.chunks;
        let progress = Progress {
            received: self.received,
            hash,
            chunks: chunks.replaced_from(self.begin, self.record.epoch),
        };
        let now = Timestamp::now().as_millisecond();
        let noted = self
            .uploads
            .rows
            .advance(&self.record, progress.clone(), now);
        if let Err(error) = noted.await {
            // After any other error it may stand all the same.
            if error.is_refusal() {
                self.uploads.abandon_chunks(&self.record).await;
            }
            return Err(match error {
                StoreError::LeaseLost => refusal::locked(),
                error => error.into(),
            });
        }
        self.record.written_epoch = self.record.epoch;
        self.record.progress = progress;
        Ok(())
    }
}

/// The reason to refuse a file that begins with these bytes.
fn fault(kind: &FileType, head: &[u8]) -> Option<ApiError> {
    if !kind.fits(head) {
        return Some(refusal::lying(kind));
    }
    // A small file can contain an image that is too large for any browser's memory.
    let size = imagesize::blob_size(head).ok()?;
    let pixels = size.width.saturating_mul(size.height);
    (pixels > PICTURE_PIXELS).then(refusal::too_many_pixels)
}
