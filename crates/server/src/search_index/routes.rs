//! The routes of the search index.

use crate::access::Reader;
use crate::auth::AuthContext;
use crate::http::encoding::accepts_brotli;
use crate::http::responses::Common;
use crate::http::{ApiError, Params, etag};
use crate::localized_content::Indexed;
use crate::search_index::{IndexContents, Indexes, SearchState};
use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_contract::{INDEX_TYPE, IndexRecords, PublicRead};
use serde::Deserialize;
use utoipa::IntoParams;

/// The parameters of the search index.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct IndexQuery {
    /// The quoted part of an earlier `ETag`, to get only the changes since then.
    since: Option<String>,
}

/// Get the search index of all services and articles that the caller may see, or its changes
#[utoipa::path(
    get,
    path = "/index",
    params(IndexQuery),
    responses(
        (
            status = 200,
            description = "The index, or, with `since`, its changes if they are few",
            content(
                (Vec<u8> = "application/vnd.portico.index"),
                (IndexRecords = "application/json")
            )
        ),
        Common
    )
)]
pub(crate) async fn get_index(
    State(state): State<SearchState>,
    Params(query): Params<IndexQuery>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let content = state.contents.content();
    let services = caller.may_read(content, PublicRead::Catalogue);
    services.or_else(|_| caller.may_read(content, PublicRead::Articles))?;
    let view = state.contents.view(&headers)?;
    let reader = Reader::new(content, &caller);
    let sees = |one: &&Indexed| match one.part {
        PublicRead::Catalogue => reader.sees_service(&one.id),
        PublicRead::Articles => reader.sees_article(&one.id),
        PublicRead::Unknown => false,
    };
    let ranking = view.ranking();
    let records = ranking.index.iter().filter(sees);
    let holding = state.indexes.holding(&view.language, records);
    // The tag is weak, because the index has two encodings and may also be sent as changes.
    let tag = format!("W/\"{}\"", holding.tag);
    let mut response = if etag::is_known(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer(&state.indexes, &holding, query.since.as_deref(), &headers).await?
    };
    let filled = [(ETAG, &tag), (CONTENT_LANGUAGE, &view.language)];
    for (name, value) in filled {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

async fn answer(
    indexes: &Indexes,
    holding: &IndexContents<'_>,
    since: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(since) = since
        && let Some(changes) = indexes.changes(holding, since).await
    {
        return Ok(Json(changes).into_response());
    }
    let index = indexes.whole(holding).await?;
    let kind = [(CONTENT_TYPE, INDEX_TYPE)];
    Ok(if accepts_brotli(headers) {
        (kind, [(CONTENT_ENCODING, "br")], index.brotli).into_response()
    } else {
        (kind, index.plain).into_response()
    })
}
