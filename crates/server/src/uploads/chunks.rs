//! The bytes of uploads, in chunks of one size: stored bytes survive an interruption, and no file
//! is ever in memory as a whole.
//!
//! A new chunk's name contains the epoch of its transfer. In a folder, the chunk is then moved into
//! its place; in a bucket it keeps the name, and the upload's row says which names count.

use super::bucket::{first_bytes, without_body};
use super::layout::{CHUNK, object_name, placed};
use super::refusal;
use crate::db::UploadRecord;
use crate::hex::hex;
use crate::http::ApiError;
use axum::body::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use sha2::{Digest, Sha256};
use std::io;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The number of chunks of one file that are read at the same time from a bucket, where a chunk
/// takes a round trip.
const AHEAD: usize = 4;

/// The naming of recorded chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// After their number. Earlier versions of a chunk are overwritten.
    Placed,
    /// After their number and the epoch in the upload's row. No object is ever overwritten.
    ByRow,
}

/// The storage of the bytes. A chunk is stored completely or not at all, and is durable once it is
/// written.
#[derive(Clone, Debug)]
pub(super) struct Chunks {
    store: Arc<dyn ObjectStore>,
    naming: Naming,
}

impl Chunks {
    pub(super) fn new(store: Arc<dyn ObjectStore>, naming: Naming) -> Self {
        Self { store, naming }
    }

    /// Writes a chunk that a transfer has received: that of the upload's epoch.
    pub(super) async fn write(
        &self,
        upload: &UploadRecord,
        number: u64,
        bytes: Vec<u8>,
    ) -> Result<(), ApiError> {
        let place = Path::from(object_name(&upload.id, number, upload.epoch));
        let bytes = Bytes::from(bytes);
        let mode = match self.naming {
            Naming::Placed => PutMode::Overwrite,
            Naming::ByRow => PutMode::Create,
        };
        let payload = bytes.clone().into();
        let written = self.store.put_opts(&place, payload, PutOptions::from(mode));
        match written.await {
            Ok(_) => Ok(()),
            // An earlier attempt with an unknown outcome has succeeded. Other bytes are from before
            // an older database was restored; the next transfer uses other names.
            Err(Error::AlreadyExists { .. }) => match self.first(&place, length(&bytes)).await {
                Ok(Some(stored)) if stored == bytes => Ok(()),
                Ok(_) => Err(refusal::unreachable("the name of a new chunk is in use")),
                Err(error) => Err(self.failed(error)),
            },
            Err(error) => Err(self.failed(error)),
        }
    }

    /// The first bytes of a recorded chunk, which may contain more than the recorded bytes; `None`
    /// if they are missing.
    pub(super) async fn read(
        &self,
        upload: &UploadRecord,
        number: u64,
        length: u64,
    ) -> Result<Option<Bytes>, ApiError> {
        let read = self.first(&self.place(upload, number), length).await;
        read.map_err(|error| self.failed(error))
    }

    /// The first bytes of an object; `None` if it is missing or shorter.
    async fn first(&self, place: &Path, wanted: u64) -> Result<Option<Bytes>, Error> {
        match self.naming {
            Naming::Placed => {
                let read = unless_missing(self.store.get_range(place, 0..wanted).await)?;
                Ok(read.filter(|bytes| length(bytes) == wanted))
            }
            Naming::ByRow => first_bytes(&*self.store, place, wanted).await,
        }
    }

    /// Whether this many recorded bytes of an upload are stored.
    pub(super) async fn hold(&self, upload: &UploadRecord, bytes: u64) -> Result<bool, ApiError> {
        let held = match self.naming {
            Naming::Placed => self.hold_each(upload, bytes).await,
            Naming::ByRow => self.hold_listed(upload, bytes).await,
        };
        held.map_err(|error| self.failed(error))
    }

