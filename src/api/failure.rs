//! What can go wrong between the portal and a backend, in the terms of the person who waits.

use portico_contract::{FieldError, Problem, ProblemType};
use portico_delivery::Millis;
use std::cell::RefCell;
use std::collections::HashSet;
use wasm_bindgen::JsValue;

/// Why a call did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// No answer at all: no network, no server, or a server that this page may not ask.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The backend takes nothing of this kind now: too much at once, being looked after, or out of room.
    Busy {
        /// What `Retry-After` asked for, as a length of time.
        asked: Option<Millis>,
        /// When it is asked again by itself, where it is.
        again: Option<Millis>,
    },
    /// Sign in, or sign in again.
    SignIn,
    /// There is no such thing, or not for this person.
    NotFound,
    /// The backend refused and said why.
    Refused(Box<Problem>),
    /// Something between this browser and the backend refused, such as a firewall; with the status of its answer.
    Blocked(u16),
    /// The backend failed, or answered something that is no answer of this API.
    Broken,
}

impl Failure {
    /// An answer that cannot be read. The console names the endpoint for whoever runs the backend.
    pub(crate) fn broken(endpoint: &str, why: &str) -> Self {
        complain(endpoint, why);
        Self::Broken
    }

    /// An answer whose status is no success.
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

    /// Whether it says nothing about what was asked for, only that asking did not work now.
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

    /// What kind of refusal it is.
    pub(crate) fn problem_type(&self) -> Option<ProblemType> {
        match self {
            Self::Refused(problem) => Some(problem.kind),
            _ => None,
        }
    }

    /// What is wrong with single fields.
    pub(crate) fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::Refused(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// What the backend said for people to read, single fields included where it says no more than a title about the
    /// whole; nothing where its words are about the API.
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

    /// A stable word for the host page's log.
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

/// Tells the console what an endpoint answered that the API does not allow: once, however often it is read.
pub(super) fn complain(endpoint: &str, why: &str) {
    // What is asked for, such as the words of a search, makes no other fault of it.
    let endpoint = endpoint.split('?').next().unwrap_or_default();
    let message = format!("Portico: {endpoint} answered what the API does not allow: {why}");
    let is_new = SAID.with_borrow_mut(|said| said.insert(message.clone()));
    if is_new {
        web_sys::console::error_1(&JsValue::from_str(&message));
    }
}
