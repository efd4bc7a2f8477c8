//! Uploads: in a single request, or in several with tus 1.0.
//!
//! No `Idempotency-Key` is needed: a repeated upload is a file that no request uses, and such files are removed.

use crate::auth::AuthContext;
use crate::db::UploadRecord;
use crate::http::disposition::attachment;
use crate::http::responses::{Missing, Problems, Writing, responses};
use crate::http::{ApiError, NoParams, Params};
use crate::uploads::tus::{Metadata, is_tus, metadata, needs_tus, number, text};
use crate::uploads::{Checksum, NewUpload, Patch, UploadsState, shown};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, LOCATION,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use portico_contract::{
    API_BASE, OFFSET_STREAM, UPLOAD_CHECKSUM, UPLOAD_LENGTH, UPLOAD_METADATA, UPLOAD_NAME,
    UPLOAD_OFFSET, Upload,
};

/// Upload a file
///
/// With a body, `Content-Type` and `Upload-Name`, the request uploads the whole file. With `Tus-Resumable`,
/// `Upload-Length` and `Upload-Metadata`, it only announces the file, and `PATCH` requests send its bytes.
#[utoipa::path(
    post,
    path = "/uploads",
    params(
        ("Upload-Name" = Option<String>, Header, description = "In a single request: the file's name in percent-encoded UTF-8"),
        ("Tus-Resumable" = Option<String>, Header, description = "With tus: `1.0.0`"),
        ("Upload-Length" = Option<u64>, Header, description = "With tus: the size of the file, in bytes"),
        ("Upload-Metadata" = Option<String>, Header, description = "With tus: `filename` and `filetype`, in Base64")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "In a single request: the file"),
    responses(
        (status = 201, description = "Uploaded, or announced", body = Upload, headers(
            ("Location" = String, description = "The upload's path"),
            ("Upload-Offset" = Option<u64>, description = "With tus: the number of bytes that have arrived")
        )),
        Sending
    )
)]
pub(crate) async fn create_upload(
    State(state): State<UploadsState>,
    Params(NoParams {}): Params<NoParams>,
    visitor: AuthContext,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let user = visitor.user()?;
    let uploads = state.uploads.get()?;
    if is_tus(&headers)? {
        let size = number(&headers, UPLOAD_LENGTH)?;
        let size = size.ok_or_else(|| ApiError::bad_request("Upload-Length is missing."))?;
        let header = text(&headers, UPLOAD_METADATA)?;
        let Metadata { name, media_type } = header.map(metadata).transpose()?.unwrap_or_default();
        let new = NewUpload {
            name: &name,
            media_type: &media_type,
            size,
            metadata: header,
        };
        let upload = uploads.begin(&user.id, new).await?;
        return Ok(([offset(&upload)], created(&upload)).into_response());
    }
    let size = number(&headers, CONTENT_LENGTH.as_str())?;
    let size = size.ok_or_else(|| ApiError::status(StatusCode::LENGTH_REQUIRED))?;
    let name = percent_decode_str(text(&headers, UPLOAD_NAME)?.unwrap_or_default());
    let name = name
        .decode_utf8()
        .map_err(|_| ApiError::bad_request("Upload-Name must be percent-encoded UTF-8."))?;
    let new = NewUpload {
        name: &name,
        media_type: text(&headers, CONTENT_TYPE.as_str())?.unwrap_or_default(),
        size,
        metadata: None,
    };
    let upload = uploads.begin(&user.id, new).await?;
    let upload = uploads.receive_whole(upload, body).await?;
    Ok(created(&upload))
}

/// Get an upload
#[utoipa::path(
    get,
    path = "/uploads/{id}",
    params(("id" = String, Path, description = "The upload")),
    responses((status = 200, description = "The upload", body = Upload), Missing)
)]
pub(crate) async fn get_upload(
    State(state): State<UploadsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: AuthContext,
) -> Result<Response, ApiError> {
    let upload = readable(&state, &visitor, &id).await?;
    Ok(Json(shown(&upload)).into_response())
}

