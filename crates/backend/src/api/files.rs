//! Pictures and downloads that content names.

use super::document::Missing;
use crate::App;
use crate::content::is_picture;
use crate::http::disposition::attachment;
use crate::http::secure::RESOURCE_POLICY;
use crate::http::{Fail, NoParams, Params};
use crate::sign_in::Visitor;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use portico_contract::PublicRead;
use std::sync::Arc;

/// A picture, or a download
///
/// Nothing but pictures is ever shown in place: the rest comes as a download.
#[utoipa::path(
    get,
    path = "/files/{*id}",
    operation_id = "getFile",
    tag = "knowledge",
    params(("id" = String, Path, description = "The file; may hold `/`")),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"), Missing)
)]
pub(super) async fn get_file(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fail> {
    let open = [PublicRead::Catalogue, PublicRead::Articles];
    if open
        .into_iter()
        .all(|part| visitor.may_read(&app, part).is_err())
    {
        return Err(Fail::sign_in());
    }
    let path = app.content.files.path(&id).ok_or_else(Fail::not_found)?;
    let bytes = tokio::fs::read(&path)
        .await
        .map_err(|error| Fail::internal(&error.to_string()))?;
    let mut response = bytes.into_response();
    let answer = response.headers_mut();
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        answer.insert(CONTENT_TYPE, kind);
    }
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    answer.insert(CONTENT_SECURITY_POLICY, policy);
    if !is_picture(&id) {
        let name = id.rsplit('/').next().unwrap_or_default();
        answer.insert(CONTENT_DISPOSITION, attachment(name));
    }
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    if origin.is_some_and(|origin| {
        app.options
            .allow_origins
            .iter()
            .any(|known| known == origin)
    }) {
        answer.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    Ok(response)
}
