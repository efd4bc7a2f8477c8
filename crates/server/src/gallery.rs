//! The form gallery: a visitor of a demo submits a form document and sees it rendered.
//!
//! Documents are kept only in memory, up to a maximum number, and are never executed.

pub(crate) mod routes;

use crate::auth::{OwnOrigins, RequestOrigin};
use crate::form_document;
use crate::http::input::read_body;
use crate::http::{ApiError, RouterState};
use crate::localized_content::LocalizedContents;
use crate::text_file;
use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use portico_contract::{FieldError, FormDocument, GalleryExample};
use portico_forms::FormError;
use portico_forms::scan::MAX_BYTES;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The maximum number of documents; beyond it, the oldest is dropped.
const DOCUMENTS: usize = 100;
/// The overhead of a browser's form around the document, in bytes.
const WRAPPING: usize = 8 * 1024;

/// A document, or the errors in it: the page of an invalid form shows its errors instead.
pub(crate) type GalleryDocument = Result<FormDocument, Vec<FormError>>;

/// The documents that visitors submitted.
#[derive(Default)]
pub(crate) struct Gallery(Mutex<VecDeque<(String, GalleryDocument)>>);

impl Gallery {
    fn keep(&self, brought: GalleryDocument) -> String {
        let id = Uuid::now_v7().simple().to_string();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == DOCUMENTS {
            kept.pop_front();
        }
        kept.push_back((id.clone(), brought));
        id
    }

    /// The document with this ID.
    pub(crate) fn get(&self, id: &str) -> Option<GalleryDocument> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = kept.iter().filter(|(known, _)| known == id);
        found.next().map(|(_, brought)| brought.clone())
    }
}

/// The state of the gallery's handlers.
#[derive(Clone)]
pub(crate) struct GalleryState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) gallery: Arc<Gallery>,
    /// The server's own origins; documents from pages of other origins are refused.
    pub(crate) origins: Arc<OwnOrigins>,
    /// Whether the server runs as a demo.
    pub(crate) demo: bool,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    GalleryState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(routes::list_gallery))
        .routes(routes!(routes::get_gallery))
}

/// `POST /gallery`, the action of an HTML form.
pub(crate) fn form_action<S: RouterState>() -> MethodRouter<S>
where
    GalleryState: FromRef<S>,
{
    post(bring).layer(DefaultBodyLimit::max(MAX_BYTES + WRAPPING))
}

/// Accepts a document as a JSON body, or from an HTML form: as a file or as pasted text.
///
/// A browser is always redirected to the page, which shows any errors; other clients get them in
/// the response.
async fn bring(State(state): State<GalleryState>, request: Request) -> Result<Response, ApiError> {
    if state.origins.of(request.headers()) == RequestOrigin::Foreign {
        return Err(ApiError::cross_site());
    }
    match kind(request.headers()).as_str() {
        "application/json" => {
            let bytes = read_body(request.into_body(), MAX_BYTES).await?;
            created(&state.gallery, read(&bytes))
        }
        "multipart/form-data" => {
            let id = state.gallery.keep(read(&field(request).await?));
            let path = format!("/gallery/{id}");
            Ok((StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response())
        }
        _ => Err(ApiError::status(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
    }
}

fn kind(headers: &HeaderMap) -> String {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next();
    kind.unwrap_or_default().trim().to_ascii_lowercase()
}

fn read(bytes: &[u8]) -> GalleryDocument {
    let text = text_file::text(bytes).map_err(|reason| {
        let pointer = String::new();
        vec![FormError { pointer, reason }]
    });
    form_document::read(text?)
}

fn created(gallery: &Gallery, brought: GalleryDocument) -> Result<Response, ApiError> {
    let document = brought.map_err(|faults| broken(&faults))?;
    form_document::load(&document).map_err(|faults| broken(&faults))?;
    let title = form_document::title(&document);
    let id = gallery.keep(Ok(document));
    let path = format!("/gallery/{id}");
    let summary = String::new();
    let example = GalleryExample { id, title, summary };
    Ok((StatusCode::CREATED, [(LOCATION, path)], Json(example)).into_response())
}

/// The first field of an HTML form that is not empty.
async fn field(request: Request<Body>) -> Result<Vec<u8>, ApiError> {
    let refused = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::status(StatusCode::PAYLOAD_TOO_LARGE),
        _ => ApiError::bad_request(error.body_text()),
    };
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|error| ApiError::bad_request(error.body_text()))?;
    while let Some(field) = form.next_field().await.map_err(refused)? {
        let bytes = field.bytes().await.map_err(refused)?;
        if !bytes.trim_ascii().is_empty() {
            return Ok(bytes.into());
        }
    }
    Ok(Vec::new())
}

/// The problem for a document that is not a valid form.
pub(crate) fn broken(faults: &[FormError]) -> ApiError {
    let error = |fault: &FormError| FieldError {
        pointer: fault.pointer.clone(),
        code: "form".to_owned(),
        detail: fault.reason.clone(),
    };
    ApiError::broken_form(faults.iter().map(error).collect())
}
