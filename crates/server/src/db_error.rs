//! What somebody is told where the store could not do it: the one place that knows both the store's errors and the API's
//! problems.

use crate::db::StoreError;
use crate::http::ApiError;
use axum::http::StatusCode;

/// The code and the words of a file that is none of the caller's, or no more.
pub(crate) const UPLOAD_GONE: (&str, &str) = (
    "upload.gone",
    "This file no longer exists. Upload it again.",
);

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            // Whoever may not do it is told no more than whoever may not read it.
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
            StoreError::Unavailable(reason) | StoreError::Damaged(reason) => {
                Self::unavailable(&reason)
            }
            StoreError::Failed(reason) => Self::internal(&reason),
            // No answer depends on a job.
            error @ StoreError::LeaseLost => Self::internal(&error.to_string()),
        }
    }
}

/// The quota of files that no request names, or of removed files, which are kept for a while.
fn over_quota(detail: &str) -> ApiError {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ApiError::file(status, "/size", "quota", detail.to_owned())
}

/// A file went while the request that names it was written.
fn upload_gone() -> ApiError {
    let (code, detail) = UPLOAD_GONE;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ApiError::file(status, "/answers", code, detail.to_owned())
}
