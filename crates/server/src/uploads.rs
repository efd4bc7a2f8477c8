//! Uploads: files that are sent before the request that refers to them, in several parts if
//! necessary.
//!
//! The metadata of a file is in the database, and its bytes are in an object store under names that
//! the server chooses.
//!
//! Invariant: the database never counts a byte before it is durable, and counted bytes are never
//! overwritten.
//!
//! Invariant: only one transfer at a time records the progress of an upload: the one that took it
//! over last, on any server of the database. Other transfers write only to their own files.
//!
//! Invariant: a row is created before its bytes and deleted before them, and its deletion is
//! recorded; bytes without such a record are never deleted.

mod answers;
mod bucket;
mod checksum;
mod chunks;
pub(crate) mod copies;
mod file_store;
mod folder;
mod kind;
mod layout;
mod location;
mod marker;
mod name;
mod ownership;
mod receive;
mod refusal;
pub(crate) mod routes;
mod running;
mod stored;
mod sweep;
pub(crate) mod tus;

pub(crate) use answers::{FileFault, Wanted};
pub(crate) use bucket::without_body;
pub(crate) use checksum::Checksum;
pub(crate) use file_store::{FileStore, blocking};
pub(crate) use folder::{mark, sync};
pub use location::{BucketLocation, UploadLocation};
pub(crate) use ownership::Claim;

use crate::db::{
    Progress, Quota, RemovalStore, RequestStore, StoreError, UploadRecord, UploadStore,
};
use crate::http::{ApiError, RouterState};
use crate::limits::{
    TRASH_DAYS, UPLOAD_BYTES, UPLOAD_FILES, UPLOADS_REMOVED_TIMES, UPLOADS_UNUSED,
    UPLOADS_UNUSED_TIMES,
};
use axum::body::Body;
use axum::extract::FromRef;
use chunks::Chunks;
use jiff::Timestamp;
use kind::{FILE_TYPES, FileType};
use portico_contract::{AttachmentsCapability, Upload};
use receive::Receiving;
use running::Running;
use std::sync::Arc;
pub(crate) use sweep::SweepError;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The options of uploads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadOptions {
    /// The storage of the bytes; a folder is created if it does not exist.
    pub location: UploadLocation,
    /// The maximum size of a file, in bytes.
    pub max_bytes: u64,
    /// The time that a removed file stays in the trash, in days, after it has waited a week.
    pub trash_days: u16,
}

impl UploadOptions {
    /// Uploads in this location, with the default limits.
    #[must_use]
    pub fn new(location: impl Into<UploadLocation>) -> Self {
        Self {
            location: location.into(),
            max_bytes: UPLOAD_BYTES,
            trash_days: TRASH_DAYS,
        }
    }
}

/// The uploads of all users.
pub(crate) struct Uploads {
    rows: Arc<dyn UploadRows>,
    files: FileStore,
    chunks: Chunks,
    running: Running,
    max_bytes: u64,
    trash_days: u16,
}

/// The uploads, if they are enabled.
#[derive(Clone)]
pub(crate) struct UploadService(Option<Arc<Uploads>>);

impl UploadService {
    /// Opens the location in the options, for this process.
    ///
    /// # Errors
    /// The reason why the location is refused, and what to do.
    pub(crate) async fn open(
        options: Option<&UploadOptions>,
        rows: Arc<dyn UploadRows>,
    ) -> Result<Self, String> {
        Ok(Self(match options {
            Some(options) => Some(Uploads::open(options, rows).await?),
            None => None,
        }))
    }

    /// The uploads; not found if they are disabled.
    pub(crate) fn get(&self) -> Result<&Arc<Uploads>, ApiError> {
        self.0.as_ref().ok_or_else(ApiError::not_found)
    }

    /// The capability in discovery.
    pub(crate) fn capability(&self) -> Option<AttachmentsCapability> {
        self.0.as_ref().map(|uploads| uploads.capability())
    }

    /// Processes removed files that have waited long enough.
    pub(crate) async fn sweep(&self, now: Timestamp) -> Result<(), SweepError> {
        match &self.0 {
            Some(uploads) => uploads.sweep(now).await,
            None => Ok(()),
        }
    }
}

