//! Signing in as a persona of the demo, and signing out.

use super::document::Writing;
use crate::App;
use crate::http::{Fail, Json, NoParams, Params};
use crate::limits::SESSION_BYTES;
use crate::sign_in::{Visitor, close, open};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use portico_contract::{FieldError, NewSession};
use std::sync::Arc;

/// Sign in as one of the personas of a demonstration
#[utoipa::path(
    post,
    path = "/session",
    operation_id = "createSession",
    tag = "portal",
    request_body = NewSession,
    responses((status = 204, description = "Signed in; the answer sets a cookie"), Writing)
)]
pub(super) async fn create_session(
    State(app): State<Arc<App>>,
    Params(NoParams {}): Params<NoParams>,
    visitor: Visitor,
    Json { value, .. }: Json<NewSession, SESSION_BYTES>,
) -> Result<Response, Fail> {
    if !app.options.offers_personas() {
        return Err(Fail::not_found());
    }
    let person = app.content.people.get(value.persona.as_str());
    if person.is_none_or(|person| person.persona.is_none()) {
        return Err(Fail::invalid(vec![FieldError {
            pointer: "/persona".to_owned(),
            code: "enum".to_owned(),
            detail: "There is no such demo user.".to_owned(),
        }]));
    }
    // A browser has one session: the one before ends.
    close(&app, &visitor).await?;
    let cookie = open(&app, value.persona.as_str()).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// Sign out
#[utoipa::path(
    delete,
    path = "/session",
    operation_id = "deleteSession",
    tag = "portal",
    responses((status = 204, description = "Signed out, or was not signed in"), Writing)
)]
pub(super) async fn delete_session(
    State(app): State<Arc<App>>,
    Params(NoParams {}): Params<NoParams>,
    visitor: Visitor,
) -> Result<Response, Fail> {
    let cookie = close(&app, &visitor).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}
