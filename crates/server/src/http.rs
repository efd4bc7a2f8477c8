//! Features that all responses share: problems, limits, conditional reads, headers and logging.

pub(crate) mod client;
pub(crate) mod disposition;
pub(crate) mod encoding;
mod error;
pub(crate) mod etag;
pub(crate) mod input;
pub(crate) mod origin;
pub(crate) mod paging;
pub(crate) mod prepared;
pub(crate) mod rate;
pub(crate) mod responses;
pub(crate) mod security_headers;
pub(crate) mod telemetry;

pub(crate) use error::ApiError;
pub(crate) use input::{Json, ListParams, NoParams, PageParams, Params};

use axum::Json as JsonBody;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_LANGUAGE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The state of a router, from which handlers extract their own part.
pub(crate) trait RouterState: Clone + Send + Sync + 'static {}

impl<S: Clone + Send + Sync + 'static> RouterState for S {}

/// A JSON response in a language.
pub(crate) fn reply<T: Serialize>(value: T, language: &str) -> Response {
    let mut response = JsonBody(value).into_response();
    if let Ok(language) = HeaderValue::from_str(language) {
        response.headers_mut().insert(CONTENT_LANGUAGE, language);
    }
    response
}
