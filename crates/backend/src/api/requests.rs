//! Requests: listed and followed.

use super::document::{Common, Missing};
use super::services::words;
use super::{reply, show};
use crate::App;
use crate::http::input::{cursor, limit, place};
use crate::http::{Fail, NoParams, Params};
use crate::sign_in::Visitor;
use crate::store::{Listing, Record};
use crate::user::User;
use crate::view::Finder;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portico_contract::{Answer, Page, Request, RequestSummary};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::IntoParams;
use uuid::Uuid;

/// How many of somebody's requests a search looks at.
const SEARCHED: usize = 500;

/// Which requests to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RequestsQuery {
    /// Only open ones, or only those where nothing is to happen any more.
    #[param(inline)]
    state: Option<OpenState>,
    /// Only those that these words mean, the best first, on one page; of the newest 500.
    q: Option<String>,
    /// At most so many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl RequestsQuery {
    /// The newest of those that are asked for.
    fn listing(&self, user: &User, limit: usize) -> Listing {
        Listing {
            user: user.id.clone(),
            open: self.state.map(|state| state == OpenState::Open),
            before: None,
            limit: u64::try_from(limit).unwrap_or_default(),
        }
    }
}

/// Those that a search means, the best first: by service, number and answers.
fn found<'a>(records: &'a [Record], q: &str) -> Vec<&'a Record> {
    let words = |answer: &Answer| match (&answer.text, &answer.value) {
        _ if answer.secret => None,
        (Some(text), _) | (None, Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let searched = |record: &Record| portico_search::Record {
        id: record.id.clone(),
        title: record.snapshot.service.name.clone(),
        keywords: record.number.clone(),
        summary: record
            .snapshot
            .answers
            .iter()
            .filter_map(words)
            .collect::<Vec<_>>()
            .join("\n"),
        ..portico_search::Record::default()
    };
    let finder = Finder::new(records.iter().map(searched));
    finder.narrow(q, records.iter().collect(), |record| &record.id)
}

/// Whether something is still to happen.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) enum OpenState {
    /// Something is.
    Open,
    /// Nothing is.
    Closed,
}

/// The requests that the caller sent, is meant by or watches, newest first
#[utoipa::path(
    get,
    path = "/requests",
    operation_id = "listRequests",
    tag = "requests",
    params(RequestsQuery),
    responses((status = 200, description = "A page of requests", body = Page<RequestSummary>), Common)
)]
pub(super) async fn list_requests(
    State(app): State<Arc<App>>,
    Params(query): Params<RequestsQuery>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fail> {
    let user = visitor.user()?;
    let view = app.view(&headers)?;
    let limit = limit(query.limit)?;
    if let Some(q) = words(query.q.as_deref()) {
        if query.cursor.is_some() {
            return Err(Fail::bad_request("what is searched for is on one page"));
        }
        let records = app.requests.list(query.listing(user, SEARCHED)).await?;
        let items = found(&records, q).into_iter().take(limit).cloned();
        let items: Vec<_> = items.map(|r| show::summary(r, view.words)).collect();
        let page = Page {
            items,
            next: None,
            total: None,
        };
        return Ok(reply(page, &view.language));
    }
    let before = query.cursor.as_deref().map(place).transpose()?;
    if before
        .as_ref()
        .is_some_and(|id| Uuid::parse_str(id).is_err())
    {
        return Err(Fail::bad_request("the cursor is none of this list's"));
    }
    let listing = Listing {
        before,
        // One more than asked for tells whether there is a next page.
        ..query.listing(user, limit.saturating_add(1))
    };
    let mut records = app.requests.list(listing).await?;
    let more = records.len() > limit;
    records.truncate(limit);
    let next = records.last().filter(|_| more).map(|last| cursor(&last.id));
    let items: Vec<_> = records
        .into_iter()
        .map(|r| show::summary(r, view.words))
        .collect();
    Ok(reply(
        Page {
            items,
            next,
            total: None,
        },
        &view.language,
    ))
}

/// One request that the caller may read
#[utoipa::path(
    get,
    path = "/requests/{id}",
    operation_id = "getRequest",
    tag = "requests",
    params(("id" = String, Path, description = "The request")),
    responses((status = 200, description = "The request", body = Request), Missing)
)]
pub(super) async fn get_request(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fail> {
    let user = visitor.user()?;
    let view = app.view(&headers)?;
    let found = app.requests.get(&user.id, &id).await?;
    let (record, events) = found.ok_or_else(Fail::not_found)?;
    Ok(reply(
        show::request(&record, &events, view.words, &user.id),
        &view.language,
    ))
}
