//! Pagination of lists.

use super::{ApiError, PageParams};
use crate::limits::{PAGE, PAGE_MAX};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_contract::Page;
use serde::Deserialize;
use utoipa::IntoParams;

/// The requested page of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// The maximum number of items, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<u32>,
    /// The `next` of the previous page.
    pub(crate) cursor: Option<String>,
}

impl PageParams for Paging {
    const NAMES: &'static [&'static str] = &["limit", "cursor"];
}

/// The search words, if there are any.
pub(crate) fn searched_for(q: Option<&str>) -> Option<&str> {
    q.filter(|q| q.chars().any(char::is_alphanumeric))
}

/// One page of a list that is in memory. The cursor is an index into the list, which does not
/// change while the server runs.
pub(crate) fn page<T>(
    items: Vec<T>,
    asked: Option<u32>,
    at: Option<&str>,
) -> Result<Page<T>, ApiError> {
    let limit = limit(asked)?;
    let total = items.len();
    let start = match at {
        None => 0,
        Some(at) => {
            let place = place(at)?
                .parse::<usize>()
                .ok()
                .filter(|place| *place <= total);
            place.ok_or_else(|| ApiError::bad_request("invalid cursor"))?
        }
    };
    let end = start.saturating_add(limit);
    let next = (end < total).then(|| cursor(&end.to_string()));
    let items = items.into_iter().skip(start).take(limit).collect();
    Ok(Page {
        items,
        next,
        total: u64::try_from(total).ok(),
    })
}

/// The number of items on a page.
pub(crate) fn limit(asked: Option<u32>) -> Result<usize, ApiError> {
    let limit = asked.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(ApiError::bad_request(format!(
            "limit must be between 1 and {PAGE_MAX}"
        )));
    }
    usize::try_from(limit).map_err(|_| ApiError::bad_request("limit is too large"))
}

/// Encodes a position in a list as a cursor, which only this server reads.
pub(crate) fn cursor(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

/// Decodes the position in a cursor.
pub(crate) fn place(cursor: &str) -> Result<String, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| ApiError::bad_request("invalid cursor"))
}
