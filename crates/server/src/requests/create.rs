//! Submission of a new request, exactly once.

mod resolve_answers;

use crate::access::find_service;
use crate::auth::AuthContext;
use crate::auth::user::{User, approvals, ordering};
use crate::content::{Content, Service};
use crate::db::snapshot::Snapshot;
use crate::db::{
    ComparedDraft, DraftStore, EventKind, EventPage, EventRecord, IdempotencyKey, Millis,
    NewRequestRecord, RequestRecord, ResponseTemplate, StoreError,
};
use crate::due::due;
use crate::http::responses::Writing;
use crate::http::{ApiError, Json, NoParams, Params};
use crate::idempotency::Attempt;
use crate::limits::{RECORD_BYTES, REQUEST_BYTES};
use crate::localized_content::{LocalizedContent, ServiceView};
use crate::requests::{RequestsState, presenter, snapshot};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use portico_contract::{API_BASE, FieldError, NewRequest};
use portico_domain::{
    Approvers, Quorum, Request, RequestKind, RequiredApproval, Route, Submission,
};
use portico_forms::Form;
use resolve_answers::ResolvedAnswers;
use serde_json::Value;
use std::sync::Arc;

/// How often a request is compared with its draft while the draft changes. A device stores a draft every few seconds.
const MAX_COMPARISONS: u32 = 8;

/// Submit a request
///
/// The same `Idempotency-Key` with the same body returns the same response, however often it is sent. A draft with the
/// same key and answers is deleted in the same transaction.
#[utoipa::path(
    post,
    path = "/requests",
    params(("Idempotency-Key" = String, Header, description = "Identifies this one intent; 1 to 255 visible ASCII characters")),
    request_body = NewRequest,
    responses(
        (status = 201, description = "Recorded", body = portico_contract::Request, headers(
            ("Location" = String, description = "The request's path"),
            ("Idempotent-Replayed" = Option<String>, description = "`true` if this response was sent before")
        )),
        Writing
    )
)]
pub(crate) async fn create_request(
    State(state): State<RequestsState>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
    Json { value, hash }: Json<NewRequest, REQUEST_BYTES>,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let guard = match state.idempotency.enter(&user.id, &headers, hash).await? {
        Attempt::Answered(answer) => return Ok(answer),
        Attempt::First(guard) => guard,
    };
    let ValidatedRequest {
        id,
        submission,
        snapshot,
        at,
        uploads,
        form,
        answers,
    } = match prepare(&state, view, user, value).await {
        Ok(prepared) => prepared,
        Err(fail) => return guard.refuse(fail).await,
    };
    let actor = user.actor();
    let event = state.ids.next();
    let record = RequestRecord {
        id: id.clone(),
        number: String::new(),
        due_at: submission.due_at,
        request: Request::new(&submission, at),
        snapshot,
    };
    let answer = answer(view, user, record, event.clone(), at)?;
    let mut recording = Arc::new(NewRequestRecord {
        id,
        submission,
        actor,
        at,
        event,
        key: guard.key.clone(),
        draft: ComparedDraft::Absent,
        answer,
        uploads,
    });
    let drafts = state.drafts.as_ref();
    let mut outcome = Err(StoreError::DraftChanged);
    for _ in 0..MAX_COMPARISONS {
        let draft = compare(drafts, &recording, &form, &answers).await?;
        // The recording is copied only if the last attempt to write it has not quite ended.
        Arc::make_mut(&mut recording).draft = draft;
        outcome = state.store.record(Arc::clone(&recording)).await;
        if !matches!(outcome, Err(StoreError::DraftChanged)) {
            break;
        }
    }
    guard.end(outcome).await
}

/// The answer to a new request, which shows it as it was recorded.
fn answer(
    view: &LocalizedContent,
    user: &User,
    record: RequestRecord,
    event: String,
    at: Millis,
) -> Result<ResponseTemplate, ApiError> {
    let created = EventPage {
        events: vec![EventRecord {
            id: event,
            at,
            actor: Some(user.person()),
            kind: EventKind::Created,
            state: Some(record.request.state()),
            body: None,
            reason: None,
        }],
        has_more: false,
    };
    let shown = presenter::request(&record, &created, view.words, &user.actor())?;
    let Value::Object(body) = serde_json::to_value(shown).map_err(ApiError::internal)? else {
        return Err(ApiError::internal("a request is not an object"));
    };
    Ok(ResponseTemplate {
        status: 201,
        location: Some(format!("{API_BASE}/requests/{}", record.id)),
        body,
    })
}

