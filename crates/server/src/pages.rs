//! The portal's pages as semantic HTML, readable before the portal's module runs and without it.
//!
//! A page is made from the API's own answers to a visitor who is signed out, so it cannot contain
//! anything that the API would not tell everyone. Its markup has the classes of the portal's own
//! views, so the running portal takes its place without a jump.

mod accent;
mod answers;
mod article;
mod compression;
mod context;
mod document;
mod form;
mod format;
mod frame;
mod home;
mod lists;
mod plain;
mod search;
mod service;
mod texts;
mod view;
mod widgets;

use crate::auth::Authenticator;
use crate::http::encoding::accepts_brotli;
use crate::http::security_headers::PAGE_POLICY;
use crate::http::telemetry::PageBody;
use crate::http::{ApiError, etag, prepared};
use crate::portal_files::{self, Asked, PortalFolder};
use answers::Answers;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use compression::Compressed;
use context::Context;
use format::Format;
use portico_contract::Document;
use portico_routes::route::Route;
use std::sync::Arc;
use texts::Texts;
use view::View;

/// A rich text as HTML, as pages show it. `language` is one of the portal's languages.
#[must_use]
pub fn rich_text(text: &Document, language: &str) -> Option<String> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_str(language).ok()?);
    let texts = Texts::of(&headers)?;
    let context = Context {
        texts,
        format: Format::of(texts.language, &headers),
        icons: "",
    };
    Some(document::document(context, text).into_string())
}

/// What pages are made from.
#[derive(Clone)]
pub(crate) struct PagesState {
    /// The API as a visitor who is signed out sees it; its paths are relative to the base path.
    pub(crate) api: Router,
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) folder: PortalFolder,
}

#[derive(Clone)]
struct Pages {
    state: PagesState,
    compressed: Arc<Compressed>,
}

/// All addresses outside the API: the portal's pages and its files.
pub(crate) fn router(state: PagesState) -> Router {
    let pages = Pages {
        state,
        compressed: Arc::default(),
    };
    Router::new()
        .route(
            "/accent/{file}",
            get(async |Path(file): Path<String>| accent::serve(&file)),
        )
        .fallback(serve)
        .with_state(pages)
}

/// Responds with a page, or with a file of the portal. The page has no content if the visitor is
/// signed in, or if the content is not public.
async fn serve(State(pages): State<Pages>, request: Request) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    if matches!(parts.method, Method::GET | Method::HEAD)
        && portal_files::asked(parts.uri.path()) == Asked::Page
        && let Some(response) = pages.page(&parts).await
    {
        return Ok(response);
    }
    let request = Request::from_parts(parts, body);
    portal_files::serve(State(pages.state.folder), request).await
}

impl Pages {
    /// The page at an address; `None` if it has no public content.
    async fn page(&self, parts: &Parts) -> Option<Response> {
        let caller = self.state.authenticator.identify(parts).await.ok()?;
        if caller.user.is_some() {
            return None;
        }
        let files = self.state.folder.page().await?;
        let route = Route::parse(parts.uri.path_and_query()?.as_str());
        let texts = Texts::of(&parts.headers)?;
        let query = parts.uri.query().unwrap_or_default();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let cursor = pairs.find_map(|(name, value)| (name == "cursor").then_some(value));
        let mut answers = Answers::new(&self.state.api, parts, texts.language);
        let read = view::read(&route, cursor.as_deref(), &mut answers).await;
        let (portal, view) = read.ok()?;
        let status = match view {
            View::Missing(_) => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        let content = frame::page(&route, &portal, &view, texts, &parts.headers, &files);
        let html = files.fill(&content, &answers.into_json())?;
        let response = self.response(status, html.into(), &parts.headers, texts.language);
        Some(response.await)
    }

    /// Sends a page, compressed, or only its tag if the client already has it.
    async fn response(
        &self,
        status: StatusCode,
        html: Bytes,
        asked: &HeaderMap,
        language: &str,
    ) -> Response {
        let tag = format!("W/{}", prepared::tag(&html));
        let is_known = status == StatusCode::OK && etag::is_known(asked, &tag);
        let packed = match !is_known && accepts_brotli(asked) {
            true => self.compressed.of(&tag, html.clone()).await,
            false => None,
        };
        let is_packed = packed.is_some();
        let mut response = match is_known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => (status, packed.unwrap_or(html)).into_response(),
        };
        response.extensions_mut().insert(PageBody);
        let headers = response.headers_mut();
        if !is_known {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            );
            if is_packed {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            }
        }
        for (name, value) in [(ETAG, tag.as_str()), (CONTENT_LANGUAGE, language)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.append(VARY, HeaderValue::from_static(portal_files::PAGE_VARY));
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(PAGE_POLICY),
        );
        response
    }
}
