//! Errors between the portal and a backend, from the user's point of view.

use portico_contract::{FieldError, Problem, ProblemType};
use portico_delivery::Millis;
use std::cell::RefCell;
use std::collections::HashSet;
use wasm_bindgen::JsValue;

/// The reason why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// No response: no network, no server, or a server that this page may not call.
    Unreachable,
    /// No response in time.
    TimedOut,
    /// The backend refuses for now: rate limit, maintenance, or no space.
    Busy {
        /// The delay from `Retry-After`.
        asked: Option<Millis>,
        /// The time of the automatic retry, if there is one.
        again: Option<Millis>,
    },
    /// Sign in, or sign in again.
    SignIn,
    /// The object does not exist, or this user may not see it.
    NotFound,
    /// The backend refused and gave a reason.
    Refused(Box<Problem>),
    /// An intermediary such as a firewall refused, with this status.
    Blocked(u16),
    /// The backend failed, or its response does not follow this API.
    Broken,
}

impl Failure {
    /// An unreadable response. The console names the endpoint for the backend's operator.
    pub(crate) fn broken(endpoint: &str, why: &str) -> Self {
        complain(endpoint, why);
        Self::Broken
    }

    /// A response without a success status.
    pub(crate) fn of_status(
        endpoint: &str,
        status: u16,
        problem: Option<Problem>,
        asked: Option<Millis>,
    ) -> Self {
        let again = None;
        match (status, problem) {
            (429 | 503 | 507, _) => Self::Busy { asked, again },
            (401, _) => Self::SignIn,
            (404 | 410, _) => Self::NotFound,
            (408 | 504, _) => Self::TimedOut,
            (400..500, Some(problem)) => Self::Refused(Box::new(problem)),
            (400..500, None) => {
                complain(
                    endpoint,
                    &format!("status {status} without a problem document"),
                );
                Self::Blocked(status)
            }
            (_, problem) => {
                let why = problem.map_or_else(String::new, |p| p.detail.unwrap_or(p.title));
                Self::broken(endpoint, &format!("status {status} {why}"))
            }
        }
    }

    /// Whether it says nothing about the requested object, only that the request did not work now.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::TimedOut
                | Self::Busy { .. }
                | Self::Blocked(_)
                | Self::Broken
        )
    }

    /// The kind of refusal.
    pub(crate) fn problem_type(&self) -> Option<ProblemType> {
        match self {
            Self::Refused(problem) => Some(problem.kind),
            _ => None,
        }
    }

    /// The errors of single fields.
    pub(crate) fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::Refused(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// The backend's message for users, including single fields if there is only a title about the whole; `None` if the
    /// text is about the API.
    pub(crate) fn reason(problem: &Problem) -> Option<String> {
        (!problem.kind.is_clients()).then(|| Self::words(problem))
    }

    fn words(problem: &Problem) -> String {
        let errors = problem.errors.iter().map(|error| error.detail.as_str());
        let errors: Vec<&str> = errors.filter(|words| !words.is_empty()).collect();
        match &problem.detail {
            Some(detail) => {
                let more = errors.into_iter().filter(|words| !detail.contains(words));
                [detail.as_str()]
                    .into_iter()
                    .chain(more)
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            None if errors.is_empty() => problem.title.clone(),
            None => errors.join(" "),
        }
    }

    /// A stable code for the host page's log.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timedOut",
            Self::Busy { .. } => "busy",
            Self::SignIn => "signIn",
            Self::NotFound => "notFound",
            Self::Refused(_) | Self::Blocked(_) => "refused",
            Self::Broken => "broken",
        }
    }
}

thread_local! {
    static SAID: RefCell<HashSet<String>> = RefCell::default();
}

/// Reports a response that violates the API to the console: once, however often it is read.
pub(super) fn complain(endpoint: &str, why: &str) {
    // The query, such as the words of a search, does not make it a different fault.
    let endpoint = endpoint.split('?').next().unwrap_or_default();
    let message = format!("Portico: {endpoint} answered what the API does not allow: {why}");
    let is_new = SAID.with_borrow_mut(|said| said.insert(message.clone()));
    if is_new {
        web_sys::console::error_1(&JsValue::from_str(&message));
    }
}
