//! What clients send: query parameters and JSON bodies, refused in words when they are wrong.

use super::ApiError;
use crate::hex::hex;
use crate::json;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
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

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}
