//! The API under `/api/v1`. Routes and the OpenAPI document come from the same lines, so they cannot differ.

use crate::http::responses::Common;
use crate::http::{ApiError, NoParams, Params, etag, rate};
use crate::{
    App, auth, catalogue, discovery, drafts, gallery, knowledge, lookups, openapi, requests,
    search_index, uploads,
};
use axum::http::Uri;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Json, Router};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All routes, relative to the base path.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(discovery::get_portal))
        .routes(routes!(catalogue::list_categories))
        .routes(routes!(catalogue::list_services))
        .routes(routes!(catalogue::get_service))
        .routes(routes!(catalogue::get_form))
        .routes(routes!(
            requests::list_requests,
            requests::create::create_request
        ))
        .routes(routes!(requests::get_request))
        .routes(routes!(requests::list_events))
        .routes(routes!(requests::comments::create_comment))
        .routes(routes!(drafts::list_drafts))
        .routes(routes!(
            drafts::get_draft,
            drafts::put_draft,
            drafts::delete_draft
        ))
        .routes(routes!(lookups::list_lookup))
        .routes(routes!(search_index::routes::get_index))
        .routes(routes!(search_index::improvements::create_improvement))
        .routes(routes!(knowledge::list_articles))
        .routes(routes!(knowledge::get_article))
        .routes(routes!(knowledge::files::get_file))
        .routes(routes!(uploads::routes::create_upload))
        .routes(routes!(
            uploads::routes::get_upload,
            uploads::routes::head_upload,
            uploads::routes::patch_upload,
            uploads::routes::delete_upload
        ))
        .routes(routes!(uploads::routes::get_upload_content))
        .routes(routes!(
            auth::routes::create_session,
            auth::routes::delete_session
        ))
        .routes(routes!(gallery::routes::list_gallery))
        .routes(routes!(gallery::routes::get_gallery))
        .routes(routes!(get_openapi))
}

/// The API as a service, with its layers.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let (router, _) = routes().split_for_parts();
    router
        .fallback(async |_: Uri| ApiError::not_found())
        .layer(from_fn_with_state(Arc::clone(app), rate::layer))
        .layer(from_fn_with_state(Arc::clone(app), auth::layer))
        .layer(from_fn(etag::layer))
}

/// The document of this server's API.
pub(crate) fn document() -> OpenApi {
    openapi::complete(routes().into_openapi())
}

/// This document
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "getOpenapi",
    tag = "portal",
    responses((status = 200, description = "The OpenAPI 3.1 document", body = serde_json::Value), Common)
)]
async fn get_openapi(Params(NoParams {}): Params<NoParams>) -> Result<Json<OpenApi>, ApiError> {
    Ok(Json(document()))
}
