//! Uploads: files that are sent first and named by their id in an answer afterwards.

use crate::UploadId;
use serde::{Deserialize, Serialize};

/// A file on its way to the backend, or there: `POST /uploads` and `GET /uploads/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    /// What an answer names it by.
    pub id: UploadId,
    /// Its name, as far as it was safe to keep.
    pub name: String,
    /// How large it is when it is complete, in bytes.
    pub size: u64,
    /// Its media type, such as `image/png`.
    #[serde(default)]
    pub media_type: String,
    /// SHA-256 of its bytes in lower-case hexadecimal digits; empty until it is complete, or when nobody reckons it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Whether all of it has arrived; without a word it has.
    #[serde(default = "yes")]
    pub complete: bool,
    /// How many bytes have arrived.
    #[serde(default)]
    pub received: u64,
}

fn yes() -> bool {
    true
}

/// Limits of uploads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AttachmentsCapability {
    /// The largest file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// The most files of one request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_files: Option<u32>,
    /// Which media types are taken, such as `image/png` or `image/*`; empty: all.
    pub types: Vec<String>,
    /// Whether an upload can be continued after a break: tus 1.0 with creation, checksum and termination at `/uploads`.
    pub resumable: bool,
}

/// The name of a file that is sent whole, in percent-encoded UTF-8.
pub const UPLOAD_NAME: &str = "Upload-Name";

/// The version of tus that a request or an answer speaks.
pub const TUS_RESUMABLE: &str = "Tus-Resumable";

/// The one version of tus that there is.
pub const TUS_VERSION: &str = "1.0.0";

/// How many bytes of an upload have arrived.
pub const UPLOAD_OFFSET: &str = "Upload-Offset";

/// How large an upload is, in bytes.
pub const UPLOAD_LENGTH: &str = "Upload-Length";

/// `filename` and `filetype` of a tus upload, in Base64.
pub const UPLOAD_METADATA: &str = "Upload-Metadata";

/// The checksum of what one `PATCH` sends: an algorithm and the sum in Base64.
pub const UPLOAD_CHECKSUM: &str = "Upload-Checksum";

/// The media type of the bytes that a `PATCH` sends.
pub const OFFSET_STREAM: &str = "application/offset+octet-stream";
