//! Conditional reads: every answer to a GET carries an `ETag` and is not sent twice to who has it.

use super::prepared;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A layer of the API: answers depend on who asks and in which language, and may be kept only to be asked about.
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
    // What can be edited has a tag of its own, which names one state of it in every language; so has what is too large
    // to be read here.
    let own = parts
        .headers
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok())
        .map(str::to_owned);
    let tag = match own {
        Some(tag) => tag,
        None => {
            // The body is an answer of ours, in memory already or a file of the content.
            let Ok(bytes) = to_bytes(body, usize::MAX).await else {
                return super::ApiError::internal("an answer's body could not be read")
                    .into_response();
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

/// Whether `If-None-Match` names the tag, compared weakly (RFC 9110, 13.1.2).
pub(crate) fn matches(known: &[HeaderValue], tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = strong(tag);
    known
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim() == "*" || strong(value) == tag)
}

/// The same for the headers of a request.
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

/// What has to be true of what is there for an edit to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// Nothing is said.
    Any,
    /// There is nothing yet.
    Absent,
    /// There is something.
    Present,
    /// What is there has one of these tags, each without its quotes.
    Tagged(Vec<String>),
}

/// What a writer says has to be true of what is there: `If-None-Match: *` or `If-Match` (RFC 9110, 13.1). Tags are
/// compared strongly, so that a weak one matches nothing.
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
