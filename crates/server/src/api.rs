//! The API under `/api/v1`. Routes and the OpenAPI document come from the same lines, so they cannot differ.

mod articles;
mod comments;
mod document;
mod drafts;
mod files;
mod gallery;
mod improvements;
mod index;
mod listed;
mod lookups;
mod new_request;
mod portal;
mod reader;
mod requests;
mod services;
mod session;
mod show;
mod uploads;

pub(crate) use document::openapi;
pub(crate) use listed::ListKey;
pub(crate) use show::time;

use listed::listed;

use crate::http::{Fail, etag, rate};
use crate::{App, sign_in};
use axum::Json;
use axum::Router;
use axum::http::header::CONTENT_LANGUAGE;
use axum::http::{HeaderValue, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All routes, relative to the base path.
fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(portal::get_portal))
        .routes(routes!(services::list_categories))
        .routes(routes!(services::list_services))
        .routes(routes!(services::get_service))
        .routes(routes!(services::get_form))
        .routes(routes!(
            requests::list_requests,
            new_request::create_request
        ))
        .routes(routes!(requests::get_request))
        .routes(routes!(requests::list_events))
        .routes(routes!(comments::create_comment))
        .routes(routes!(drafts::list_drafts))
        .routes(routes!(
            drafts::get_draft,
            drafts::put_draft,
            drafts::delete_draft
        ))
        .routes(routes!(lookups::list_lookup))
        .routes(routes!(index::get_index))
        .routes(routes!(improvements::create_improvement))
        .routes(routes!(articles::list_articles))
        .routes(routes!(articles::get_article))
        .routes(routes!(files::get_file))
        .routes(routes!(uploads::create_upload))
        .routes(routes!(
            uploads::get_upload,
            uploads::head_upload,
            uploads::patch_upload,
            uploads::delete_upload
        ))
        .routes(routes!(uploads::get_upload_content))
        .routes(routes!(session::create_session, session::delete_session))
        .routes(routes!(gallery::list_gallery))
        .routes(routes!(gallery::get_gallery))
        .routes(routes!(document::get_openapi))
}

/// The API as a service, with its layers.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let (router, _) = routes().split_for_parts();
    router
        .fallback(async |_: Uri| Fail::not_found())
        .layer(from_fn_with_state(Arc::clone(app), rate::layer))
        .layer(from_fn_with_state(Arc::clone(app), sign_in::layer))
        .layer(from_fn(etag::layer))
}

/// A JSON answer in a language.
fn reply<T: Serialize>(value: T, language: &str) -> Response {
    let mut response = Json(value).into_response();
    if let Ok(language) = HeaderValue::from_str(language) {
        response.headers_mut().insert(CONTENT_LANGUAGE, language);
    }
    response
}
