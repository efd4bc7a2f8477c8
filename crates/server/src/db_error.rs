//! Conversion of store errors into API problems: the only module that knows both.

use crate::db::StoreError;
use crate::http::ApiError;
use axum::http::StatusCode;

/// The code and the message for a file that does not belong to the caller or no longer exists.
pub(crate) const UPLOAD_GONE: (&str, &str) = (
    "upload.gone",
    "This file no longer exists. Upload it again.",
);

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            // A caller without permission learns no more than a caller who may not read the object.
            StoreError::NotFound | StoreError::Refused(_) => Self::not_found(),
            StoreError::KeyTaken => Self::key_in_flight(),
            StoreError::OverQuota => over_quota(
                "You have too many files that aren’t part of a request. Remove some first.",
            ),
            StoreError::RemovedTooMuch => {
                over_quota("You’ve removed too many files recently. Try again in a few days.")
            }
            StoreError::UploadGone => upload_gone(),
            StoreError::Full => Self::full(),
            error @ (StoreError::Unavailable(_)
            | StoreError::Damaged(_)
            | StoreError::DraftChanged) => Self::unavailable(error),
            // A lost lease is a job's; uploads respond to theirs before.
            error @ (StoreError::Failed(_) | StoreError::LeaseLost) => Self::internal(error),
        }
    }
}

/// The quota of files that no request uses, or of removed files, which are kept for a while.
fn over_quota(detail: &str) -> ApiError {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ApiError::file(status, "/size", "quota", detail.to_owned())
}

/// A file was removed while the request that refers to it was being written.
fn upload_gone() -> ApiError {
    let (code, detail) = UPLOAD_GONE;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ApiError::file(status, "/answers", code, detail.to_owned())
}
