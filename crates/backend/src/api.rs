//! The API under `/api/v1`. Routes and the OpenAPI document come from the same lines, so they cannot differ.

mod articles;
mod comments;
mod document;
mod files;
mod portal;
mod requests;
mod services;
mod session;
mod show;

pub(crate) use document::openapi;

use crate::http::{Fail, etag};
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
        .routes(routes!(requests::list_requests, requests::create_request))
        .routes(routes!(requests::get_request))
        .routes(routes!(comments::create_comment))
        .routes(routes!(articles::list_articles))
        .routes(routes!(articles::get_article))
        .routes(routes!(files::get_file))
        .routes(routes!(session::create_session, session::delete_session))
        .routes(routes!(document::get_openapi))
}

/// The API as a service, with its layers.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let (router, _) = routes().split_for_parts();
    router
        .fallback(async |_: Uri| Fail::not_found())
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
