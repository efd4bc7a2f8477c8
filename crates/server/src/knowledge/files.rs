//! Images and downloads that the content refers to.

use super::KnowledgeState;
use crate::access::Reader;
use crate::auth::AuthContext;
use crate::content::{Content, FileReferrer};
use crate::http::disposition::attachment;
use crate::http::responses::Missing;
use crate::http::security_headers::RESOURCE_POLICY;
use crate::http::{ApiError, NoParams, Params};
use crate::richtext::is_picture;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use portico_contract::PublicRead;
use std::io::ErrorKind;

/// Get an image or a download
///
/// For callers who may read a text that refers to the file; a file that no text refers to is not served. Only images
/// are served inline, and all other files as attachments.
#[utoipa::path(
    get,
    path = "/files/{*id}",
    params(("id" = String, Path, description = "The file; may contain `/`")),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"), Missing)
)]
pub(crate) async fn get_file(
    State(state): State<KnowledgeState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let content = state.contents.content();
    let reader = Reader::new(content, &caller);
    let id = content.files.id(&id).filter(|id| {
        let mut referrers = content.referrers(id).iter();
        referrers.any(|referrer| reads(content, &reader, referrer))
    });
    let found = id.and_then(|id| Some((id, content.files.path(id)?)));
    let Some((id, path)) = found else {
        // The response is the same for all files that signed-out visitors may not read, whether
        // they exist or not.
        for part in [PublicRead::Catalogue, PublicRead::Articles] {
            caller.may_read(content, part)?;
        }
        return Err(ApiError::not_found());
    };
    let bytes = tokio::fs::read(path)
        .await
        .map_err(|error| match error.kind() {
            // The file existed when the server started.
            ErrorKind::NotFound => ApiError::not_found(),
            _ => ApiError::internal(error),
        })?;
    let mut response = bytes.into_response();
    let answer = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        answer.insert(CONTENT_TYPE, kind);
    }
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    answer.insert(CONTENT_SECURITY_POLICY, policy);
    if !is_picture(id) {
        let name = id.rsplit('/').next().unwrap_or_default();
        answer.insert(CONTENT_DISPOSITION, attachment(name));
    }
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    if origin.is_some_and(|origin| {
        state
            .allow_origins
            .iter()
            .any(|known| known.as_str() == origin)
    }) {
        answer.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    Ok(response)
}

/// Whether the reader may see an object that refers to a file, and so the file.
fn reads(content: &Content, reader: &Reader<'_>, referrer: &FileReferrer) -> bool {
    match referrer {
        FileReferrer::Organisation => true,
        FileReferrer::Announcement(place) => {
            let announcement = content.announcements.get(*place);
            let now = Timestamp::now();
            announcement.is_some_and(|shown| shown.from <= now && now < shown.until)
        }
        FileReferrer::Service(id) => reader.sees_service(id),
        FileReferrer::Article(id) => reader.sees_article(id),
    }
}
