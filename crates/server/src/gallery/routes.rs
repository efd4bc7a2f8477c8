//! The gallery's routes: examples, and documents that visitors submitted.

use super::{GalleryState, broken};
use crate::http::reply;
use crate::http::responses::{Common, Missing};
use crate::http::{ApiError, NoParams, Params};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portico_contract::{FormDocument, GalleryExample, Page};

/// List the examples of the demo's gallery
#[utoipa::path(
    get,
    path = "/gallery",
    responses((status = 200, description = "All examples on one page; none outside a demo", body = Page<GalleryExample>), Common)
)]
pub(crate) async fn list_gallery(
    State(state): State<GalleryState>,
    Params(NoParams {}): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let view = state.contents.view(&headers)?;
    let examples = state
        .contents
        .content()
        .gallery
        .iter()
        .filter(|_| state.demo);
    let items: Vec<_> = examples
        .map(|example| GalleryExample {
            id: example.id.clone(),
            title: example.title.clone(),
            summary: example.summary.clone(),
        })
        .collect();
    let total = u64::try_from(items.len()).ok();
    let next = None;
    Ok(reply(Page { items, next, total }, &view.language))
}

/// Get a form document of the gallery
///
/// A document with an invalid form is returned too, so that the screen can show its errors; a document that could not be
/// parsed is a problem with the reasons.
#[utoipa::path(
    get,
    path = "/gallery/{id}",
    params(("id" = String, Path, description = "The example, or the document that was submitted with `POST /gallery`")),
    responses((status = 200, description = "The form document", body = FormDocument), Missing)
)]
pub(crate) async fn get_gallery(
    State(state): State<GalleryState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let view = state.contents.view(&headers)?;
    if !state.demo {
        return Err(ApiError::not_found());
    }
    let example = state
        .contents
        .content()
        .gallery
        .iter()
        .find(|example| example.id == id);
    let document = match example {
        Some(example) => example.document.clone(),
        None => {
            let brought = state.gallery.get(&id).ok_or_else(ApiError::not_found)?;
            brought.map_err(|faults| broken(&faults))?
        }
    };
    let language = document.language.clone();
    Ok(reply(
        document,
        language.as_deref().unwrap_or(&view.language),
    ))
}
