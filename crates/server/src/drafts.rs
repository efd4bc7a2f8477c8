//! Drafts, which let a user continue on another device.

use crate::access::find_service;
use crate::auth::AuthContext;
use crate::content::Content;
use crate::db::{self, DraftListing, DraftOutcome, DraftRecord, DraftStore, Millis};
use crate::http::etag::{Precondition, precondition};
use crate::http::paging::{Paging, cursor, limit, place};
use crate::http::reply;
use crate::http::responses::{Common, Editing, Missing};
use crate::http::{ApiError, Json, NoParams, Params, RouterState};
use crate::idempotency::is_key;
use crate::limits::{DEVICE_CHARACTERS, DRAFT_BYTES, DRAFTS, DRAFTS_KEPT_DAYS, STEPS};
use crate::localized_content::{LocalizedContent, LocalizedContents};
use crate::wire::time;
use axum::extract::{FromRef, Path, State};
use axum::http::header::ETAG;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::{Timestamp, ToSpan};
use portico_contract::{Draft, DraftSummary, FieldError, NewDraft, Page, ServiceRef};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The state of the handlers for drafts.
#[derive(Clone)]
pub(crate) struct DraftsState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) store: Arc<dyn DraftStore>,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    DraftsState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(list_drafts))
        .routes(routes!(get_draft, put_draft, delete_draft))
}

/// List the caller's drafts without their answers, the most recently changed first
#[utoipa::path(
    get,
    path = "/drafts",
    params(Paging),
    responses((status = 200, description = "A page of drafts", body = Page<DraftSummary>), Common)
)]
pub(crate) async fn list_drafts(
    State(state): State<DraftsState>,
    Params(query): Params<Paging>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let limit = limit(query.limit)?;
    let mut listed = state.store.drafts(&user.id, oldest()).await?;
    let total = u64::try_from(listed.len()).ok();
    if let Some(cursor) = query.cursor.as_deref() {
        let last = place(cursor)?;
        let here = listed.iter().position(|draft| mark(draft) == last);
        let here = here.ok_or_else(|| {
            ApiError::bad_request("the list has changed; start from the first page")
        })?;
        listed.drain(..=here);
    }
    let more = listed.len() > limit;
    listed.truncate(limit);
    let next = listed.last().filter(|_| more).map(|d| cursor(&mark(d)));
    let items = listed
        .into_iter()
        .map(|draft| summary(state.contents.content(), view, &caller, draft));
    let items = items.collect();
    Ok(reply(Page { items, next, total }, &view.language))
}

/// Get the caller's draft for a service
#[utoipa::path(
    get,
    path = "/drafts/{service}",
    params(("service" = String, Path, description = "The service")),
    responses(
        (status = 200, description = "The draft", body = Draft, headers(("ETag" = String, description = "Identifies this version of the draft"))),
        Missing
    )
)]
pub(crate) async fn get_draft(
    State(state): State<DraftsState>,
    Path(service): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let found = state.store.draft(&user.id, &service, oldest()).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let tag = tag(&found)?;
    let draft = draft(state.contents.content(), view, &caller, found)?;
    Ok(([(ETAG, tag)], reply(draft, &view.language)).into_response())
}

/// Save a draft
///
/// `If-None-Match: *` creates a draft, `If-Match` changes the version that was read; a conflict returns the current draft.
#[utoipa::path(
    put,
    path = "/drafts/{service}",
    params(
        ("service" = String, Path, description = "The service"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the draft to change"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: the draft must not exist yet")
    ),
    request_body = NewDraft,
    responses(
        (status = 200, description = "Changed", body = Draft, headers(("ETag" = String, description = "Identifies this version of the draft"))),
        (status = 201, description = "Created", body = Draft, headers(("ETag" = String, description = "Identifies this version of the draft"))),
        Editing
    )
)]
pub(crate) async fn put_draft(
    State(state): State<DraftsState>,
    Path(service): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
    Json { value, .. }: Json<NewDraft, DRAFT_BYTES>,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    find_service(state.contents.content(), view, Some(user), &service)?;
    let when = precondition(&headers);
    if when == Precondition::Any {
        return Err(ApiError::precondition_needed());
    }
    check(&value)?;
    let new = DraftRecord {
        user: user.id.clone(),
        service,
        key: value.key,
        form_version: value.form_version,
        answers: serde_json::to_string(&value.answers).map_err(ApiError::internal)?,
        step: value.step,
        device: value.device,
        tag: Uuid::now_v7().simple().to_string(),
        updated_at: Timestamp::now().as_millisecond(),
    };
    let status = match state.store.keep(new.clone(), stored(when), DRAFTS).await? {
        DraftOutcome::Created => StatusCode::CREATED,
        DraftOutcome::Changed => StatusCode::OK,
        DraftOutcome::Refused(current) => {
            return Err(refused(state.contents.content(), view, &caller, current)?);
        }
        DraftOutcome::Sent(made) => return Err(ApiError::sent(&made.body)),
        DraftOutcome::TooMany => {
            let words = format!("You already have {DRAFTS} drafts. Discard one first.");
            return Err(ApiError::too_many(words));
        }
    };
    let tag = tag(&new)?;
    let draft = draft(state.contents.content(), view, &caller, new)?;
    Ok((status, [(ETAG, tag)], reply(draft, &view.language)).into_response())
}

