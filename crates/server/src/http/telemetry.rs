//! The outermost layer: adds a request ID, a log line, metrics, and a body for every problem.

use super::ApiError;
use crate::limits::ANSWER_WITHIN;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use portico_contract::{PROBLEM_JSON, Problem};
use std::sync::OnceLock;
use std::time::Instant;
use tokio::sync::watch;
use tokio::time::timeout;

/// The header with the request ID, which appears in the logs of the client and the server.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whether the body of a request may take longer to arrive than the time limit for a response.
pub(crate) type HasLongBody = fn(&Request) -> bool;

pub(crate) async fn layer(
    State(has_long_body): State<HasLongBody>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    let method = method(request.method());
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("*", MatchedPath::as_str).to_owned();
    let answer = within(request, has_long_body, next).await;
    let mut response = problem(
        answer.unwrap_or_else(|| ApiError::too_slow().into_response()),
        &id,
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    let ms = (seconds * 1e6).round() / 1e3;
    tracing::info!(id, method, route, status, ms, "answered");
    let labels = [("method", method.to_owned()), ("route", route)];
    metrics::histogram!("portico_http_request_seconds", &labels).record(seconds);
    let [method, route] = labels;
    let labels = [method, route, ("status", status.to_string())];
    metrics::counter!("portico_http_requests_total", &labels).increment(1);
    response
}

/// The response, or `None` after the time limit. While a long body arrives, the limit starts again
/// with each piece.
async fn within(request: Request, has_long_body: HasLongBody, next: Next) -> Option<Response> {
    let (moves, mut moved) = watch::channel(());
    let request = match has_long_body(&request) {
        true => request.map(|body| {
            Body::new(body.map_frame(move |frame| {
                moves.send_replace(());
                frame
            }))
        }),
        false => {
            drop(moves);
            request
        }
    };
    let mut answer = std::pin::pin!(next.run(request));
    loop {
        tokio::select! {
            answer = &mut answer => return Some(answer),
            moved = timeout(ANSWER_WITHIN, moved.changed()) => match moved {
                Ok(Ok(())) => {}
                // The body is complete.
                Ok(Err(_)) => return timeout(ANSWER_WITHIN, answer).await.ok(),
                Err(_) => return None,
            },
        }
    }
}

/// The client's request ID if it is valid, otherwise a new one.
fn request_id(headers: &HeaderMap) -> String {
    let decent = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    let sent = headers
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(decent);
    sent.map_or_else(|| uuid::Uuid::now_v7().simple().to_string(), str::to_owned)
}

/// A method's name; the log and the metrics contain no names from clients.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// A response extension: the body is a page for people, which says itself what is wrong.
#[derive(Clone, Copy)]
pub(crate) struct PageBody;

/// Gives every error response a problem as its body, including errors of the framework.
fn problem(response: Response, id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    if parts.extensions.remove::<PageBody>().is_some() {
        return Response::from_parts(parts, body);
    }
    let status = parts.status;
    let known = parts.extensions.remove::<Problem>();
    let bare = (status.is_client_error() || status.is_server_error()).then(|| Problem {
        kind: Default::default(),
        title: status
            .canonical_reason()
            .unwrap_or("Something went wrong")
            .to_owned(),
        status: status.as_u16(),
        detail: None,
        instance: None,
        errors: Vec::new(),
        errors_omitted: None,
        current: None,
    });
    let Some(mut problem) = known.or(bare) else {
        return Response::from_parts(parts, body);
    };
    problem.instance = Some(id.to_owned());
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, body.into())
}

/// The metrics of this process, set up by the first call.
pub(crate) fn metrics() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let seconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];
        let writes = Matcher::Full("portico_writes_per_commit".to_owned());
        // The builder refuses only an empty list of buckets.
        let builder = PrometheusBuilder::new()
            .set_buckets(&seconds)
            .and_then(|builder| {
                builder.set_buckets_for_metric(writes, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0])
            })
            .unwrap_or_default();
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Another recorder exists only if another program embeds this crate; that recorder then
        // takes precedence.
        let _ = metrics::set_global_recorder(recorder);
        handle
    })
}
