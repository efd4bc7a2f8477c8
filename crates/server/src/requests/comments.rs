//! Comments on a request.

use crate::auth::AuthContext;
use crate::db::{EventKind, EventRecord, RequestCommand, StoredResponse};
use crate::http::responses::Writing;
use crate::http::{ApiError, Json, NoParams, Params};
use crate::idempotency::Attempt;
use crate::limits::{COMMENT_BYTES, COMMENT_CHARACTERS, COMMENT_DOCUMENT_BYTES, COMMENT_GROWTH};
use crate::localized_content::LocalizedContent;
use crate::requests::{RequestsState, presenter};
use crate::richtext;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use portico_contract::{Document, Event, FieldError, NewComment};
use portico_domain::{Command, RichText};

/// Comment on a request
#[utoipa::path(
    post,
    path = "/requests/{id}/comments",
    params(
        ("id" = String, Path, description = "The request"),
        ("Idempotency-Key" = String, Header, description = "Identifies this one intent; 1 to 255 visible ASCII characters")
    ),
    request_body = NewComment,
    responses((status = 201, description = "Recorded", body = Event), Writing)
)]
pub(crate) async fn create_comment(
    State(state): State<RequestsState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
    Json { value, hash }: Json<NewComment, COMMENT_BYTES>,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let guard = match state.idempotency.enter(&user.id, &headers, hash).await? {
        Attempt::Answered(answer) => return Ok(answer),
        Attempt::First(guard) => guard,
    };
    check(&value.text)?;
    let body = document(view, value.text);
    let text = RichText(serde_json::to_value(&body).map_err(ApiError::internal)?);
    let event = EventRecord {
        id: state.ids.next(),
        at: Timestamp::now().as_millisecond(),
        actor: Some(user.person()),
        kind: EventKind::Comment,
        state: None,
        body: Some(text.clone()),
        reason: None,
    };
    let shown = serde_json::to_string(&presenter::event(&event, view.words)?)
        .map_err(ApiError::internal)?;
    let command = RequestCommand {
        request: id,
        command: Command::Comment { body: text },
        actor: user.actor(),
        at: event.at,
        event: event.id,
        key: guard.key.clone(),
        answer: StoredResponse {
            status: 201,
            location: None,
            body: shown,
        },
    };
    guard.end(state.store.execute(command).await).await
}

/// A comment as a document. If markup would make the document far longer than the text, the text is
/// shown verbatim.
pub(super) fn document(view: &LocalizedContent, text: String) -> Document {
    let text = text.replace("\r\n", "\n");
    let document = richtext::typed(&text, &view.words.cut());
    let most = COMMENT_DOCUMENT_BYTES.max(text.len().saturating_mul(COMMENT_GROWTH));
    match serde_json::to_vec(&document) {
        Ok(json) if json.len() <= most => document,
        _ => richtext::preformatted(text),
    }
}

fn check(text: &str) -> Result<(), ApiError> {
    let (code, detail) = if text.trim().is_empty() {
        ("required", "Enter a comment.".to_owned())
    } else if text.chars().count() > COMMENT_CHARACTERS {
        (
            "maxLength",
            format!("Use at most {COMMENT_CHARACTERS} characters."),
        )
    } else {
        return Ok(());
    };
    let (pointer, code) = ("/text".to_owned(), code.to_owned());
    Err(ApiError::invalid(vec![FieldError {
        pointer,
        code,
        detail,
    }]))
}
