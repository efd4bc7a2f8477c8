//! What clients send: query parameters and JSON bodies, refused in words when they are wrong.

use super::{ApiError, json};
use crate::limits::{PAGE, PAGE_MAX};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_contract::PARAMETER_CHARACTERS;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Query parameters. Unknown and repeated ones are refused, for two readers may read them differently, and so are those
/// with more than [`PARAMETER_CHARACTERS`].
pub(crate) struct Params<T>(pub(crate) T);

/// No parameters at all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParams {}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let is_long = |value: &str| value.chars().nth(PARAMETER_CHARACTERS).is_some();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        if let Some((name, _)) = pairs.find(|(_, value)| is_long(value)) {
            return Err(ApiError::bad_request(format!(
                "{name} has more than {PARAMETER_CHARACTERS} characters"
            )));
        }
        Query::try_from_uri(&parts.uri)
            .map(|Query(params)| Self(params))
            .map_err(|rejection| ApiError::bad_request(rejection.body_text()))
    }
}

/// How many items a page has.
pub(crate) fn limit(asked: Option<u32>) -> Result<usize, ApiError> {
    let limit = asked.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(ApiError::bad_request(format!(
            "limit must be between 1 and {PAGE_MAX}"
        )));
    }
    usize::try_from(limit).map_err(|_| ApiError::bad_request("limit is too large"))
}

/// A cursor for a place in a list; only this server reads it.
pub(crate) fn cursor(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

/// The place that a cursor stands for.
pub(crate) fn place(cursor: &str) -> Result<String, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| ApiError::bad_request("invalid cursor"))
}

/// A JSON body of at most `MAX` bytes, with a hash of what was sent.
pub(crate) struct Json<T, const MAX: usize> {
    pub(crate) value: T,
    pub(crate) hash: String,
}

impl<S: Sync, T: DeserializeOwned, const MAX: usize> FromRequest<S> for Json<T, MAX> {
    type Rejection = ApiError;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(ApiError::status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let announced = parts
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|n| n.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: usize| length > MAX) {
            return Err(ApiError::status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let bytes = to_bytes(body, MAX).await.map_err(|error| {
            let source = std::error::Error::source(&error);
            match source.is_some_and(|source| source.is::<http_body_util::LengthLimitError>()) {
                true => ApiError::status(StatusCode::PAYLOAD_TOO_LARGE),
                false => ApiError::bad_request("the body ended early"),
            }
        })?;
        let value = json::parse(&bytes).and_then(|value| json::read(&value));
        let value = value.map_err(|error| ApiError::malformed(error.pointer, error.detail))?;
        let mut hash = Sha256::new();
        hash.update(parts.method.as_str());
        hash.update(b" ");
        hash.update(parts.uri.path());
        hash.update(b"\n");
        hash.update(&bytes);
        Ok(Self {
            value,
            hash: hex(&hash.finalize()),
        })
    }
}

/// Bytes in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}
