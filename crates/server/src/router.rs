//! All routes of the server, with the layers around them.

use crate::api;
use crate::app::{App, AppState};
use crate::auth::Authenticator;
use crate::db::Readiness;
use crate::failure::chain;
use crate::gallery;
use crate::http::rate::{self, RateLimiter};
use crate::http::telemetry::{self, HasLongBody};
use crate::http::{ApiError, input, security_headers};
use crate::pages::{self, PagesState};
use crate::portal_files::{self, PortalFolder};
use crate::uploads::{UploadService, tus};
use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{from_fn, from_fn_with_state, map_request};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use portico_contract::API_BASE;
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// The server as a service.
pub fn router(app: Arc<App>) -> Router {
    telemetry::metrics();
    let state = AppState(app);
    let options = state.options();
    let cors = security_headers::cors(&options.allow_origins);
    let is_https = options.is_https();
    let mut router = Router::new();
    if options.demo {
        let action = gallery::form_action().fallback(portal_files::serve);
        let limited = from_fn_with_state(Arc::<RateLimiter>::from_ref(&state), rate::layer);
        router = router.route("/gallery", action.layer(limited));
    }
    let pages = PagesState {
        api: api::for_visitors(&state),
        authenticator: Arc::<Authenticator>::from_ref(&state),
        folder: PortalFolder::from_ref(&state),
    };
    let uploads = UploadService::from_ref(&state);
    let has_long_body: HasLongBody = tus::may_be_long;
    let routes = router
        .nest(API_BASE, api::router(&state))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .fallback_service(pages::router(pages))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(input::without_nul))
        .layer(cors)
        .layer(from_fn_with_state(uploads, tus::layer))
        .layer(from_fn_with_state(is_https, security_headers::headers))
        .layer(from_fn_with_state(has_long_body, telemetry::layer))
        .with_state(state);
    // A layer that changes the method must run before routing.
    Router::new()
        .fallback_service(routes)
        .layer(map_request(async |request| tus::overridden(request)))
}

/// Whether the process is alive. It depends on nothing else, so that a failing database does not
/// cause restarts.
async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether a recent write succeeded, and if not, the reason.
async fn readyz(State(readiness): State<Arc<dyn Readiness>>) -> Response {
    match readiness.ready().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => ApiError::not_ready(&chain(&error).to_string()).into_response(),
    }
}

async fn metrics() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4")],
        telemetry::metrics().render(),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
    ApiError::internal(words.unwrap_or("a handler panicked")).into_response()
}
