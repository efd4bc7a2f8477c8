//! Recording a new request, once.

mod meaning;

use super::document::Writing;
use super::services::find;
use super::show;
use crate::App;
use crate::due::due;
use crate::http::once::{self, Entered};
use crate::http::{Fail, Json, NoParams, Params};
use crate::limits::{RECORD_BYTES, REQUEST_BYTES};
use crate::sign_in::Visitor;
use crate::store::{
    AnswerTemplate, EventPage, EventRecord, Key, Millis, Record, Recording, Snapshot,
};
use crate::user::{User, approvals, ordering};
use crate::view::View;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use meaning::Meaning;
use portico_contract::{
    API_BASE, ApprovalStep, Decision, EventKind, FieldError, NewRequest, Request, StateCategory,
};
use portico_forms::Form;
use serde_json::Value;
use std::sync::Arc;

/// Send a request
///
/// The same `Idempotency-Key` with the same body gives the same answer, however often it is sent. A draft of the key that
/// holds the same answers is deleted with it.
#[utoipa::path(
    post,
    path = "/requests",
    operation_id = "createRequest",
    tag = "requests",
    params(("Idempotency-Key" = String, Header, description = "Names this one intent; 1 to 255 visible ASCII characters")),
    request_body = NewRequest,
    responses(
        (status = 201, description = "Recorded", body = Request, headers(
            ("Location" = String, description = "The request's path"),
            ("Idempotent-Replayed" = Option<String>, description = "`true` where this answer was given before")
        )),
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
    let Prepared {
        record,
        uploads,
        form,
        answers,
    } = match prepare(&app, view, user, value).await {
        Ok(prepared) => prepared,
        Err(fail) => return turn.refuse(fail).await,
    };
    let draft = draft(&app, &turn.key, &record.service, &form, &answers).await?;
    let event = EventRecord {
        id: app.ids.next(),
        request: record.id.clone(),
        at: record.created_at,
        actor: Some(user.reference()),
        kind: EventKind::Created,
        state: Some(record.state),
        body: None,
    };
    let created = EventPage {
        events: vec![event.clone()],
        has_more: false,
    };
    let shown = show::request(&record, &created, view.words, &record.user);
    let Ok(Value::Object(body)) = serde_json::to_value(shown) else {
        return Err(Fail::internal("a request is no object"));
    };
    let answer = AnswerTemplate {
        status: 201,
        location: Some(format!("{API_BASE}/requests/{}", record.id)),
        body,
    };
    let people = record
        .snapshot
        .requested_for
        .iter()
        .chain(&record.snapshot.watchers);
    let readers = people.map(|person| person.id.0.clone()).collect();
    let recording = Recording {
        record,
        event,
        key: turn.key.clone(),
        draft,
        answer,
        readers,
        uploads,
    };
    turn.end(app.requests.record(recording).await).await
}

/// The tag of the draft that holds what is sent, and so can go with it.
async fn draft(
    app: &App,
    key: &Key,
    service: &str,
    form: &Form,
    answers: &Value,
) -> Result<Option<String>, Fail> {
    let draft = app.drafts.draft(&key.user, service, Millis::MIN).await?;
    // Another device may have typed more under the same key than this one has sent.
    let holds = |draft: &str| {
        let draft = serde_json::from_str(draft).ok();
        draft.and_then(|draft| form.accept(draft).ok()).as_ref() == Some(answers)
    };
    let same = draft.filter(|draft| draft.key == key.key && holds(&draft.answers));
    Ok(same.map(|draft| draft.tag))
}

/// A new request that may be recorded.
struct Prepared {
    /// It has no number yet.
    record: Record,
    /// The ids of its uploads.
    uploads: Vec<String>,
    form: Arc<Form>,
    /// What the form has accepted.
    answers: Value,
}

/// Checks a new request and makes the record of it.
async fn prepare(app: &App, view: &View, user: &User, new: NewRequest) -> Result<Prepared, Fail> {
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
    let form = &found.loaded;
    let answers = form
        .accept(Value::Object(new.answers))
        .map_err(|faults| invalid(&faults))?;
    let Meaning {
        answers: shown,
        uploads,
        requested_for,
        watchers,
    } = meaning::read(app, view, user, form, &answers).await?;
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
    let waits = !approvals.is_empty();
    let snapshot = Snapshot {
        service: found.reference(),
        requester: user.reference(),
        requested_for: requested_for.filter(|person| person.id.as_str() != user.id),
        watchers,
        owner: found.service.owner.clone().ok_or_else(unowned)?,
        provider: found.service.provider.clone().ok_or_else(unowned)?,
        target: source.target.clone(),
        price: meaning::price(source.price.as_ref(), form, &answers),
        answers: shown,
        form_version: new.form_version,
        approvals,
    };
    bounded(&snapshot)?;
    let record = Record {
        id: app.ids.next(),
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
    };
    Ok(Prepared {
        record,
        uploads,
        form: Arc::clone(form),
        answers,
    })
}

/// Refuses what is too long to be recorded. A list of many short answers is told item by item, each with its own label,
/// and so can become far longer than what was sent.
fn bounded(snapshot: &Snapshot) -> Result<(), Fail> {
    let json = serde_json::to_vec(snapshot).map_err(|error| Fail::internal(&error.to_string()))?;
    if json.len() <= RECORD_BYTES {
        return Ok(());
    }
    Err(Fail::invalid(vec![FieldError {
        pointer: "/answers".to_owned(),
        code: "maxLength".to_owned(),
        detail: "There are too many answers for one request. Split them into several requests."
            .to_owned(),
    }]))
}

fn invalid(faults: &[portico_forms::Fault]) -> Fail {
    let error = |fault: &portico_forms::Fault| FieldError {
        pointer: format!("/answers{}", fault.pointer),
        code: fault.code().to_owned(),
        detail: fault.to_string(),
    };
    Fail::invalid(faults.iter().map(error).collect())
}
