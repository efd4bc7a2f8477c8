//! The storage of the files, a folder or a bucket, with the operations in which these differ.

use super::bucket::UploadBucket;
use super::chunks::{Chunks, Naming};
use super::folder::{Place, UploadFolder};
use super::location::UploadLocation;
use super::ownership::Claim;
use super::refusal;
use crate::db::{UploadRecord, UploadStore};
use crate::http::ApiError;
use object_store::local::LocalFileSystem;
use std::io;
use std::sync::Arc;

/// The storage of the files.
#[derive(Clone, Debug)]
pub(crate) enum FileStore {
    /// Locked for this process, or for the servers of one database.
    Folder(Arc<UploadFolder>),
    Bucket(Arc<UploadBucket>),
}

impl FileStore {
    /// Opens a location for this process.
    ///
    /// # Errors
    /// The reason why the location is refused, and what to do.
    pub(crate) async fn take(
        location: &UploadLocation,
        rows: &dyn UploadStore,
        claim: Claim<'_>,
    ) -> Result<Self, String> {
        Ok(match location {
            UploadLocation::Folder(root) => {
                Self::Folder(Arc::new(UploadFolder::take(root, rows, claim).await?))
            }
            UploadLocation::Bucket(bucket) => {
                Self::Bucket(Arc::new(UploadBucket::take(bucket, rows, claim).await?))
            }
        })
    }

    /// The chunks in it.
    ///
    /// # Errors
    /// The reason why the folder cannot be used.
    pub(super) fn chunks(&self) -> Result<Chunks, String> {
        match self {
            Self::Folder(folder) => {
                let store = LocalFileSystem::new_with_prefix(folder.root()).map_err(|error| {
                    let root = folder.root().display();
                    format!("The uploads folder {root} cannot be used: {error}.")
                })?;
                let store = Arc::new(store.with_fsync(true));
                Ok(Chunks::new(store, Naming::Placed))
            }
            Self::Bucket(bucket) => Ok(Chunks::new(bucket.objects(), Naming::ByRow)),
        }
    }

    /// Moves recorded chunks into their places, in a folder.
    pub(super) async fn settle_chunks(&self, upload: &UploadRecord) -> Result<(), ApiError> {
        match self {
            Self::Folder(folder) => {
                let upload = upload.clone();
                let settled = blocking(folder, move |folder| folder.settle_chunks(&upload));
                settled.await.map_err(refusal::folder_failed)
            }
            Self::Bucket(_) => Ok(()),
        }
    }

    /// Deletes the chunks of a transfer that are not recorded, neither in the row that it knew nor
    /// in the present one; `None` if there is no row any more.
    pub(super) async fn abandon_chunks(
        &self,
        upload: &UploadRecord,
        present: Option<&UploadRecord>,
    ) -> Result<(), ApiError> {
        match self {
            Self::Folder(folder) => {
                let (of, is_gone) = (upload.clone(), present.is_none());
                let removed = blocking(folder, move |folder| {
                    folder.abandon_chunks(&of)?;
                    match is_gone {
                        true => folder.remove_empty(&of.id),
                        // Whoever has overtaken it is about to use the folder.
                        false => Ok(()),
                    }
                });
                removed.await.map_err(refusal::folder_failed)
            }
            Self::Bucket(bucket) => {
                let recorded = present.unwrap_or(upload);
                let abandoned = bucket.abandon_chunks(recorded, upload.epoch);
                abandoned.await.map_err(refusal::bucket_failed)
            }
        }
    }

    /// Restores a file from the trash, if it is there. A bucket has none.
    pub(super) async fn take_back(&self, id: &str) -> Result<(), ApiError> {
        let Self::Folder(folder) = self else {
            return Ok(());
        };
        let id = id.to_owned();
        let restored = blocking(folder, move |folder| {
            if folder.take_back(&id)? {
                tracing::info!(id, "a file was restored from the trash");
            }
            Ok(())
        });
        restored.await.map_err(refusal::folder_failed)
    }

    /// Deletes a file's bytes permanently.
    pub(super) async fn erase(&self, id: &str) -> Result<(), ApiError> {
        match self {
            Self::Folder(folder) => {
                let id = id.to_owned();
                let erased = blocking(folder, move |folder| folder.erase(&id, Place::Kept));
                erased.await.map_err(refusal::folder_failed)
            }
            Self::Bucket(bucket) => bucket.erase(id).await.map_err(refusal::bucket_failed),
        }
    }

    /// Returns an error unless the storage is there, so that an object that is not found is missing.
    pub(super) async fn confirm(&self) -> Result<(), ApiError> {
        let Self::Bucket(bucket) = self else {
            return Ok(());
        };
        match bucket.is_marked().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(refusal::unreachable("the bucket or its marker is gone")),
            Err(error) => Err(refusal::bucket_failed(error)),
        }
    }

    /// Marks the location as belonging to one installation, either the announced one or the
    /// previous one.
    pub(crate) async fn settle(&self, installation: &str) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.settle(installation),
            Self::Bucket(bucket) => bucket.settle(installation).await.map_err(io::Error::other),
        }
    }

    /// Withdraws the announcement of a successor: the location stays with its installation.
    pub(crate) async fn withdraw(&self) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.withdraw(),
            Self::Bucket(bucket) => bucket.withdraw().await.map_err(io::Error::other),
        }
    }
}

/// Runs a folder operation on a thread where it blocks nobody.
pub(crate) async fn blocking<T: Send + 'static>(
    folder: &Arc<UploadFolder>,
    work: impl FnOnce(&UploadFolder) -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let folder = Arc::clone(folder);
    tokio::task::spawn_blocking(move || work(&folder)).await?
}
