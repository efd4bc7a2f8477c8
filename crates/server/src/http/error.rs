//! Error responses, which are all problem documents (RFC 9457).

mod bounds;

use crate::failure::chain;
use axum::http::header::{ALLOW, ETAG, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_contract::{FieldError, Problem, ProblemType};
use serde_json::Value;
use std::error::Error;
use std::time::Duration;

/// A problem that will be sent. The outermost layer adds the request's ID and writes the body.
#[derive(Debug)]
pub(crate) struct ApiError {
    problem: Box<Problem>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl ApiError {
    fn new(kind: ProblemType, status: StatusCode, title: &str, detail: Option<String>) -> Self {
        let problem = Problem {
            kind,
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            instance: None,
            errors: Vec::new(),
            errors_omitted: None,
            current: None,
        };
        Self {
            problem: Box::new(problem),
            header: None,
        }
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, HeaderValue::from_static(value)));
        self
    }

    /// A problem that its status describes completely.
    pub(crate) fn status(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Something went wrong");
        Self::new(ProblemType::Blank, status, title, None)
    }

    /// A problem with a status, and a text that says more.
    pub(crate) fn told(status: StatusCode, title: &str, detail: String) -> Self {
        Self::new(ProblemType::Blank, status, title, Some(detail))
    }

    /// A refused file; `pointer` names the invalid part of the upload.
    pub(crate) fn file(status: StatusCode, pointer: &str, code: &str, detail: String) -> Self {
        let mut fail = Self::told(status, "File not accepted", detail.clone());
        fail.problem.errors = vec![FieldError {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail,
        }];
        fail
    }

    /// An invalid request, with the reason.
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        let detail = Some(detail.into());
        Self::new(
            ProblemType::Blank,
            StatusCode::BAD_REQUEST,
            "Invalid request",
            detail,
        )
    }

    pub(crate) fn not_found() -> Self {
        let detail = Some("Not found, or you don’t have access.".to_owned());
        Self::new(
            ProblemType::Blank,
            StatusCode::NOT_FOUND,
            "Not found",
            detail,
        )
    }

    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        Self::status(StatusCode::METHOD_NOT_ALLOWED).with_header(ALLOW, allow)
    }

    /// An internal error. It is logged with its causes, and not sent to the client.
    pub(crate) fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let reason = chain(&*error.into()).to_string();
        tracing::error!(reason, "a request failed");
        let detail =
            Some("Something went wrong on our side. Nothing was lost; try again.".to_owned());
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(ProblemType::Blank, status, "The server failed", detail)
    }

    /// The storage has no room for the request.
    pub(crate) fn full() -> Self {
        let detail = "The server has no space left to store this. Keep it and send it again later.";
        Self::told(
            StatusCode::INSUFFICIENT_STORAGE,
            "The server’s disk is full",
            detail.to_owned(),
        )
        .with_header(RETRY_AFTER, "30")
    }

    /// The data is temporarily unavailable. The error is logged with its causes, and not sent to the
    /// client.
    pub(crate) fn unavailable(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let reason = chain(&*error.into()).to_string();
        tracing::warn!(
            reason,
            "a request was refused because the data is unavailable"
        );
        let detail = "The server can’t use its data right now. Send the same request again in a moment: \
                      with the same Idempotency-Key it is recorded only once.";
        Self::told(
            StatusCode::SERVICE_UNAVAILABLE,
            "The server can’t do this right now",
            detail.to_owned(),
        )
        .with_header(RETRY_AFTER, "5")
    }

    /// The storage is unavailable, with a reason for the administrator.
    pub(crate) fn not_ready(reason: &str) -> Self {
        Self::told(
            StatusCode::SERVICE_UNAVAILABLE,
            "Storage is unavailable",
            format!("Storage is unavailable: {reason}."),
        )
        .with_header(RETRY_AFTER, "5")
    }

    pub(crate) fn too_slow() -> Self {
        let detail = Some("The server took too long to answer. Try again.".to_owned());
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(ProblemType::Blank, status, "Too slow", detail).with_header(RETRY_AFTER, "5")
    }

    /// The caller exceeds a rate limit; the next request is possible after `wait`.
    pub(crate) fn too_often(wait: Duration) -> Self {
        let seconds = wait.as_secs().saturating_add(1);
        let detail = format!("Too many requests. Nothing was lost; try again in {seconds} s.");
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut fail = Self::told(status, "Too often", detail);
        fail.header = Some((RETRY_AFTER, seconds.into()));
        fail
    }

    /// The body does not have the documented form; `pointer` is the location, if known.
    pub(crate) fn malformed(pointer: String, detail: String) -> Self {
        let title = "The body is not valid JSON for this endpoint";
        let mut fail = Self::new(
            ProblemType::Malformed,
            StatusCode::BAD_REQUEST,
            title,
            Some(detail.clone()),
        );
        if !pointer.is_empty() {
            fail.problem.errors = vec![FieldError {
                pointer,
                code: "malformed".to_owned(),
                detail,
            }];
        }
        fail
    }

    /// Some values are invalid.
    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let title = "Some answers need changing";
        let mut fail = Self::new(
            ProblemType::Invalid,
            StatusCode::UNPROCESSABLE_ENTITY,
            title,
            None,
        );
        fail.problem.errors = errors;
        fail
    }

    /// The document is not a valid form.
    pub(crate) fn broken_form(errors: Vec<FieldError>) -> Self {
        let title = "This form cannot be shown";
        let mut fail = Self::invalid(errors);
        title.clone_into(&mut fail.problem.title);
        fail
    }

    pub(crate) fn form_changed() -> Self {
        let title = "The form has changed";
        let detail = "The form has changed since you opened it. Check your answers and send again.";
        Self::new(
            ProblemType::FormChanged,
            StatusCode::CONFLICT,
            title,
            Some(detail.to_owned()),
        )
    }

    /// The rules do not allow an action now; `current` is the object as it is.
    pub(crate) fn not_possible(current: Option<Value>) -> Self {
        let title = "This isn’t possible any more";
        let detail =
            "It has changed in the meantime, or somebody else has decided. Nothing was changed.";
        let (kind, status) = (ProblemType::NotPossible, StatusCode::CONFLICT);
        let mut fail = Self::new(kind, status, title, Some(detail.to_owned()));
        fail.problem.current = current;
        fail
    }

    pub(crate) fn not_orderable(detail: String) -> Self {
        let title = "You can’t order this service";
        Self::new(
            ProblemType::NotOrderable,
            StatusCode::FORBIDDEN,
            title,
            Some(detail),
        )
    }

    pub(crate) fn key_missing(detail: &str) -> Self {
        let title = "Idempotency-Key required";
        let status = StatusCode::BAD_REQUEST;
        Self::new(
            ProblemType::KeyMissing,
            status,
            title,
            Some(detail.to_owned()),
        )
    }

    /// The key was used for another request; `made` is the JSON body of that request's response.
    pub(crate) fn key_reused(made: &str) -> Self {
        let title = "This Idempotency-Key was used for a different request";
        let detail = "Nothing was done. Use a new key for a new request.";
        Self::used(title, detail, made)
    }

    pub(crate) fn key_in_flight() -> Self {
        let title = "A request with this Idempotency-Key is still in progress";
        let detail = "Try again in a moment with the same key.";
        Self::new(
            ProblemType::KeyInFlight,
            StatusCode::CONFLICT,
            title,
            Some(detail.to_owned()),
        )
        .with_header(RETRY_AFTER, "1")
    }

    /// The draft's request was already sent; `made` is the JSON body of its response.
    pub(crate) fn sent(made: &str) -> Self {
        let title = "Already sent";
        let detail = "A request was already sent with this key. Find it in My requests.";
        Self::used(title, detail, made)
    }

    fn used(title: &str, detail: &str, made: &str) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let detail = Some(detail.to_owned());
        let mut fail = Self::new(ProblemType::KeyReused, status, title, detail);
        fail.problem.current = serde_json::from_str(made).ok();
        fail
    }

    /// An edit requires a precondition.
    pub(crate) fn precondition_needed() -> Self {
        let title = "Precondition required";
        let detail = "Send If-Match with the ETag of what you change, or If-None-Match: *.";
        let status = StatusCode::PRECONDITION_REQUIRED;
        Self::new(ProblemType::Blank, status, title, Some(detail.to_owned()))
    }

    /// The object to edit has changed; `current` is its present state, with its tag.
    pub(crate) fn changed(current: Option<(Value, HeaderValue)>) -> Self {
        let title = "Changed in the meantime";
        let detail = "It was changed elsewhere. Nothing was overwritten.";
        let status = StatusCode::PRECONDITION_FAILED;
        let mut fail = Self::new(ProblemType::Changed, status, title, Some(detail.to_owned()));
        if let Some((value, tag)) = current {
            fail.problem.current = Some(value);
            fail.header = Some((ETAG, tag));
        }
        fail
    }

    /// A limit on the number of objects is reached; `detail` names it.
    pub(crate) fn too_many(detail: String) -> Self {
        let status = StatusCode::CONFLICT;
        Self::new(ProblemType::Blank, status, "Limit reached", Some(detail))
    }

    /// The caller is not signed in.
    pub(crate) fn sign_in() -> Self {
        let detail = Some("Sign in to continue.".to_owned());
        Self::new(
            ProblemType::SignIn,
            StatusCode::UNAUTHORIZED,
            "Sign in required",
            detail,
        )
        .with_header(WWW_AUTHENTICATE, "Bearer")
    }

    /// Another user than the author of the request is signed in.
    pub(crate) fn other_author() -> Self {
        let detail = "This was written by another user than the one who is signed in now. Nothing was recorded.";
        let (kind, status) = (ProblemType::SignIn, StatusCode::UNAUTHORIZED);
        Self::new(
            kind,
            status,
            "Sign in as its author",
            Some(detail.to_owned()),
        )
        .with_header(WWW_AUTHENTICATE, "Bearer")
    }

    /// The token is invalid or has expired.
    pub(crate) fn bad_token() -> Self {
        let detail = Some("Your sign-in has expired. Sign in again.".to_owned());
        Self::new(
            ProblemType::SignIn,
            StatusCode::UNAUTHORIZED,
            "Sign in again",
            detail,
        )
        .with_header(WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
    }

    /// The sign-in is genuine, but its user may not sign in; `detail` gives the reason and the next
    /// step.
    pub(crate) fn account(detail: &str) -> Self {
        let (kind, status) = (ProblemType::Account, StatusCode::FORBIDDEN);
        let title = "You can’t use this account";
        Self::new(kind, status, title, Some(detail.to_owned()))
    }

    pub(crate) fn cross_site() -> Self {
        let title = "This request didn’t come from the portal";
        let detail =
            "Changes authorised by cookie must come from the portal’s own pages.".to_owned();
        Self::new(
            ProblemType::CrossSite,
            StatusCode::FORBIDDEN,
            title,
            Some(detail),
        )
    }

    /// The host name in the request is not known to be this server's.
    pub(crate) fn unlisted_host() -> Self {
        let title = "The server’s public address is not configured";
        let detail = "Changes signed in by cookie or by a proxy are taken only under an address that is known \
                      to be this server's. Whoever runs it has to name this one, by --public-url or --host.";
        let (kind, status) = (ProblemType::CrossSite, StatusCode::FORBIDDEN);
        Self::new(kind, status, title, Some(detail.to_owned()))
    }
}

impl IntoResponse for ApiError {
    fn into_response(mut self) -> Response {
        bounds::bound(&mut self.problem);
        let status = StatusCode::from_u16(self.problem.status);
        let mut response = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response.extensions_mut().insert(*self.problem);
        response
    }
}
