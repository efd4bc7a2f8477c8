//! Queries of requests and their events, and who makes them.

use super::EventRecord;
use portico_domain::State;

/// Who reads requests: their own, those that they are asked to approve, and those of their teams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestReader {
    /// The ID of the user.
    pub user: String,
    /// The IDs of the user's teams.
    pub teams: Vec<String>,
}

impl From<&str> for RequestReader {
    fn from(user: &str) -> Self {
        Self {
            user: user.to_owned(),
            teams: Vec::new(),
        }
    }
}

/// A query for a user's requests.
#[derive(Clone, Debug)]
pub struct RequestQuery {
    /// The user, who may read them.
    pub user: String,
    /// `Some(true)`: only open requests; `Some(false)`: only closed ones.
    pub open: Option<bool>,
    /// Only requests that precede the one with this ID.
    pub before: Option<String>,
    /// The maximum number of requests.
    pub limit: u64,
}

/// A query for the requests that a user is asked to approve.
#[derive(Clone, Debug)]
pub struct ApprovalQuery {
    /// The approver.
    pub user: String,
    /// Whether the approver's decision is missing; otherwise only those without such a decision.
    pub pending: bool,
    /// Only requests that precede the one with this ID.
    pub before: Option<String>,
    /// The maximum number of requests.
    pub limit: u64,
}

/// A query for the requests of a user's teams.
#[derive(Clone, Debug)]
pub struct WorkQuery {
    /// The user and their teams.
    pub reader: RequestReader,
    /// Only requests in these states.
    pub states: Vec<State>,
    /// Whose work they are.
    pub assignment: Assignment,
    /// Only requests that follow the one with this ID.
    pub after: Option<String>,
    /// The maximum number of requests.
    pub limit: u64,
}

/// Whose work a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// Anybody's or nobody's.
    Any,
    /// Nobody's.
    Nobody,
    /// The reader's.
    Own,
}

/// The number of requests that wait for a user, counted up to a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaitingCounts {
    /// Their decisions are missing; `None` if they were never asked to approve anything.
    pub approvals: Option<u64>,
    /// Requests of their teams that are assigned to nobody; `None` if they are in no team.
    pub work: Option<u64>,
}

/// A query for the events of a request.
#[derive(Clone, Debug)]
pub struct EventQuery {
    /// The user, who may read them.
    pub reader: RequestReader,
    /// The ID of the request.
    pub request: String,
    /// Only events that precede the one with this ID.
    pub before: Option<String>,
    /// The maximum number of events.
    pub limit: usize,
    /// The maximum total size of the texts in bytes; one event is always returned.
    pub bytes: usize,
}

/// A page of the events of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventPage {
    /// The newest first.
    pub events: Vec<EventRecord>,
    /// Whether there are earlier events.
    pub has_more: bool,
}
