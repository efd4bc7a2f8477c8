//! Uploads: files that are uploaded first and then referenced in an answer by their id.

use crate::UploadId;
use serde::{Deserialize, Serialize};

/// A complete or partial upload: `POST /uploads` and `GET /uploads/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    /// The id by which answers refer to it.
    pub id: UploadId,
    /// The sanitized file name.
    pub name: String,
    /// The size of the complete file, in bytes.
    pub size: u64,
    /// The media type, such as `image/png`.
    #[serde(default)]
    pub media_type: String,
    /// The SHA-256 of the content in lower-case hexadecimal; empty while incomplete, or if the backend does not compute
    /// it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Whether the file has arrived completely; `true` if absent.
    #[serde(default = "yes")]
    pub complete: bool,
    /// The number of bytes that have arrived.
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
    /// The maximum size of a file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// The maximum number of files per request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_files: Option<u32>,
    /// The accepted media types, such as `image/png` or `image/*`; empty if all are accepted.
    pub types: Vec<String>,
    /// Whether interrupted uploads can be resumed: tus 1.0 with creation, checksum and termination at `/uploads`.
    pub resumable: bool,
}

/// The header with the name of a file that is uploaded in one request, in percent-encoded UTF-8.
pub const UPLOAD_NAME: &str = "Upload-Name";

/// The header with the tus version of a request or response.
pub const TUS_RESUMABLE: &str = "Tus-Resumable";

/// The only tus version that exists.
pub const TUS_VERSION: &str = "1.0.0";

/// The header with the number of bytes of an upload that have arrived.
pub const UPLOAD_OFFSET: &str = "Upload-Offset";

/// The header with the size of an upload, in bytes.
pub const UPLOAD_LENGTH: &str = "Upload-Length";

/// The header with the `filename` and `filetype` of a tus upload, in Base64.
pub const UPLOAD_METADATA: &str = "Upload-Metadata";

/// The header with the checksum of the body of a `PATCH`: an algorithm, and the checksum in Base64.
pub const UPLOAD_CHECKSUM: &str = "Upload-Checksum";

/// The media type of the body of a `PATCH`.
pub const OFFSET_STREAM: &str = "application/offset+octet-stream";