/// Discard a draft
#[utoipa::path(
    delete,
    path = "/drafts/{service}",
    params(
        ("service" = String, Path, description = "The service"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the draft; without it, any version is deleted")
    ),
    responses((status = 204, description = "It no longer exists"), Editing)
)]
pub(crate) async fn delete_draft(
    State(state): State<DraftsState>,
    Path(service): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let when = precondition(&headers);
    match state
        .store
        .discard(&user.id, &service, stored(when))
        .await?
    {
        DraftOutcome::Refused(current) => {
            Err(refused(state.contents.content(), view, &caller, current)?)
        }
        _ => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// A precondition as the store's type.
fn stored(when: Precondition) -> db::Precondition {
    match when {
        Precondition::Any => db::Precondition::Any,
        Precondition::Absent => db::Precondition::Absent,
        Precondition::Present => db::Precondition::Present,
        Precondition::Tagged(tags) => db::Precondition::Tagged(tags),
    }
}

/// Drafts that were last changed before this time have expired.
fn oldest() -> Millis {
    (Timestamp::now() - (DRAFTS_KEPT_DAYS * 24).hours()).as_millisecond()
}

/// The contents of a cursor: the last draft of a page, with its time of change.
fn mark(draft: &DraftListing) -> String {
    format!("{} {}", draft.service, draft.tag)
}

fn tag(draft: &DraftRecord) -> Result<HeaderValue, ApiError> {
    HeaderValue::from_str(&format!("\"{}\"", draft.tag)).map_err(ApiError::internal)
}

fn check(draft: &NewDraft) -> Result<(), ApiError> {
    let error = |pointer: &str, code: &str, detail: String| FieldError {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        detail,
    };
    let mut errors = Vec::new();
    if !is_key(&draft.key) {
        let detail = "A key must be 1 to 255 visible ASCII characters.".to_owned();
        errors.push(error("/key", "pattern", detail));
    }
    let device = draft.device.as_deref().unwrap_or_default();
    if device.chars().count() > DEVICE_CHARACTERS {
        let detail = format!("Use at most {DEVICE_CHARACTERS} characters.");
        errors.push(error("/device", "maxLength", detail));
    }
    if draft.step > STEPS {
        let detail = format!("The last step is {STEPS}.");
        errors.push(error("/step", "maximum", detail));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(errors))
    }
}

/// The service of a draft. For a service that no longer exists or is hidden now, the ID replaces
/// the name.
fn service_of(
    content: &Content,
    view: &LocalizedContent,
    caller: &AuthContext,
    service: &str,
) -> ServiceRef {
    let found = find_service(content, view, caller.user.as_ref(), service);
    found.map_or_else(
        |_| ServiceRef {
            id: service.into(),
            name: service.to_owned(),
            icon: None,
            language: None,
        },
        |(_, view)| view.reference(),
    )
}

/// A draft as a list item.
fn summary(
    content: &Content,
    view: &LocalizedContent,
    caller: &AuthContext,
    draft: DraftListing,
) -> DraftSummary {
    DraftSummary {
        service: service_of(content, view, caller, &draft.service),
        form_version: draft.form_version,
        key: draft.key,
        step: u32::try_from(draft.step).unwrap_or_default(),
        updated_at: time(draft.updated_at),
        device: draft.device,
    }
}

/// A draft as the contract's type.
fn draft(
    content: &Content,
    view: &LocalizedContent,
    caller: &AuthContext,
    draft: DraftRecord,
) -> Result<Draft, ApiError> {
    Ok(Draft {
        service: service_of(content, view, caller, &draft.service),
        form_version: draft.form_version,
        key: draft.key,
        answers: serde_json::from_str(&draft.answers).map_err(ApiError::internal)?,
        step: draft.step,
        updated_at: time(draft.updated_at),
        device: draft.device,
    })
}

/// The response to an edit of an outdated version.
fn refused(
    content: &Content,
    view: &LocalizedContent,
    caller: &AuthContext,
    current: Option<Box<DraftRecord>>,
) -> Result<ApiError, ApiError> {
    let Some(current) = current else {
        return Ok(ApiError::changed(None));
    };
    let tag = tag(&current)?;
    let draft = draft(content, view, caller, *current)?;
    let draft = serde_json::to_value(draft).map_err(ApiError::internal)?;
    Ok(ApiError::changed(Some((draft, tag))))
}
