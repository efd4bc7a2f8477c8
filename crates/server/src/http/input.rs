//! Query parameters and JSON bodies of requests, with explanations for invalid ones.

use super::ApiError;
use crate::hex::hex;
use crate::json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use portico_contract::{FieldError, ListFilter, PARAMETER_CHARACTERS};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::error::Error;

/// Query parameters. Unknown and repeated parameters are refused, because two readers may interpret
/// them differently, and so are values with more than [`PARAMETER_CHARACTERS`].
pub(crate) struct Params<T>(pub(crate) T);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParams {}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        bounded(&parts.uri)?;
        params(&parts.uri).map(Self)
    }
}

/// Refuses values that are longer than the contract allows, or that some databases cannot process.
fn bounded(uri: &Uri) -> Result<(), ApiError> {
    let query = uri.query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    if let Some((name, _)) = pairs.find(|(_, value)| value.contains('\0')) {
        let reason = format!("{name} holds the character U+0000");
        return Err(ApiError::bad_request(reason));
    }
    let is_long = |value: &str| value.chars().nth(PARAMETER_CHARACTERS).is_some();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    match pairs.find(|(_, value)| is_long(value)) {
        Some((name, _)) => Err(ApiError::bad_request(format!(
            "{name} has more than {PARAMETER_CHARACTERS} characters"
        ))),
        None => Ok(()),
    }
}

fn params<T: DeserializeOwned>(uri: &Uri) -> Result<T, ApiError> {
    Query::try_from_uri(uri)
        .map(|Query(params)| params)
        .map_err(|rejection| ApiError::bad_request(rejection.body_text()))
}

/// The query parameters of a list: its filter, and its page. Invalid parameters are refused as by
/// [`Params`].
pub(crate) struct ListParams<F, P> {
    pub(crate) filter: F,
    pub(crate) page: P,
}

/// The page and the order of a list.
pub(crate) trait PageParams: DeserializeOwned {
    /// The names of the parameters.
    const NAMES: &'static [&'static str];
}

impl<S: Sync, F: ListFilter + DeserializeOwned, P: PageParams> FromRequestParts<S>
    for ListParams<F, P>
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        bounded(&parts.uri)?;
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let known = [F::NAMES, P::NAMES].concat();
        if let Some((name, _)) = pairs.iter().find(|(name, _)| !known.contains(&&**name)) {
            let known = known.join(", ");
            return Err(ApiError::bad_request(format!(
                "{name} is not known here; known are {known}"
            )));
        }
        let part = |names: &[&str]| {
            let own = pairs.iter().filter(|(name, _)| names.contains(&&**name));
            let mut query = form_urlencoded::Serializer::new(String::new());
            let query = format!("/?{}", query.extend_pairs(own).finish());
            query
                .parse::<Uri>()
                .map_err(|_| ApiError::bad_request("the query cannot be read"))
        };
        Ok(Self {
            filter: params(&part(F::NAMES)?)?,
            page: params(&part(P::NAMES)?)?,
        })
    }
}

/// Refuses a path with U+0000, which no object's name contains and which some databases cannot
/// process.
pub(crate) async fn without_nul(request: Request<Body>, next: Next) -> Response {
    match request.uri().path().contains("%00") {
        true => ApiError::not_found().into_response(),
        false => next.run(request).await,
    }
}

/// The bytes of a body, refused if there are more than `most`.
pub(crate) async fn read_body(body: Body, most: usize) -> Result<Bytes, ApiError> {
    to_bytes(body, most).await.map_err(|error| {
        let is_large = error
            .source()
            .is_some_and(|source| source.is::<LengthLimitError>());
        match is_large {
            true => ApiError::status(StatusCode::PAYLOAD_TOO_LARGE),
            false => ApiError::bad_request("the body ended early"),
        }
    })
}

/// A JSON body of at most `MAX` bytes, with a hash of its bytes.
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
        let bytes = read_body(body, MAX).await?;
        let malformed = |error: json::JsonError| ApiError::malformed(error.pointer, error.detail);
        let parsed = json::parse(&bytes).map_err(malformed)?;
        let value = json::read(&parsed).map_err(malformed)?;
        if let Some(pointer) = json::nul(&parsed) {
            return Err(ApiError::invalid(vec![FieldError {
                pointer,
                code: "nul".to_owned(),
                detail: "Remove the character U+0000; it cannot be stored.".to_owned(),
            }]));
        }
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
