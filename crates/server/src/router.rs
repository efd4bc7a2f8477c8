//! All that the server answers, with the layers that everything goes through.

use crate::App;
use crate::api;
use crate::gallery;
use crate::http::{ApiError, input, rate, security_headers, telemetry};
use crate::portal_files;
use crate::uploads;
use axum::Router;
use axum::extract::State;
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
    let cors = security_headers::cors(&app.options.allow_origins);
    let mut router = Router::new();
    if app.options.demo {
        let limited = from_fn_with_state(Arc::clone(&app), rate::layer);
        router = router.route("/gallery", gallery::door().layer(limited));
    }
    let routes = router
        .nest(API_BASE, api::router(&app))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .fallback(portal_files::serve)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(input::without_nul))
        .layer(cors)
        .layer(from_fn_with_state(Arc::clone(&app), uploads::tus::layer))
        .layer(from_fn_with_state(
            Arc::clone(&app),
            security_headers::headers,
        ))
        .layer(from_fn(telemetry::layer))
        .with_state(app);
    // What changes the method has to come before the routes.
    Router::new()
        .fallback_service(routes)
        .layer(map_request(async |request| {
            uploads::tus::overridden(request)
        }))
}

/// Whether the process lives. It asks nobody, so that a server whose database fails is not started again for that.
async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the server can do its work: whether a write could be made lately, and why not.
async fn readyz(State(app): State<Arc<App>>) -> Response {
    match app.readiness.ready().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => ApiError::not_ready(&error.to_string()).into_response(),
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
