//! Requests: sent once, listed, followed.

use super::document::{Common, Missing, Writing};
use super::services::find;
use super::{reply, show};
use crate::App;
use crate::due::due;
use crate::http::input::{cursor, limit, place};
use crate::http::once::{self, Entered};
use crate::http::{Fail, Json, NoParams, Params};
use crate::limits::REQUEST_BYTES;
use crate::sign_in::Visitor;
use crate::store::{EventRecord, Listing, Record, Snapshot, StoredAnswer};
use crate::user::{User, approvals, ordering};
use crate::view::View;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use portico_contract::{
    API_BASE, Answer, ApprovalStep, Decision, EventKind, FieldError, NewRequest, Page, Request,
    RequestSummary, StateCategory,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use uuid::Uuid;

/// Send a request
///
/// The same `Idempotency-Key` with the same body gives the same answer, however often it is sent.
#[utoipa::path(
    post,
    path = "/requests",
    operation_id = "createRequest",
    tag = "requests",
    params(("Idempotency-Key" = String, Header, description = "Names this one intent; 1 to 255 visible ASCII characters")),
    request_body = NewRequest,
    responses(
        (status = 201, description = "Recorded", body = Request, headers(("Location" = String, description = "The request's path"))),
        Writing
    )
)]
pub(super) async fn create_request(
    State(app): State<Arc<App>>,
    Params(NoParams {}): Params<NoParams>,
    visitor: Visitor,
    headers: HeaderMap,
    Json { value, hash }: Json<NewRequest, REQUEST_BYTES>,
) -> Result<Response, Fail> {
    let user = visitor.user()?;
    let view = app.view(&headers)?;
    let turn = match once::enter(&app, &user.id, &headers, hash).await? {
        Entered::Answered(answer) => return Ok(answer),
        Entered::First(turn) => turn,
    };
    let record = prepare(&app, view, user, &value)?;
    let created = EventRecord {
        id: Uuid::now_v7().to_string(),
        request: record.id.clone(),
        at: record.created_at,
        actor: Some(user.reference()),
        kind: EventKind::Created,
        state: Some(record.state),
        body: None,
    };
    let (words, event) = (view.words, created.clone());
    let answer = Box::new(move |record: &Record| StoredAnswer {
        status: 201,
        location: Some(format!("{API_BASE}/requests/{}", record.id)),
        body: serde_json::to_string(&show::request(record, &[event], words)).unwrap_or_default(),
    });
    let outcome = app
        .requests
        .record(record, created, turn.key.clone(), answer)
        .await;
    turn.end(outcome).await
}

/// Checks a new request and makes the record of it, which has no number yet.
fn prepare(app: &App, view: &View, user: &User, new: &NewRequest) -> Result<Record, Fail> {
    let (source, found) = find(app, view, Some(user), new.service.as_str())?;
    let may = ordering(
        source,
        Some(user),
        &view.language,
        app.content.default_language(),
    );
    if !may.allowed {
        let words: Vec<_> = may.why.into_iter().chain(may.ask).collect();
        return Err(Fail::not_orderable(words.join(" ")));
    }
    if new.form_version != found.form.version {
        return Err(Fail::form_changed());
    }
    let faults = found.fields.check(&new.answers);
    if !faults.is_empty() {
        let error = |fault: &portico_forms::Fault| FieldError {
            pointer: format!("/answers{}", fault.pointer),
            code: fault.code().to_owned(),
            detail: fault.to_string(),
        };
        return Err(Fail::invalid(faults.iter().map(error).collect()));
    }
    let answer = |field: &portico_forms::Field| {
        let value = new.answers.get(&field.name)?;
        Some(Answer {
            pointer: field.pointer(),
            label: field.label.clone(),
            text: field.text_of(value),
            value: value.clone(),
        })
    };
    let step = |approval: portico_contract::Approval| ApprovalStep {
        by: approval.by,
        person: approval.person,
        decision: Decision::Pending,
    };
    let approvals: Vec<_> = approvals(&app.content, source, Some(user))
        .into_iter()
        .map(step)
        .collect();
    let now = Timestamp::now();
    let unowned = || Fail::internal("a service without owner or provider passed the checks");
    let snapshot = Snapshot {
        service: found.reference(),
        requester: user.reference(),
        owner: found.service.owner.clone().ok_or_else(unowned)?,
        provider: found.service.provider.clone().ok_or_else(unowned)?,
        target: source.target.clone(),
        price: source.price.clone(),
        answers: found.fields.fields().filter_map(answer).collect(),
        form_version: new.form_version.clone(),
        approvals,
    };
    let waits = !snapshot.approvals.is_empty();
    Ok(Record {
        id: Uuid::now_v7().to_string(),
        number: String::new(),
        user: user.id.clone(),
        service: source.id.clone(),
        state: if waits {
            StateCategory::WaitingApproval
        } else {
            StateCategory::New
        },
        created_at: now.as_millisecond(),
        updated_at: now.as_millisecond(),
        due_at: due(now, &source.target, &app.content.organisation.hours)
            .map(Timestamp::as_millisecond),
        snapshot,
    })
}

/// Which requests to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RequestsQuery {
    /// Only open ones, or only those where nothing is to happen any more.
    #[param(inline)]
    state: Option<OpenState>,
    /// At most so many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
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

/// The caller's requests, newest first
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
    let before = query.cursor.as_deref().map(place).transpose()?;
    if before
        .as_ref()
        .is_some_and(|id| Uuid::parse_str(id).is_err())
    {
        return Err(Fail::bad_request("the cursor is none of this list's"));
    }
    let listing = Listing {
        user: user.id.clone(),
        open: query.state.map(|state| state == OpenState::Open),
        before,
        // One more than asked for tells whether there is a next page.
        limit: u64::try_from(limit).unwrap_or_default() + 1,
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

/// One request of the caller's
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
        show::request(&record, &events, view.words),
        &view.language,
    ))
}
