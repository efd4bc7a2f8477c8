//! Requests: lists, details and events.

mod actions;
mod comments;
mod create;
mod event_label;
mod presenter;
mod search;
mod snapshot;
mod team_lists;

use crate::auth::AuthContext;
use crate::auth::user::{self, User};
use crate::db::{DraftStore, EventQuery, RequestListing, RequestQuery, RequestStore};
use crate::http::paging::{cursor, limit, place, searched_for};
use crate::http::reply;
use crate::http::responses::{Common, Missing};
use crate::http::{ApiError, NoParams, Params, RouterState};
use crate::idempotency::Idempotency;
use crate::ids::Ids;
use crate::limits::{EVENTS, EVENTS_PAGE_BYTES};
use crate::localized_content::{LocalizedContent, LocalizedContents};
use crate::messages::Messages;
use crate::uploads::UploadService;
use crate::wire;
use crate::worker_pool::WorkerPool;
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portico_contract::{Event, OpenState, Page, Request, RequestSummary, action};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The state of the handlers for requests.
#[derive(Clone)]
pub(crate) struct RequestsState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) store: Arc<dyn RequestStore>,
    /// Submitting a request deletes the draft with the same answers.
    pub(crate) drafts: Arc<dyn DraftStore>,
    /// Answers may refer to files.
    pub(crate) uploads: UploadService,
    pub(crate) ids: Arc<Ids>,
    pub(crate) idempotency: Arc<Idempotency>,
    /// Searches of a user's own requests.
    pub(crate) searches: Arc<WorkerPool>,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    RequestsState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(list_requests, create::create_request))
        .routes(routes!(get_request))
        .routes(routes!(list_events))
        .routes(routes!(comments::create_comment))
        .routes(routes!(actions::create_action))
        .routes(routes!(team_lists::list_approvals))
        .routes(routes!(team_lists::list_work))
}

/// The number of newest requests that a search covers.
const SEARCHED: usize = 500;

/// The parameters of the list of requests.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RequestsQuery {
    /// Only open requests, or only closed ones.
    #[param(inline)]
    state: Option<OpenState>,
    /// Only requests that match these words, the best match first, on one page; searches the newest 500.
    q: Option<String>,
    /// The maximum number of items, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next` of the previous page.
    cursor: Option<String>,
}

impl RequestsQuery {
    /// A query for the user's newest requests that match the parameters.
    fn listing(&self, user: &User, limit: usize) -> RequestQuery {
        RequestQuery {
            user: user.id.clone(),
            open: self.state.map(|state| state == OpenState::Open),
            before: None,
            limit: u64::try_from(limit).unwrap_or_default(),
        }
    }
}

/// List the requests that the caller submitted, is the recipient of or watches, newest first
#[utoipa::path(
    get,
    path = "/requests",
    params(RequestsQuery),
    responses((status = 200, description = "A page of requests", body = Page<RequestSummary>), Common)
)]
pub(crate) async fn list_requests(
    State(state): State<RequestsState>,
    Params(query): Params<RequestsQuery>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let limit = limit(query.limit)?;
    if let Some(q) = searched_for(query.q.as_deref()) {
        if query.cursor.is_some() {
            return Err(ApiError::bad_request(
                "search results come on one page, so there is no cursor",
            ));
        }
        let slot = state.searches.slot().await?;
        let requests = state.store.searched(query.listing(user, SEARCHED)).await?;
        let found = search::find(slot, requests, q).await?;
        let found = found.into_iter().take(limit);
        let page = Page {
            items: found
                .map(|r| presenter::summary(r, view.words))
                .collect::<Vec<_>>(),
            next: None,
            total: None,
        };
        return Ok(reply(page, &view.language));
    }
    let listing = RequestQuery {
        before: before(query.cursor.as_deref())?,
        limit: one_more(limit),
        ..query.listing(user, limit)
    };
    let found = state.store.list(listing).await?;
    let page = page(found, limit, view, presenter::summary);
    Ok(reply(page, &view.language))
}

/// One item more than the limit shows whether there is a next page.
fn one_more(limit: usize) -> u64 {
    u64::try_from(limit.saturating_add(1)).unwrap_or(u64::MAX)
}

/// A page of what [`one_more`] has found.
fn page(
    mut found: Vec<RequestListing>,
    limit: usize,
    view: &LocalizedContent,
    item: fn(RequestListing, Messages) -> RequestSummary,
) -> Page<RequestSummary> {
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| cursor(&last.id));
    let items = found.into_iter();
    Page {
        items: items.map(|listing| item(listing, view.words)).collect(),
        next,
        total: None,
    }
}

/// Get a request that the caller may read
#[utoipa::path(
    get,
    path = "/requests/{id}",
    params(("id" = String, Path, description = "The request")),
    responses((status = 200, description = "The request", body = Request), Missing)
)]
pub(crate) async fn get_request(
    State(state): State<RequestsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let request = read(&state, view, user, &id).await?;
    let request = request.ok_or_else(ApiError::not_found)?;
    Ok(reply(request, &view.language))
}

/// A request with its newest events, if the user may read it.
async fn read(
    state: &RequestsState,
    view: &LocalizedContent,
    user: &User,
    id: &str,
) -> Result<Option<Request>, ApiError> {
    let newest = EventQuery {
        reader: user.reader(),
        request: id.to_owned(),
        before: None,
        limit: EVENTS,
        bytes: EVENTS_PAGE_BYTES,
    };
    let Some(record) = state.store.get(&newest.reader, id).await? else {
        return Ok(None);
    };
    let Some(newest) = state.store.events(newest).await? else {
        return Ok(None);
    };
    let mut request = presenter::request(&record, &newest, view.words, &user.actor())?;
    if request.action(action::ASSIGN).is_some() {
        let team = record.request.team().unwrap_or_default();
        let members = user::members(state.contents.content(), team);
        request.assignable = members.map(|person| wire::person_ref(&person)).collect();
    }
    Ok(Some(request))
}

/// The parameters of the list of events.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsQuery {
    /// The maximum number of events, 1 to 100; long events fill a page sooner.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `earlierEvents` of the request, or the `next` of the previous page.
    cursor: Option<String>,
}

/// List the events of a request, newest first
#[utoipa::path(
    get,
    path = "/requests/{id}/events",
    params(("id" = String, Path, description = "The request"), EventsQuery),
    responses((status = 200, description = "A page of events", body = Page<Event>), Missing)
)]
pub(crate) async fn list_events(
    State(state): State<RequestsState>,
    Path(id): Path<String>,
    Params(query): Params<EventsQuery>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let query = EventQuery {
        reader: user.reader(),
        request: id,
        before: before(query.cursor.as_deref())?,
        limit: limit(query.limit)?,
        bytes: EVENTS_PAGE_BYTES,
    };
    let found = state.store.events(query).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let events = found.events.iter();
    let page = Page {
        items: events
            .map(|event| presenter::event(event, view.words))
            .collect::<Result<Vec<_>, _>>()?,
        next: presenter::earlier(&found),
        total: None,
    };
    Ok(reply(page, &view.language))
}

/// The ID in a cursor of a list of requests or events.
fn before(at: Option<&str>) -> Result<Option<String>, ApiError> {
    let before = at.map(place).transpose()?;
    match &before {
        Some(id) if Uuid::parse_str(id).is_err() => Err(ApiError::bad_request("invalid cursor")),
        _ => Ok(before),
    }
}
