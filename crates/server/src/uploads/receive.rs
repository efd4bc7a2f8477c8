//! Receiving bytes: from the body of a request into chunks, noted as they become durable. The file is hashed once all of it
//! is there, so that going on needs nothing but what is stored.

use super::chunks::{Chunks, length};
use super::folder::CHUNK;
use super::kind::FileType;
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

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// The connection broke.
    Cut,
    /// Nothing came for too long, or it went on for too long.
    Slow,
    /// A newer exchange wants the upload.
    Replaced,
}

/// An upload while bytes of it arrive.
pub(super) struct Receiving<'a> {
    uploads: &'a Uploads,
    record: UploadRecord,
    kind: &'static FileType,
    /// Of what this exchange sends; nothing of that counts before it is right.
    checksum: Option<Checksum>,
    /// Why the file is not taken, which nobody says before the checksum is right: what arrived may not be what was sent.
    refused: Option<ApiError>,
    /// What has arrived of the chunk that is not full yet.
    chunk: Vec<u8>,
    /// How much has arrived. The record says how much of that is noted.
    received: u64,
    /// The first chunk of which this exchange brings bytes.
    begin: u64,
}

impl<'a> Receiving<'a> {
    /// Goes on where the last exchange ended, with a file that was taken over.
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
            _ => match uploads.chunks.read(&record.id, number, begun).await? {
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

    /// Receives a body. What arrived of it is kept, however it ends.
    pub(super) async fn receive(
        mut self,
        body: Body,
        guard: &UploadGuard,
    ) -> Result<UploadRecord, ApiError> {
        let end = self.drain(body, guard).await?;
        let good = match self.checksum.take() {
            Some(checksum) if end == End::Whole => checksum.verify().map(|()| true)?,
            Some(_) => false,
            None => true,
        };
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

    /// Writes what there is of the chunk. The first one shows whether the file is what it is said to be.
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
        let chunks: &Chunks = &self.uploads.chunks;
        let UploadRecord { id, epoch, .. } = &self.record;
        chunks.write(id, begin / CHUNK, *epoch, chunk).await
    }

    /// Removes the file if it is not taken.
    async fn judge(&mut self) -> Result<(), ApiError> {
        let Some(refused) = self.refused.take() else {
            return Ok(());
        };
        self.uploads.discard(&self.record).await?;
        Err(refused)
    }

    /// Notes what has become durable, unless somebody else has taken the file over or removed it.
    async fn note(&mut self) -> Result<(), ApiError> {
        let hash = match self.received == self.record.size {
            true => {
                let UploadRecord { id, epoch, .. } = &self.record;
                let written = (self.begin, *epoch);
                let sum = self.uploads.chunks.sum(id, self.received, written);
                match sum.await? {
                    Some(sum) => sum,
                    None => return Err(self.uploads.not_there(&self.record).await),
                }
            }
            false => String::new(),
        };
        let progress = Progress {
            received: self.received,
            hash,
        };
        let now = Timestamp::now().as_millisecond();
        let noted = self
            .uploads
            .rows
            .advance(&self.record, progress.clone(), now);
        if let Err(error) = noted.await {
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

/// Why a file that begins so is not taken.
fn fault(kind: &FileType, head: &[u8]) -> Option<ApiError> {
    if !kind.fits(head) {
        return Some(refusal::lying(kind));
    }
    // A small file can hold a picture that no browser has the memory to show.
    let size = imagesize::blob_size(head).ok()?;
    let pixels = size.width.saturating_mul(size.height);
    (pixels > PICTURE_PIXELS).then(refusal::too_many_pixels)
}