/// Get the progress of an upload
///
/// Ends a transfer of this file that is still in progress, because the client wants to continue.
#[utoipa::path(
    head,
    path = "/uploads/{id}",
    params(
        ("id" = String, Path, description = "The upload"),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`")
    ),
    responses(
        (status = 200, description = "The progress", headers(
            ("Upload-Offset" = u64, description = "The number of bytes that have arrived"),
            ("Upload-Length" = u64, description = "The size of the file, in bytes"),
            ("Upload-Metadata" = Option<String>, description = "The metadata of the announcement")
        )),
        Sending
    )
)]
pub(crate) async fn head_upload(
    State(state): State<UploadsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    needs_tus(&headers)?;
    let user = visitor.user()?;
    let upload = state.uploads.get()?.settled(&user.id, &id).await?;
    let mut response = [
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("upload-length"), upload.size.into()),
        offset(&upload),
    ]
    .into_response();
    let metadata = upload.metadata.and_then(|text| text.parse().ok());
    if let Some(metadata) = metadata {
        let name = HeaderName::from_static("upload-metadata");
        response.headers_mut().insert(name, metadata);
    }
    Ok(response)
}

/// Append bytes to an upload
///
/// The bytes are appended at the current offset. If the body is interrupted, the bytes that arrived are kept, unless
/// there is a checksum.
#[utoipa::path(
    patch,
    path = "/uploads/{id}",
    params(
        ("id" = String, Path, description = "The upload"),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Offset" = u64, Header, description = "The number of bytes that have arrived"),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha256` or `sha1`, and the checksum of this body in Base64")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "Received", headers(("Upload-Offset" = u64, description = "The number of bytes that have arrived"))),
        Sending
    )
)]
pub(crate) async fn patch_upload(
    State(state): State<UploadsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: AuthContext,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    needs_tus(&headers)?;
    let user = visitor.user()?;
    let uploads = state.uploads.get()?;
    if text(&headers, CONTENT_TYPE.as_str())? != Some(OFFSET_STREAM) {
        return Err(ApiError::status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let at = number(&headers, UPLOAD_OFFSET)?;
    let checksum = text(&headers, UPLOAD_CHECKSUM)?;
    let patch = Patch {
        offset: at.ok_or_else(|| ApiError::bad_request("Upload-Offset is missing."))?,
        length: number(&headers, CONTENT_LENGTH.as_str())?,
        checksum: checksum.map(Checksum::read).transpose()?,
    };
    let upload = uploads.receive_part(&user.id, &id, patch, body).await?;
    Ok((StatusCode::NO_CONTENT, [offset(&upload)]).into_response())
}

/// Remove a file that no request uses
#[utoipa::path(
    delete,
    path = "/uploads/{id}",
    params(("id" = String, Path, description = "The upload")),
    responses((status = 204, description = "Removed"), Sending)
)]
pub(crate) async fn delete_upload(
    State(state): State<UploadsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: AuthContext,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    is_tus(&headers)?;
    let user = visitor.user()?;
    state.uploads.get()?.remove(&user.id, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Download a file
///
/// For its sender, and for everyone who may read the request that it is part of. Always an attachment, never inline.
#[utoipa::path(
    get,
    path = "/uploads/{id}/content",
    params(("id" = String, Path, description = "The upload")),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream", headers(
            ("Content-Disposition" = String, description = "`attachment`, with the file's name")
        )),
        (status = 409, description = "The file is incomplete", body = portico_contract::Problem, content_type = "application/problem+json"),
        (status = 410, description = "The file's bytes are missing on the server", body = portico_contract::Problem, content_type = "application/problem+json"),
        Missing
    )
)]
pub(crate) async fn get_upload_content(
    State(state): State<UploadsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: AuthContext,
) -> Result<Response, ApiError> {
    let upload = readable(&state, &visitor, &id).await?;
    if !upload.is_complete() {
        return Err(ApiError::status(StatusCode::CONFLICT));
    }
    let bytes = state.uploads.get()?.content(&upload).await?;
    let tag = format!("\"{}\"", upload.progress.hash);
    let words = |text: &str| HeaderValue::from_str(text).map_err(ApiError::internal);
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    let headers = [
        (CONTENT_TYPE, words(&upload.media_type)?),
        (CONTENT_LENGTH, upload.size.into()),
        (CONTENT_DISPOSITION, attachment(&upload.name)),
        (CONTENT_SECURITY_POLICY, policy),
        (ETAG, words(&tag)?),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// A file that the caller sent, or that is part of a request that they may read.
async fn readable(
    state: &UploadsState,
    visitor: &AuthContext,
    id: &str,
) -> Result<UploadRecord, ApiError> {
    let user = visitor.user()?;
    let upload = state.uploads.get()?.find(id).await?;
    let upload = upload.ok_or_else(ApiError::not_found)?;
    if upload.user == user.id {
        return Ok(upload);
    }
    let request = upload.request.as_ref().ok_or_else(ApiError::not_found)?;
    match state.requests.get(&user.reader(), request).await? {
        Some(_) => Ok(upload),
        None => Err(ApiError::not_found()),
    }
}

fn created(upload: &UploadRecord) -> Response {
    let path = format!("{API_BASE}/uploads/{}", upload.id);
    (StatusCode::CREATED, [(LOCATION, path)], Json(shown(upload))).into_response()
}

fn offset(upload: &UploadRecord) -> (HeaderName, HeaderValue) {
    let name = HeaderName::from_static("upload-offset");
    (name, upload.progress.received.into())
}

/// The problems of an upload.
struct Sending;

impl utoipa::IntoResponses for Sending {
    fn responses() -> Problems {
        let mut all = Writing::responses();
        all.extend(responses([
            ("400", "A header is invalid, or the body ended early"),
            (
                "408",
                "No data arrived for too long; what arrived of a tus upload is kept",
            ),
            (
                "409",
                "The offset does not match, or the file is already part of a request",
            ),
            (
                "410",
                "What had arrived of the file is missing on the server; upload it again",
            ),
            ("411", "`Content-Length` is missing"),
            ("412", "Unsupported version of tus"),
            ("413", "The file is too large, or longer than announced"),
            (
                "415",
                "Files of this type are not accepted, or the body is not `application/offset+octet-stream`",
            ),
            ("422", "The file is not accepted; `errors` says why"),
            ("423", "Another connection is sending this file"),
            (
                "460",
                "The checksum does not match; nothing of this body was kept, earlier data was",
            ),
            (
                "503",
                "The server took too long to answer, or cannot reach its files; try again",
            ),
            ("507", "There is no space for files right now; try again later"),
        ]));
        all
    }
}
