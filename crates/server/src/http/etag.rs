//! Conditional reads: every response to a GET has an `ETag` and is not sent again to a client that
//! has it.

use super::{ApiError, prepared};
use crate::failure::Failure;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A layer of the API: responses depend on the caller and the language, and caches must revalidate
/// them.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let read = request.method() == Method::GET;
    let known = request
        .headers()
        .get_all(IF_NONE_MATCH)
        .iter()
        .cloned()
        .collect::<Vec<_>>();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    headers.append(
        VARY,
        HeaderValue::from_static("accept-language, authorization, cookie"),
    );
    if !read || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, mut body) = response.into_parts();
    // Editable objects set their own tag, which identifies one version in every language; so do
    // responses that are too large to be read here.
    let own = parts
        .headers
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok())
        .map(str::to_owned);
    let tag = match own {
        Some(tag) => tag,
        None => {
            // The body was created by this server, and is in memory already or a file of the
            // content.
            let bytes = match to_bytes(body, usize::MAX).await {
                Ok(bytes) => bytes,
                Err(error) => {
                    let words = "an answer's body could not be read";
                    return ApiError::internal(Failure::caused_by(words, error)).into_response();
                }
            };
            let tag = prepared::tag(&bytes);
            body = Body::from(bytes);
            tag
        }
    };
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(ETAG, value);
    }
    if matches(&known, &tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.remove(CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, body)
}

/// Whether `If-None-Match` contains the tag, by weak comparison (RFC 9110, 13.1.2).
pub(crate) fn matches(known: &[HeaderValue], tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = strong(tag);
    known
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim() == "*" || strong(value) == tag)
}

/// Whether the `If-None-Match` headers of a request contain the tag.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    matches(
        &headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .cloned()
            .collect::<Vec<_>>(),
        tag,
    )
}

/// The precondition of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// No precondition.
    Any,
    /// The object does not exist yet.
    Absent,
    /// The object exists.
    Present,
    /// The object has one of these tags, each without its quotes.
    Tagged(Vec<String>),
}

/// The precondition in a request: `If-None-Match: *` or `If-Match` (RFC 9110, 13.1). Tags are
/// compared strongly, so a weak tag matches nothing.
pub(crate) fn precondition(headers: &HeaderMap) -> Precondition {
    let all = |name| {
        let values = headers.get_all(name).iter();
        let text = values.filter_map(|value| value.to_str().ok());
        text.flat_map(|value| value.split(',')).map(str::trim)
    };
    if all(IF_NONE_MATCH).any(|tag| tag == "*") {
        return Precondition::Absent;
    }
    if all(IF_MATCH).any(|tag| tag == "*") {
        return Precondition::Present;
    }
    if headers.contains_key(IF_MATCH) {
        let inside = |tag: &str| Some(tag.strip_prefix('"')?.strip_suffix('"')?.to_owned());
        return Precondition::Tagged(all(IF_MATCH).filter_map(inside).collect());
    }
    Precondition::Any
}
