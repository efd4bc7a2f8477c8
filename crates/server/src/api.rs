//! The API under `/api/v1`. The same lines define the routes and the OpenAPI document, so the two
//! cannot differ.

use crate::app::AppState;
use crate::auth::{AuthContext, AuthMethod, Authenticator};
use crate::http::rate::{self, RateLimiter};
use crate::http::responses::Common;
use crate::http::{ApiError, NoParams, Params, etag};
use crate::openapi::tagged;
use crate::{
    auth, catalogue, discovery, drafts, gallery, knowledge, lookups, openapi, requests,
    search_index, uploads,
};
use axum::extract::FromRef;
use axum::http::Uri;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Json, Router};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All routes, relative to the base path.
fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(tagged("portal", discovery::routes()))
        .merge(tagged("catalogue", catalogue::routes()))
        .merge(tagged("requests", requests::routes()))
        .merge(tagged("requests", drafts::routes()))
        .merge(tagged("catalogue", lookups::routes()))
        .merge(tagged("search", search_index::routes()))
        .merge(tagged("knowledge", knowledge::routes()))
        .merge(tagged("uploads", uploads::routes()))
        .merge(tagged("portal", auth::routes::routes()))
        .merge(tagged("catalogue", gallery::routes()))
        .merge(tagged("portal", own_routes()))
}

fn own_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(get_openapi))
}

/// The API as a service, with its layers.
pub(crate) fn router(state: &AppState) -> Router<AppState> {
    let (router, _) = routes().split_for_parts();
    let rates = Arc::<RateLimiter>::from_ref(state);
    let authenticator = Arc::<Authenticator>::from_ref(state);
    router
        .fallback(async |_: Uri| ApiError::not_found())
        .layer(from_fn_with_state(rates, rate::layer))
        .layer(from_fn_with_state(authenticator, auth::layer))
        .layer(from_fn(etag::layer))
}

/// The API as a visitor who is signed out sees it, for reads within the server.
pub(crate) fn for_visitors(state: &AppState) -> Router {
    let (router, _) = routes().split_for_parts();
    let visitor = AuthContext {
        user: None,
        method: AuthMethod::Nobody,
    };
    router
        .fallback(async |_: Uri| ApiError::not_found())
        .layer(from_fn_with_state(
            Arc::<RateLimiter>::from_ref(state),
            rate::layer,
        ))
        .layer(Extension(visitor))
        .with_state(state.clone())
}

/// The OpenAPI document of this server's API.
pub(crate) fn document() -> OpenApi {
    openapi::complete(routes().into_openapi())
}

/// Get this document
#[utoipa::path(
    get,
    path = "/openapi.json",
    responses((status = 200, description = "The OpenAPI 3.1 document", body = serde_json::Value), Common)
)]
async fn get_openapi(Params(NoParams {}): Params<NoParams>) -> Result<Json<OpenApi>, ApiError> {
    Ok(Json(document()))
}