/// The state of the handlers for uploads.
#[derive(Clone)]
pub(crate) struct UploadsState {
    pub(crate) uploads: UploadService,
    /// Checks who may read the request that a file is part of.
    pub(crate) requests: Arc<dyn RequestStore>,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    UploadsState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(routes::create_upload))
        .routes(routes!(
            routes::get_upload,
            routes::head_upload,
            routes::patch_upload,
            routes::delete_upload
        ))
        .routes(routes!(routes::get_upload_content))
}

/// The metadata of files.
pub(crate) trait UploadRows: UploadStore + RemovalStore {}

impl<S: UploadStore + RemovalStore> UploadRows for S {}

/// A file to upload.
pub(crate) struct NewUpload<'a> {
    /// The name from the client.
    pub(crate) name: &'a str,
    /// The media type from the client.
    pub(crate) media_type: &'a str,
    /// The announced size, in bytes.
    pub(crate) size: u64,
    /// The `Upload-Metadata` of the announcement.
    pub(crate) metadata: Option<&'a str>,
}

/// A part of a file.
pub(crate) struct Patch {
    /// Its offset, in bytes.
    pub(crate) offset: u64,
    /// Its length in bytes, if known.
    pub(crate) length: Option<u64>,
    /// The expected checksum.
    pub(crate) checksum: Option<Checksum>,
}

impl Patch {
    /// Refuses a part that does not begin at the end of the file, or exceeds the announced size.
    fn check(&self, upload: &UploadRecord) -> Result<(), ApiError> {
        if self.offset != upload.progress.received {
            return Err(refusal::offset(upload.progress.received));
        }
        let length = self.length.unwrap_or_default();
        if self.offset.saturating_add(length) > upload.size {
            return Err(refusal::longer_than_announced());
        }
        Ok(())
    }
}

impl Uploads {
    /// Takes the location for this process.
    ///
    /// # Errors
    /// The reason why the location is refused, and what to do.
    async fn open(options: &UploadOptions, rows: Arc<dyn UploadRows>) -> Result<Arc<Self>, String> {
        let files = FileStore::take(&options.location, rows.as_ref(), Claim::Shown).await?;
        Ok(Arc::new(Self {
            rows,
            chunks: files.chunks()?,
            files,
            running: Running::default(),
            max_bytes: options.max_bytes,
            trash_days: options.trash_days,
        }))
    }

    /// The capability in discovery.
    fn capability(&self) -> AttachmentsCapability {
        AttachmentsCapability {
            max_bytes: Some(self.max_bytes),
            max_files: u32::try_from(UPLOAD_FILES).ok(),
            types: FILE_TYPES
                .iter()
                .map(|kind| kind.media_type.to_owned())
                .collect(),
            resumable: true,
        }
    }

    /// Creates an upload.
    pub(crate) async fn begin(
        &self,
        user: &str,
        new: NewUpload<'_>,
    ) -> Result<UploadRecord, ApiError> {
        if new.size == 0 {
            return Err(refusal::empty());
        }
        if new.size > self.max_bytes {
            return Err(refusal::too_large(self.max_bytes));
        }
        let (name, kind) = identify(new.name, new.media_type)?;
        let upload = UploadRecord {
            id: Uuid::now_v7().to_string(),
            user: user.to_owned(),
            name,
            media_type: kind.media_type.to_owned(),
            metadata: new.metadata.map(str::to_owned),
            size: new.size,
            progress: Progress::default(),
            request: None,
            touched_at: Timestamp::now().as_millisecond(),
            // Nobody else knows the upload yet, so its creator owns it.
            epoch: 1,
            written_epoch: 0,
        };
        let quota = Quota {
            files: UPLOADS_UNUSED,
            bytes: self.max_bytes.saturating_mul(UPLOADS_UNUSED_TIMES),
            removed: self.max_bytes.saturating_mul(UPLOADS_REMOVED_TIMES),
        };
        self.rows.begin(upload.clone(), quota).await?;
        Ok(upload)
    }