    async fn hold_each(&self, upload: &UploadRecord, bytes: u64) -> Result<bool, Error> {
        for (number, wanted) in sizes(bytes) {
            let place = self.place(upload, number);
            let chunk = unless_missing(self.store.head(&place).await)?;
            if chunk.is_none_or(|chunk| chunk.size < wanted) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A single request tells the sizes of a thousand objects.
    async fn hold_listed(&self, upload: &UploadRecord, bytes: u64) -> Result<bool, Error> {
        if bytes == 0 {
            return Ok(true);
        }
        let folder = Path::from(upload.id.as_str());
        let listed = self.store.list(Some(&folder));
        let listed = listed.map_ok(|found| (found.location, found.size));
        let listed: std::collections::HashMap<_, _> = listed.try_collect().await?;
        let held = |(number, wanted)| {
            let size = listed.get(&self.place(upload, number));
            size.is_some_and(|size| *size >= wanted)
        };
        Ok(sizes(bytes).all(held))
    }

    /// SHA-256 of a complete upload, in hexadecimal digits; `None` if bytes are missing. Chunks
    /// from `begin` on are those of the transfer of the upload's epoch, which are not recorded yet.
    /// Reads the whole upload, a few chunks at a time.
    pub(super) async fn sum(
        &self,
        upload: &UploadRecord,
        begin: u64,
    ) -> Result<Option<String>, ApiError> {
        let place = |number| match number < begin {
            true => self.place(upload, number),
            false => Path::from(object_name(&upload.id, number, upload.epoch)),
        };
        let places: Vec<_> = sizes(upload.size)
            .map(|(number, wanted)| (place(number), wanted))
            .collect();
        let mut hash = Sha256::new();
        let mut reads = Box::pin(self.reads(places));
        while let Some(chunk) = reads.next().await {
            let Some(chunk) = chunk.map_err(|error| self.failed(error))? else {
                return Ok(None);
            };
            hash = hashed(hash, chunk).await.map_err(ApiError::internal)?;
        }
        Ok(Some(hex(&hash.finalize())))
    }

    /// All bytes of a complete upload. The last ones follow only if the SHA-256 of the file is the
    /// recorded one, so that a client never takes a damaged file for a complete one.
    pub(super) fn content(
        &self,
        upload: &UploadRecord,
    ) -> impl Stream<Item = io::Result<Bytes>> + use<> {
        let places: Vec<_> = sizes(upload.size)
            .map(|(number, wanted)| (self.place(upload, number), wanted))
            .collect();
        let (id, expected) = (upload.id.clone(), upload.progress.hash.clone());
        let (this, left) = (self.clone(), places.len());
        let state = (Box::pin(this.reads(places)), Sha256::new(), left);
        stream::try_unfold(state, move |(mut reads, hash, left)| {
            let (id, expected) = (id.clone(), expected.clone());
            async move {
                let Some(chunk) = reads.next().await else {
                    return Ok(None);
                };
                let cut = |reason: &str| {
                    tracing::error!(id, reason, "a download was cut off");
                    io::Error::other(reason.to_owned())
                };
                let chunk = chunk.map_err(|error| cut(&without_body(&error)))?;
                let chunk = chunk.ok_or_else(|| cut("bytes are missing"))?;
                let hash = hashed(hash, chunk.clone())
                    .await
                    .map_err(io::Error::other)?;
                if left == 1 && hex(&hash.clone().finalize()) != expected {
                    return Err(cut(
                        "the file is damaged: its SHA-256 is not the recorded one",
                    ));
                }
                Ok(Some((chunk, (reads, hash, left.saturating_sub(1)))))
            }
        })
    }

    /// The first bytes of objects, in order.
    fn reads(
        &self,
        places: Vec<(Path, u64)>,
    ) -> impl Stream<Item = Result<Option<Bytes>, Error>> + Send + use<> {
        let ahead = match self.naming {
            Naming::Placed => 1,
            Naming::ByRow => AHEAD,
        };
        let this = self.clone();
        let reads = stream::iter(places).map(move |(place, wanted)| {
            let this = this.clone();
            async move { this.first(&place, wanted).await }
        });
        reads.buffered(ahead)
    }

    /// The name of a recorded chunk.
    fn place(&self, upload: &UploadRecord, number: u64) -> Path {
        let id = &upload.id;
        Path::from(match self.naming {
            Naming::Placed => format!("{id}/{}", placed(number)),
            Naming::ByRow => object_name(id, number, upload.progress.chunks.epoch_of(number)),
        })
    }

    fn failed(&self, error: Error) -> ApiError {
        match self.naming {
            Naming::Placed => refusal::folder_failed(error),
            Naming::ByRow => refusal::bucket_failed(error),
        }
    }
}

/// The numbers and sizes of the chunks of this many bytes.
fn sizes(bytes: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..bytes.div_ceil(CHUNK)).map(move |number| (number, CHUNK.min(bytes - number * CHUNK)))
}

async fn hashed(mut hash: Sha256, chunk: Bytes) -> Result<Sha256, tokio::task::JoinError> {
    let hashing = spawn_blocking(move || {
        hash.update(&chunk);
        hash
    });
    hashing.await
}

fn unless_missing<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
