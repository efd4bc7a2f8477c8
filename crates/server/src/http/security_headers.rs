//! Security headers, and the list of origins that may call the API.

use super::origin::Origin;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION, REFERRER_POLICY, RETRY_AFTER,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The header that controls which pages may embed a response as an image, script or style.
pub(crate) const RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

/// The Content-Security-Policy of the portal's pages: nothing inline, nothing from other origins,
/// and no string that becomes markup or a script.
pub(crate) const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
    manifest-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// A layer that adds headers that the response does not set; its state says whether clients reach
/// the server over HTTPS.
pub(crate) async fn headers(
    State(is_https): State<bool>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut fill = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    fill(X_CONTENT_TYPE_OPTIONS, "nosniff");
    fill(X_FRAME_OPTIONS, "DENY");
    fill(REFERRER_POLICY, "same-origin");
    fill(
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    );
    fill(RESOURCE_POLICY, "same-origin");
    if is_https {
        fill(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// CORS for exactly the listed origins, without echoing other origins and without cookies.
pub(crate) fn cors(origins: &[Origin]) -> CorsLayer {
    let origins = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin.as_str()).ok());
    let named = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            named("idempotency-key"),
            IF_MATCH,
            IF_NONE_MATCH,
            ACCEPT_LANGUAGE,
            named("x-portico-author"),
            named("x-portico-request"),
            named("tus-resumable"),
            named("upload-checksum"),
            named("upload-length"),
            named("upload-metadata"),
            named("upload-name"),
            named("upload-offset"),
        ])
        .expose_headers([
            ETAG,
            LOCATION,
            super::telemetry::REQUEST_ID,
            RETRY_AFTER,
            CONTENT_LANGUAGE,
            named("idempotent-replayed"),
            CONTENT_DISPOSITION,
            named("tus-checksum-algorithm"),
            named("tus-extension"),
            named("tus-max-size"),
            named("tus-resumable"),
            named("tus-version"),
            named("upload-length"),
            named("upload-metadata"),
            named("upload-offset"),
        ])
        .max_age(Duration::from_secs(600))
}