    /// Receives a file in a single request. Incomplete files are deleted.
    ///
    /// Receiving continues after the client disconnects, so that the stored bytes are cleaned up.
    pub(crate) async fn receive_whole(
        self: &Arc<Self>,
        upload: UploadRecord,
        body: Body,
    ) -> Result<UploadRecord, ApiError> {
        let uploads = Arc::clone(self);
        let task = tokio::spawn(async move {
            let begun = upload.clone();
            let received = async {
                let guard = uploads.running.enter(&begun.id).await?;
                let receiving = Receiving::resume(&uploads, upload, None).await?;
                let upload = receiving.receive(body, &guard).await?;
                match upload.is_complete() {
                    true => Ok(upload),
                    false => Err(refusal::cut()),
                }
            };
            let received = received.await;
            if received.is_err() {
                uploads.discard(&begun).await?;
            }
            received
        });
        task.await
            .unwrap_or_else(|error| Err(ApiError::internal(error)))
    }

    /// Receives a part of a file.
    pub(crate) async fn receive_part(
        self: &Arc<Self>,
        user: &str,
        id: &str,
        patch: Patch,
        body: Body,
    ) -> Result<UploadRecord, ApiError> {
        self.own(user, id).await?;
        let (uploads, user, id) = (Arc::clone(self), user.to_owned(), id.to_owned());
        let task = tokio::spawn(async move {
            let guard = uploads.running.enter(&id).await?;
            // The previous owner of the guard has changed the upload.
            let mut upload = uploads.own(&user, &id).await?;
            patch.check(&upload)?;
            if !upload.is_complete() {
                upload = uploads.rows.claim(&id).await?;
                // Another server may have recorded more bytes until then.
                patch.check(&upload)?;
            }
            let receiving = Receiving::resume(&uploads, upload, patch.checksum).await?;
            receiving.receive(body, &guard).await
        });
        task.await
            .unwrap_or_else(|error| Err(ApiError::internal(error)))
    }

    /// The progress of a user's file, for a client that wants to continue: a transfer in progress
    /// is ended first.
    pub(crate) async fn settled(&self, user: &str, id: &str) -> Result<UploadRecord, ApiError> {
        self.own(user, id).await?;
        let _guard = self.running.enter(id).await?;
        self.own(user, id).await
    }

    /// A user's own file.
    async fn own(&self, user: &str, id: &str) -> Result<UploadRecord, ApiError> {
        let found = self.find(id).await?;
        found
            .filter(|upload| upload.user == user)
            .ok_or_else(ApiError::not_found)
    }

    /// Any file; the caller checks who may see it.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<UploadRecord>, ApiError> {
        Ok(self.rows.uploads(&[id.to_owned()]).await?.pop())
    }

    /// Removes a user's own file. Its bytes are kept for a while, in case an older database is
    /// restored.
    pub(crate) async fn remove(&self, user: &str, id: &str) -> Result<(), ApiError> {
        if self.own(user, id).await?.request.is_some() {
            return Err(refusal::in_use());
        }
        let _guard = self.running.enter(id).await?;
        Ok(self.rows.withdraw(id, None).await?)
    }

    /// Deletes an incomplete file with its bytes, unless another transfer has taken it over.
    async fn discard(&self, claimed: &UploadRecord) -> Result<(), ApiError> {
        match self.rows.withdraw(&claimed.id, Some(claimed.epoch)).await {
            Ok(()) => {}
            Err(StoreError::NotFound) => return Ok(()),
            Err(StoreError::LeaseLost) => return Err(refusal::locked()),
            Err(error) => return Err(error.into()),
        }
        self.files.erase(&claimed.id).await?;
        Ok(self.rows.settle(vec![claimed.id.clone()]).await?)
    }
}

/// The sanitised name of a file, and its type according to the name. A name without an extension
/// gets the extension of its declared type.
fn identify(name: &str, media_type: &str) -> Result<(String, &'static FileType), ApiError> {
    let mut name = name::clean(name);
    if !name.contains('.')
        && let Some(kind) = FileType::named(media_type)
    {
        let stem = if name.is_empty() { "file" } else { &name };
        name = name::clean(&format!("{stem}.{}", kind.extension()));
    }
    let kind = FileType::of(&name).ok_or_else(refusal::type_not_taken)?;
    Ok((name, kind))
}

/// A file as the contract's type.
pub(crate) fn shown(upload: &UploadRecord) -> Upload {
    let complete = upload.is_complete();
    let hash = &upload.progress.hash;
    Upload {
        id: upload.id.as_str().into(),
        name: upload.name.clone(),
        size: upload.size,
        media_type: upload.media_type.clone(),
        sha256: if complete {
            hash.clone()
        } else {
            String::new()
        },
        complete,
        received: upload.progress.received,
    }
}
