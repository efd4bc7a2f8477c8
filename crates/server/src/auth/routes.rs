//! The routes for signing in as a demo persona, and for signing out.

use super::refusals::deactivated;
use super::{AuthContext, Authenticator};
use crate::http::responses::Writing;
use crate::http::{ApiError, Json, NoParams, Params, RouterState};
use crate::limits::SESSION_BYTES;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use portico_contract::{FieldError, NewSession};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    Arc<Authenticator>: FromRef<S>,
{
    OpenApiRouter::default().routes(routes!(create_session, delete_session))
}

/// Sign in as a persona of the demo
#[utoipa::path(
    post,
    path = "/session",
    request_body = NewSession,
    responses((status = 204, description = "Signed in; the response sets a cookie"), Writing)
)]
async fn create_session(
    State(auth): State<Arc<Authenticator>>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    Json { value, .. }: Json<NewSession, SESSION_BYTES>,
) -> Result<Response, ApiError> {
    if !auth.personas {
        return Err(ApiError::not_found());
    }
    let person = auth.content.people.get(value.persona.as_str());
    let Some(person) = person.filter(|person| person.persona.is_some()) else {
        return Err(ApiError::invalid(vec![FieldError {
            pointer: "/persona".to_owned(),
            code: "enum".to_owned(),
            detail: "There is no such demo user.".to_owned(),
        }]));
    };
    let user = auth.directory.user(&person.user_id, &auth.content).await?;
    let user = user.ok_or_else(deactivated)?;
    // A browser has at most one session, so the previous one ends.
    auth.sessions.close(&caller).await?;
    let cookie = auth.sessions.open(&user.id).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// Sign out
#[utoipa::path(
    delete,
    path = "/session",
    responses((status = 204, description = "Signed out, or was not signed in"), Writing)
)]
async fn delete_session(
    State(auth): State<Arc<Authenticator>>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
) -> Result<Response, ApiError> {
    let cookie = auth.sessions.close(&caller).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}
