//! The files of the built portal. All addresses without a file extension return `index.html`.

mod page;

pub(crate) use page::{PageContent, PageFiles};

use crate::http::encoding::accepts_brotli;
use crate::http::security_headers::{PAGE_POLICY, RESOURCE_POLICY};
use crate::http::{ApiError, etag};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The folder of the built portal; `None`: this server does not serve it.
#[derive(Clone)]
pub(crate) struct PortalFolder(pub(crate) Option<PathBuf>);

/// The caches' key for pages, whose content depends on the language and on the caller.
pub(crate) const PAGE_VARY: &str = "accept-encoding, accept-language, authorization, cookie";

/// What an address outside the API names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A page of the portal.
    Page,
    /// A file of the build, by its path in the portal's folder.
    File(String),
    /// Neither.
    Nothing,
}

/// What an address names. Only files of a build can be named: no `..`, no hidden files, no escapes.
pub(crate) fn asked(path: &str) -> Asked {
    if path == "/api" || path.starts_with("/api/") {
        return Asked::Nothing;
    }
    let path = path.trim_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    if !last.contains('.') {
        return Asked::Page;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fine = |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain);
    match path.split('/').all(fine) {
        true => Asked::File(path.to_owned()),
        false => Asked::Nothing,
    }
}

/// Responds with a file of the portal, or with its page.
pub(crate) async fn serve(
    State(folder): State<PortalFolder>,
    request: Request,
) -> Result<Response, ApiError> {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Err(ApiError::not_found());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ApiError::method_not_allowed("GET, HEAD"));
    }
    let root = folder.0.ok_or_else(ApiError::not_found)?;
    let name = match asked(path) {
        Asked::Page => "index.html".to_owned(),
        Asked::File(name) => name,
        Asked::Nothing => return Err(ApiError::not_found()),
    };
    let accepts = accepts_brotli(request.headers());
    let found = tokio::task::spawn_blocking(move || find(&root, &name, accepts)).await;
    let found = found.map_err(ApiError::internal)?;
    answer(found.ok_or_else(ApiError::not_found)?, request.headers()).await
}

/// A file in the portal's folder.
struct PortalFile {
    /// The path relative to the folder.
    name: String,
    path: PathBuf,
    brotli: bool,
    tag: String,
}

fn find(root: &Path, name: &str, accepts_brotli: bool) -> Option<PortalFile> {
    let root = root.canonicalize().ok()?;
    // A link that leads out of the folder is not a file of the portal.
    let inside = |path: PathBuf| {
        path.canonicalize()
            .ok()
            .filter(|path| path.starts_with(&root))
    };
    let plain = inside(root.join(name))?;
    let packed = accepts_brotli
        .then(|| inside(root.join(format!("{name}.br"))))
        .flatten();
    let brotli = packed.is_some();
    let path = packed.unwrap_or(plain);
    let facts = std::fs::metadata(&path)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    let changed = facts
        .modified()
        .ok()?
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let tag = format!("W/\"{:x}-{:x}\"", facts.len(), changed.as_nanos());
    Some(PortalFile {
        name: name.to_owned(),
        path,
        brotli,
        tag,
    })
}

async fn answer(found: PortalFile, asked: &HeaderMap) -> Result<Response, ApiError> {
    let known = etag::is_known(asked, &found.tag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = tokio::fs::read(&found.path).await;
        let bytes = bytes.map_err(ApiError::internal)?;
        Response::new(Body::from(bytes))
    };
    let kind = kind(&found.name);
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&found.tag) {
        headers.insert(ETAG, tag);
    }
    // Names under assets/ contain a content hash, so these files never change.
    let cache = match found.name.starts_with("assets/") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    let vary = match kind.starts_with("text/html") {
        true => PAGE_VARY,
        false => "accept-encoding",
    };
    headers.append(VARY, HeaderValue::from_static(vary));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    if !known {
        if let Ok(kind) = HeaderValue::from_str(&kind) {
            headers.insert(CONTENT_TYPE, kind);
        }
        if found.brotli {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
    }
    if kind.starts_with("text/html") {
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(PAGE_POLICY),
        );
    }
    Ok(response)
}

/// The media type of a file, with UTF-8 for text.
fn kind(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let text = kind.type_() == mime_guess::mime::TEXT;
    if text {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    }
}
