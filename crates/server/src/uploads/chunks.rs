//! The bytes of uploads, in chunks of one size: stored bytes survive an interruption, and no file
//! is ever in memory as a whole.
//!
//! A new chunk's name contains the epoch of its transfer until the folder moves it into its place.

use super::folder::{CHUNK, pending, placed};
use super::refusal;
use crate::hex::hex;
use crate::http::ApiError;
use axum::body::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The storage of the bytes. A chunk is stored completely or not at all, and is durable once it is
/// written.
#[derive(Clone, Debug)]
pub(super) struct Chunks(Arc<dyn ObjectStore>);

impl Chunks {
    /// Opens an existing folder.
    pub(super) fn open(folder: &std::path::Path) -> Result<Self, String> {
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| {
            let folder = folder.display();
            format!("The uploads folder {folder} cannot be used: {error}.")
        })?;
        Ok(Self(Arc::new(store.with_fsync(true))))
    }

    /// Writes a chunk that the transfer of this epoch has received.
    pub(super) async fn write(
        &self,
        id: &str,
        number: u64,
        epoch: i64,
        bytes: Vec<u8>,
    ) -> Result<(), ApiError> {
        let place = Path::from_iter([id, &pending(number, epoch)]);
        let written = self.0.put(&place, bytes.into()).await;
        written.map(|_| ()).map_err(|error| refusal::failed(&error))
    }

    /// The first bytes of a chunk in its place, which may contain more than the recorded bytes;
    /// `None` if they are missing.
    pub(super) async fn read(
        &self,
        id: &str,
        number: u64,
        length: u64,
    ) -> Result<Option<Bytes>, ApiError> {
        self.first(&place(id, number), length).await
    }

    async fn first(&self, place: &Path, wanted: u64) -> Result<Option<Bytes>, ApiError> {
        let read = found(self.0.get_range(place, 0..wanted).await)?;
        Ok(read.filter(|bytes| length(bytes) == wanted))
    }

    /// Whether this many bytes of an upload are stored.
    pub(super) async fn hold(&self, id: &str, bytes: u64) -> Result<bool, ApiError> {
        for number in 0..bytes.div_ceil(CHUNK) {
            let wanted = CHUNK.min(bytes - number * CHUNK);
            let chunk = found(self.0.head(&place(id, number)).await)?;
            if chunk.is_none_or(|chunk| chunk.size < wanted) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// SHA-256 of a complete upload, in hexadecimal digits; `None` if bytes are missing. Chunks
    /// from this number on are those of the transfer of this epoch. Reads the whole upload, one
    /// chunk at a time.
    pub(super) async fn sum(
        &self,
        id: &str,
        size: u64,
        (begin, epoch): (u64, i64),
    ) -> Result<Option<String>, ApiError> {
        let mut hash = Sha256::new();
        for number in 0..size.div_ceil(CHUNK) {
            let wanted = CHUNK.min(size - number * CHUNK);
            let place = match number < begin {
                true => place(id, number),
                false => Path::from_iter([id, &pending(number, epoch)]),
            };
            let Some(chunk) = self.first(&place, wanted).await? else {
                return Ok(None);
            };
            let hashed = spawn_blocking(move || {
                hash.update(&chunk);
                hash
            });
            hash = hashed
                .await
                .map_err(|error| ApiError::internal(&error.to_string()))?;
        }
        Ok(Some(hex(&hash.finalize())))
    }

    /// All bytes of an upload.
    pub(super) fn content(
        &self,
        id: &str,
        size: u64,
    ) -> impl Stream<Item = Result<Bytes, Error>> + use<> {
        let (store, id) = (Arc::clone(&self.0), id.to_owned());
        let chunks = stream::iter(0..size.div_ceil(CHUNK)).then(move |number| {
            let (store, place) = (Arc::clone(&store), place(&id, number));
            async move { Ok::<_, object_store::Error>(store.get(&place).await?.into_stream()) }
        });
        chunks.try_flatten()
    }
}

fn found<T>(outcome: Result<T, Error>) -> Result<Option<T>, ApiError> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(refusal::failed(&error)),
    }
}

fn place(id: &str, number: u64) -> Path {
    Path::from_iter([id, &placed(number)])
}

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
