//! The reasons to refuse a file. Each points at the invalid member of the upload.

use super::bucket::without_body;
use super::kind::FileType;
use crate::failure::{Failure, chain};
use crate::http::ApiError;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, StatusCode};
use portico_contract::{MEDIA_TYPES, TUS_VERSION};
use std::error::Error;
use std::io::{self, ErrorKind};

pub(super) fn empty() -> ApiError {
    let detail = "The file is empty.".to_owned();
    ApiError::file(
        StatusCode::UNPROCESSABLE_ENTITY,
        "/size",
        "minBytes",
        detail,
    )
}

pub(super) fn too_large(most: u64) -> ApiError {
    let detail = format!(
        "The file is too large. The limit is {} MB.",
        most / (1024 * 1024)
    );
    ApiError::file(StatusCode::PAYLOAD_TOO_LARGE, "/size", "maxBytes", detail)
}

pub(super) fn longer_than_announced() -> ApiError {
    let detail = "More data was sent than the announced size of the file.".to_owned();
    ApiError::file(StatusCode::PAYLOAD_TOO_LARGE, "/size", "size", detail)
}

pub(super) fn type_not_taken() -> ApiError {
    let endings = MEDIA_TYPES.iter().flat_map(|(_, endings)| endings.iter());
    let endings: Vec<_> = endings.copied().collect();
    let detail = format!(
        "Files whose names end like this aren’t accepted. Accepted endings: {}.",
        endings.join(", ")
    );
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    ApiError::file(status, "/mediaType", "type", detail)
}

pub(super) fn lying(kind: &FileType) -> ApiError {
    let detail = format!(
        "The file’s name ends in .{}, but its content is something else.",
        kind.extension()
    );
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    ApiError::file(status, "/mediaType", "content", detail)
}

pub(super) fn too_many_pixels() -> ApiError {
    let detail = "The picture has too many pixels to show.".to_owned();
    ApiError::file(StatusCode::UNPROCESSABLE_ENTITY, "/size", "pixels", detail)
}

/// The file is known, but its bytes are missing: a disk is not mounted, or the backup did not
/// contain them.
pub(super) fn missing(id: &str) -> ApiError {
    tracing::error!(id, "the bytes of an uploaded file are missing");
    let detail = "This file is recorded, but its content is missing on the server. \
                  Whoever runs the server may find it in a backup; otherwise it has to be uploaded again.";
    ApiError::told(
        StatusCode::GONE,
        "This file’s content is missing",
        detail.to_owned(),
    )
}

/// An operation on the upload folder failed.
pub(super) fn folder_failed(error: impl Error + Send + Sync + 'static) -> ApiError {
    if is_full(&error) {
        tracing::error!(error = %chain(&error), "the disk of the uploads is full");
        return ApiError::full();
    }
    ApiError::internal(Failure::caused_by("the uploads folder failed", error))
}

/// An operation on the bucket failed. The reason is logged, and not sent to the client.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the counterpart of `folder_failed`"
)]
pub(super) fn bucket_failed(error: object_store::Error) -> ApiError {
    let text = chain(&error).to_string();
    // MinIO and Ceph say this if a disk is full or a quota is exhausted.
    let is_full = ["StorageFull", "QuotaExceeded", "507 Insufficient"];
    if is_full.iter().any(|mark| text.contains(mark)) {
        tracing::error!(
            error = without_body(&error),
            "the bucket of the uploads is full"
        );
        return ApiError::full();
    }
    unreachable(&without_body(&error))
}

/// The files cannot be used at the moment.
pub(super) fn unreachable(reason: &str) -> ApiError {
    tracing::error!(reason, "the uploads bucket cannot be used");
    let detail = "The server can’t reach its files right now. What had arrived of a file is kept; \
                  try again in a moment, and continue an upload from there.";
    let title = "The files can’t be reached right now";
    ApiError::told(StatusCode::SERVICE_UNAVAILABLE, title, detail.to_owned())
        .with_header(RETRY_AFTER, "5")
}

/// Whether an error, or any of its sources, is a full disk or an exhausted quota.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.any(|cause| {
        let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        matches!(
            kind,
            Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        )
    })
}

/// The part does not begin at the end of the received bytes.
pub(super) fn offset(received: u64) -> ApiError {
    let detail = format!("{received} bytes have arrived; continue from there.");
    ApiError::told(StatusCode::CONFLICT, "The offset doesn’t match", detail)
}

/// A newer transfer has taken the upload over, or an older one does not end.
pub(super) fn locked() -> ApiError {
    let detail = "Another connection is sending this file. Ask how much has arrived.";
    ApiError::told(StatusCode::LOCKED, "Already being sent", detail.to_owned())
}

/// No byte arrived for too long.
pub(super) fn stalled() -> ApiError {
    let detail = "No data arrived for too long. What arrived is kept; continue from there.";
    let status = StatusCode::REQUEST_TIMEOUT;
    ApiError::told(status, "The upload stalled", detail.to_owned())
}

/// The body ended early.
pub(super) fn cut() -> ApiError {
    ApiError::bad_request("the body ended early")
}

/// tus has its own status for this.
pub(super) fn checksum() -> ApiError {
    let status = StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST);
    let detail = "The data was damaged on the way. None of it was kept; send it again.";
    ApiError::told(status, "Checksum mismatch", detail.to_owned())
}

/// The request uses another version of tus, or none although it is required.
pub(super) fn version() -> ApiError {
    let detail = format!("Send Tus-Resumable: {TUS_VERSION}.");
    let status = StatusCode::PRECONDITION_FAILED;
    let fail = ApiError::told(status, "Unsupported version of tus", detail);
    fail.with_header(HeaderName::from_static("tus-version"), TUS_VERSION)
}

/// A file that is part of a request no longer belongs to its sender alone.
pub(super) fn in_use() -> ApiError {
    let detail = "The file is part of a request and can’t be removed.".to_owned();
    ApiError::told(StatusCode::CONFLICT, "The file is in use", detail)
}
