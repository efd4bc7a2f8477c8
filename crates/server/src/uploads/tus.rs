//! The headers of tus 1.0 in requests and responses (<https://tus.io/protocols/resumable-upload>).

use super::checksum::ALGORITHMS;
use super::{UploadService, refusal};
use crate::http::ApiError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portico_contract::{API_BASE, TUS_RESUMABLE, TUS_VERSION};

/// The maximum length of `Upload-Metadata`, in bytes.
const METADATA: usize = 8 * 1024;

/// The contents of `Upload-Metadata`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// `filename`.
    pub(crate) name: String,
    /// `filetype`.
    pub(crate) media_type: String,
}

/// Whether a request uses tus; refused if it uses another version.
pub(crate) fn is_tus(headers: &HeaderMap) -> Result<bool, ApiError> {
    match text(headers, TUS_RESUMABLE)? {
        None => Ok(false),
        Some(TUS_VERSION) => Ok(true),
        Some(_) => Err(refusal::version()),
    }
}

/// Refuses a request that does not use tus.
pub(crate) fn needs_tus(headers: &HeaderMap) -> Result<(), ApiError> {
    if is_tus(headers)? {
        Ok(())
    } else {
        Err(refusal::version())
    }
}

/// A header that occurs at most once.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ApiError> {
    let mut values = headers.get_all(name).iter();
    let wrong = || ApiError::bad_request(format!("{name} is invalid."));
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| wrong()),
        (Some(_), Some(_)) => Err(wrong()),
    }
}

/// A header with a number of bytes.
pub(crate) fn number(headers: &HeaderMap, name: &str) -> Result<Option<u64>, ApiError> {
    let Some(text) = text(headers, name)? else {
        return Ok(None);
    };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    let wrong = || ApiError::bad_request(format!("{name} must be a number of bytes."));
    number.map(Some).ok_or_else(wrong)
}

/// Parses `Upload-Metadata`: keys, each with a value in Base64, separated by commas.
pub(crate) fn metadata(header: &str) -> Result<Metadata, ApiError> {
    let wrong = || ApiError::bad_request("Upload-Metadata is invalid.");
    if header.len() > METADATA {
        return Err(wrong());
    }
    let mut metadata = Metadata::default();
    let mut keys = Vec::new();
    for pair in header.split(',').map(str::trim) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        if key.is_empty() || keys.contains(&key) {
            return Err(wrong());
        }
        keys.push(key);
        let value = STANDARD.decode(value.trim()).map_err(|_| wrong())?;
        let place = match key {
            "filename" => &mut metadata.name,
            "filetype" => &mut metadata.media_type,
            _ => continue,
        };
        *place = String::from_utf8(value).map_err(|_| wrong())?;
    }
    Ok(metadata)
}

/// A layer that adds the tus version to every response about uploads, and the supported features to
/// responses to `OPTIONS`.
pub(crate) async fn layer(
    State(uploads): State<UploadService>,
    request: Request,
    next: Next,
) -> Response {
    let asks = request.method() == Method::OPTIONS;
    let uploads = uploads.get().ok();
    let uploads = uploads.filter(|_| is_about_uploads(request.uri().path()));
    let mut response = next.run(request).await;
    let Some(uploads) = uploads else {
        return response;
    };
    let headers = response.headers_mut();
    let version = HeaderValue::from_static(TUS_VERSION);
    headers.insert(HeaderName::from_static("tus-resumable"), version.clone());
    if asks {
        let named = HeaderName::from_static;
        let extensions = HeaderValue::from_static("creation,checksum,termination");
        headers.insert(named("tus-version"), version);
        headers.insert(named("tus-extension"), extensions);
        let algorithms = HeaderValue::from_static(ALGORITHMS);
        headers.insert(named("tus-checksum-algorithm"), algorithms);
        headers.insert(named("tus-max-size"), uploads.max_bytes.into());
    }
    response
}

/// Applies `X-HTTP-Method-Override`, as tus requires, for networks that block `PATCH` and `DELETE`.
/// It applies only to `POST` requests for uploads, and before any other code reads the method.
pub(crate) fn overridden(mut request: Request) -> Request {
    let method = match request.headers().get("x-http-method-override") {
        Some(method) if method == "PATCH" => Method::PATCH,
        Some(method) if method == "DELETE" => Method::DELETE,
        _ => return request,
    };
    if request.method() == Method::POST && is_about_uploads(request.uri().path()) {
        *request.method_mut() = method;
    }
    request
}

/// Whether a request's body may take longer than the time limit for a response.
pub(crate) fn may_be_long(request: &Request) -> bool {
    let brings = matches!(*request.method(), Method::POST | Method::PATCH);
    brings && is_about_uploads(request.uri().path())
}

fn is_about_uploads(path: &str) -> bool {
    let rest = path
        .strip_prefix(API_BASE)
        .and_then(|path| path.strip_prefix("/uploads"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
