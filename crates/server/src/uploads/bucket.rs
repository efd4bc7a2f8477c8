//! The bucket of uploaded files: its owner, the objects in it that belong to the server, and their
//! removal.
//!
//! ```text
//! portico-uploads.json   the marker: the installation that the prefix belongs to
//! <upload>/000000.7      1 MiB of the upload's bytes, as its seventh transfer stored them
//! ```
//!
//! Objects cannot be renamed, so the upload's row in the database says which of them count. A
//! removed file therefore stays in its place until it is deleted.
//!
//! Invariant: the server never writes under a prefix without this installation's marker.
//!
//! Invariant: the server never overwrites an object; only a restore replaces damaged bytes by intact
//! ones. An object whose name is not the server's own is never changed or deleted.

mod connection;
mod leftovers;
mod marking;

pub(crate) use connection::without_body;
pub(crate) use leftovers::Failure as LeftoversFailure;

use super::layout::{CHUNK, MARKER, is_upload, object, object_name};
use super::location::{BucketLocation, UploadLocation};
use super::ownership::{Claim, Contents};
use crate::db::{UploadRecord, UploadStore};
use axum::body::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// The number of requests for the same files that run at the same time.
const AT_ONCE: usize = 4;

/// The objects under a bucket's prefix.
#[derive(Debug)]
pub(crate) struct UploadBucket {
    objects: Arc<dyn ObjectStore>,
    location: BucketLocation,
    /// The time at which leftovers were last deleted, in milliseconds since 1970.
    cleared_at: AtomicI64,
}

impl UploadBucket {
    /// Prepares requests to a bucket, without sending any.
    ///
    /// # Errors
    /// The reason why the settings cannot be used.
    pub(crate) fn new(location: &BucketLocation) -> Result<Self, String> {
        Ok(Self {
            objects: connection::connect(location)?,
            location: location.clone(),
            cleared_at: AtomicI64::new(i64::MIN),
        })
    }

    /// Checks the access to a bucket, and marks its prefix if necessary.
    ///
    /// # Errors
    /// The reason why the bucket is refused, and what to do; nothing in it was changed.
    pub(crate) async fn take(
        location: &BucketLocation,
        rows: &dyn UploadStore,
        claim: Claim<'_>,
    ) -> Result<Self, String> {
        let bucket = Self::new(location)?;
        bucket.mark(rows, claim).await?;
        Ok(bucket)
    }