/// Compares a new request with the draft that has its key.
async fn compare(
    drafts: &dyn DraftStore,
    recording: &NewRequestRecord,
    form: &Form,
    answers: &Value,
) -> Result<ComparedDraft, ApiError> {
    let IdempotencyKey { user, key, .. } = &recording.key;
    let service = &recording.submission.service;
    let draft = drafts.draft(user, service, Millis::MIN).await?;
    let Some(draft) = draft.filter(|draft| draft.key == *key) else {
        return Ok(ComparedDraft::Absent);
    };
    // Another device may have stored more input under the same key than this submission contains.
    let held = serde_json::from_str(&draft.answers).ok();
    let held = held.and_then(|held| form.accept(held).ok());
    Ok(if held.as_ref() == Some(answers) {
        ComparedDraft::Same(draft.tag)
    } else {
        ComparedDraft::Different(draft.tag)
    })
}

/// A validated request that can be stored.
struct ValidatedRequest {
    id: String,
    submission: Submission,
    /// The details of the submission.
    snapshot: Snapshot,
    at: Millis,
    /// The IDs of its uploads.
    uploads: Vec<String>,
    form: Arc<Form>,
    /// The answers that the form has accepted.
    answers: Value,
}

/// Validates a new request and builds its submission.
async fn prepare(
    state: &RequestsState,
    view: &LocalizedContent,
    user: &User,
    new: NewRequest,
) -> Result<ValidatedRequest, ApiError> {
    let content = state.contents.content();
    let (source, found) = orderable(content, view, user, &new)?;
    let form = &found.loaded;
    let answers = form
        .accept(Value::Object(new.answers))
        .map_err(|faults| invalid(&faults))?;
    let ResolvedAnswers {
        answers: shown,
        uploads,
        requested_for,
        watchers,
    } = resolve_answers::read(state, view, user, form, &answers).await?;
    let now = Timestamp::now();
    let unowned = || ApiError::internal("a service without owner or provider passed the checks");
    let kept = Snapshot {
        service: snapshot::service(found.reference()),
        owner: found
            .service
            .owner
            .as_ref()
            .map(snapshot::person)
            .ok_or_else(unowned)?,
        provider: found.service.provider.clone().ok_or_else(unowned)?,
        target: snapshot::target(&source.target),
        price: resolve_answers::price(source.price.as_ref(), form, &answers).map(snapshot::price),
        answers: shown,
        form_version: new.form_version,
    };
    let others = requested_for.filter(|person| person.id.as_str() != user.id);
    let submission = Submission {
        kind: RequestKind::Request,
        service: source.id.clone(),
        requester: user.person(),
        requested_for: others,
        watchers,
        team: Some(source.provider.value.clone()),
        approvals: required(approvals(content, source, Some(user)))?,
        due_at: due(now, &source.target, &content.organisation.hours())
            .map(Timestamp::as_millisecond),
        details: details(&kept)?,
    };
    Ok(ValidatedRequest {
        id: state.ids.next(),
        submission,
        snapshot: kept,
        at: now.as_millisecond(),
        uploads,
        form: Arc::clone(form),
        answers,
    })
}

/// The service of a new request, if the user may request it with this version of its form.
fn orderable<'a>(
    content: &'a Content,
    view: &'a LocalizedContent,
    user: &User,
    new: &NewRequest,
) -> Result<(&'a Service, &'a ServiceView), ApiError> {
    let (source, found) = find_service(content, view, Some(user), new.service.as_str())?;
    let may = ordering(
        source,
        Some(user),
        &view.language,
        content.default_language(),
    );
    if !may.allowed {
        let words: Vec<_> = may.why.into_iter().chain(may.ask).collect();
        return Err(ApiError::not_orderable(words.join(" ")));
    }
    if new.form_version != found.form.version {
        return Err(ApiError::form_changed());
    }
    Ok((source, found))
}

/// Approvals that require the consent of every approver. Every signed-in user has known approvers.
fn required(routes: Vec<Route>) -> Result<Vec<RequiredApproval>, ApiError> {
    let nobody = || ApiError::internal("an approval has nobody to approve it");
    let required = routes.into_iter().map(|route| {
        Ok(RequiredApproval {
            capacity: route.capacity,
            quorum: Quorum::All,
            approvers: Approvers::one(route.person.ok_or_else(nobody)?),
        })
    });
    required.collect()
}

/// The stored details of a request, refused if they are too large. A list of many short answers is
/// stored item by item, each with its own label, and so can become far longer than the request
/// body.
fn details(snapshot: &Snapshot) -> Result<Value, ApiError> {
    let details = serde_json::to_value(snapshot).map_err(ApiError::internal)?;
    let json = serde_json::to_vec(&details).map_err(ApiError::internal)?;
    if json.len() <= RECORD_BYTES {
        return Ok(details);
    }
    Err(ApiError::invalid(vec![FieldError {
        pointer: "/answers".to_owned(),
        code: "maxLength".to_owned(),
        detail: "There are too many answers for one request. Split them into several requests."
            .to_owned(),
    }]))
}

fn invalid(faults: &[portico_forms::ValidationError]) -> ApiError {
    let error = |fault: &portico_forms::ValidationError| FieldError {
        pointer: format!("/answers{}", fault.pointer),
        code: fault.code().to_owned(),
        detail: fault.to_string(),
    };
    ApiError::invalid(faults.iter().map(error).collect())
}