    /// The objects, with names below the prefix.
    pub(crate) fn objects(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.objects)
    }

    /// The sentence that says why the bucket cannot be used.
    pub(crate) fn unusable(&self, error: &Error) -> String {
        let reason = connection::reason(error, &self.location);
        format!(
            "The uploads bucket {} cannot be used: {reason}.",
            self.location
        )
    }

    /// Whether the bucket is there and is still an uploads bucket. Then an object that is not found
    /// is missing, and not merely unreachable.
    pub(crate) async fn is_marked(&self) -> Result<bool, Error> {
        match self.objects.head(&Path::from(MARKER)).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The uploads with objects, in the order of their IDs.
    pub(crate) async fn uploads(&self) -> Result<Vec<String>, Error> {
        let found = self.objects.list_with_delimiter(None).await?;
        let names = found.common_prefixes.iter().filter_map(Path::filename);
        let ids = names.filter(|name| is_upload(name)).map(str::to_owned);
        Ok(ids.collect())
    }

    /// The contents of the prefix, before anything in it is changed.
    async fn survey(&self) -> Result<Contents, Error> {
        // The first request shows whether the bucket can be listed; it reads one page of it.
        let first = self.objects.list(None).next().await.transpose()?;
        if let Some((found, _)) = self.read_marker().await? {
            return Ok(found.map_or(Contents::NewerMarker, Contents::Marked));
        }
        if first.is_none() {
            return Ok(Contents::Nothing);
        }
        let found = self.objects.list_with_delimiter(None).await?;
        let folders = found.common_prefixes.iter().filter_map(Path::filename);
        let foreign = folders.clone().filter(|name| !is_upload(name));
        let files = found.objects.iter().map(|object| object.location.as_ref());
        if let Some(name) = files.chain(foreign).next() {
            return Ok(Contents::Foreign(name.to_owned()));
        }
        Ok(Contents::Uploads(folders.map(str::to_owned).collect()))
    }

    /// The objects of an upload, with the numbers of their chunks and the epochs of their transfers.
    async fn chunks(&self, id: &str) -> Result<Vec<(Path, u64, i64)>, Error> {
        let folder = Path::from(id);
        let listed: Vec<ObjectMeta> = self.objects.list(Some(&folder)).try_collect().await?;
        let ours = listed.into_iter().filter_map(|found| {
            let (upload, number, epoch) = chunk_at(&found.location)?;
            (upload == id).then_some((found.location, number, epoch))
        });
        Ok(ours.collect())
    }

    /// Deletes all objects of an upload. Objects with foreign names stay.
    pub(crate) async fn erase(&self, id: &str) -> Result<(), Error> {
        if !is_upload(id) {
            return Ok(());
        }
        let chunks = self.chunks(id).await?;
        self.delete(chunks.into_iter().map(|(path, ..)| path)).await
    }

    /// Deletes the objects of a transfer that ends, except those that the upload's row names.
    pub(crate) async fn abandon_chunks(
        &self,
        upload: &UploadRecord,
        transfer: i64,
    ) -> Result<(), Error> {
        let chunks = self.chunks(&upload.id).await?;
        let abandoned = chunks.into_iter().filter(|(_, number, epoch)| {
            *epoch == transfer && !is_recorded(upload, *number, *epoch)
        });
        self.delete(abandoned.map(|(path, ..)| path)).await
    }

    /// The recorded bytes of a chunk; `None` if they are missing.
    pub(crate) async fn recorded_chunk(
        &self,
        upload: &UploadRecord,
        number: u64,
        wanted: u64,
    ) -> Result<Option<Bytes>, Error> {
        first_bytes(&*self.objects, &chunk_path(upload, number), wanted).await
    }

    /// Stores the recorded bytes of a chunk under its name, in place of others.
    pub(crate) async fn restore_chunk(
        &self,
        upload: &UploadRecord,
        number: u64,
        bytes: Bytes,
    ) -> Result<(), Error> {
        let path = chunk_path(upload, number);
        self.objects.put(&path, bytes.into()).await.map(|_| ())
    }

    async fn delete(&self, objects: impl Iterator<Item = Path>) -> Result<(), Error> {
        let deleting = stream::iter(objects.collect::<Vec<_>>())
            .map(|path| async move { unless_gone(self.objects.delete(&path).await) });
        deleting.buffer_unordered(AT_ONCE).try_collect().await
    }

    /// The location, as an option names it.
    fn uploads_location(&self) -> UploadLocation {
        UploadLocation::Bucket(self.location.clone())
    }
}

/// The first bytes of a chunk's object; `None` if it is missing or shorter. The object is read as a
/// whole, because an empty one has no ranges.
pub(crate) async fn first_bytes(
    objects: &dyn ObjectStore,
    path: &Path,
    wanted: u64,
) -> Result<Option<Bytes>, Error> {
    let found = match objects.get(path).await {
        Ok(found) if found.meta.size > CHUNK => return Ok(None),
        Ok(found) => found.bytes().await?,
        Err(Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    let all = found.len() >= wanted;
    Ok(all.then(|| found.slice(..wanted)))
}

/// The upload, the number of the chunk and the epoch in an object's name.
fn chunk_at(path: &Path) -> Option<(&str, u64, i64)> {
    let (id, name) = path.as_ref().split_once('/')?;
    let (number, epoch) = object(name)?;
    is_upload(id).then_some((id, number, epoch))
}

/// The name of a recorded chunk.
fn chunk_path(upload: &UploadRecord, number: u64) -> Path {
    let epoch = upload.progress.chunks.epoch_of(number);
    Path::from(object_name(&upload.id, number, epoch))
}

/// Whether an upload's row names this object.
fn is_recorded(upload: &UploadRecord, number: u64, epoch: i64) -> bool {
    let recorded = upload.progress.received.div_ceil(CHUNK);
    number < recorded && upload.progress.chunks.epoch_of(number) == epoch
}

/// Ignores the error that another process was faster.
fn unless_gone(done: Result<(), Error>) -> Result<(), Error> {
    match done {
        Err(Error::NotFound { .. }) => Ok(()),
        done => done,
    }
}
