//! Requests and their states.

use crate::{
    Approval, ApprovalId, ApprovalState, Millis, Person, PersonId, Rating, RequiredApproval,
    Verdict,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The kind of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestKind {
    /// A request for a service.
    Request,
    /// An incident: something does not work as it should.
    Incident,
    /// A question.
    Question,
    /// A complaint.
    Complaint,
    /// A suggestion.
    Idea,
}

/// The state of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Submitted, not started yet.
    New,
    /// Waiting for approvals.
    WaitingApproval,
    /// Being worked on.
    InProgress,
    /// Waiting for an answer of the requester.
    WaitingUser,
    /// Fulfilled; may be reopened.
    Resolved,
    /// Permanently closed.
    Closed,
    /// Withdrawn or rejected.
    Cancelled,
}

impl State {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::WaitingApproval,
        Self::InProgress,
        Self::WaitingUser,
        Self::Resolved,
        Self::Closed,
        Self::Cancelled,
    ];

    /// Whether the request is not finished yet.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }

    /// Whether the state can never change again.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

/// The contents of a new request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Submission {
    /// The kind of the request.
    pub kind: RequestKind,
    /// The id of the service.
    pub service: String,
    /// The requester.
    pub requester: Person,
    /// The person that the request is for, if that is someone else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_for: Option<Person>,
    /// The people who watch the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<Person>,
    /// The id of the team that fulfils the request. The first releases did not record it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The approvals that are needed before work starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<RequiredApproval>,
    /// The time by which the request should be fulfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Millis>,
    /// The answers, and everything else that is stored as it was at the time. The rules never read it.
    pub details: Value,
}

/// The progress of the work. Whether a request waits for approvals follows from the approvals alone, so that the two
/// cannot contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    New,
    InProgress,
    WaitingUser,
    Resolved,
    Closed,
    Cancelled,
}

/// A request, as far as the rules need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub(crate) kind: RequestKind,
    pub(crate) requester: Person,
    pub(crate) requested_for: Option<Person>,
    pub(crate) watchers: Vec<Person>,
    pub(crate) team: Option<String>,
    pub(crate) approvals: Vec<Approval>,
    pub(crate) stage: Stage,
    pub(crate) assignee: Option<Person>,
    pub(crate) rating: Option<Rating>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

impl Request {
    /// The request that results from a submission.
    #[must_use]
    pub fn new(submission: &Submission, at: Millis) -> Self {
        let approvals = submission.approvals.iter().cloned();
        Self {
            kind: submission.kind,
            requester: submission.requester.clone(),
            requested_for: submission.requested_for.clone(),
            watchers: submission.watchers.clone(),
            team: submission.team.clone(),
            approvals: approvals.map(Approval::new).collect(),
            stage: Stage::New,
            assignee: None,
            rating: None,
            created_at: at,
            updated_at: at,
        }
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> State {
        match self.stage {
            Stage::Cancelled => State::Cancelled,
            _ if self.waits_for_approval() => State::WaitingApproval,
            Stage::New => State::New,
            Stage::InProgress => State::InProgress,
            Stage::WaitingUser => State::WaitingUser,
            Stage::Resolved => State::Resolved,
            Stage::Closed => State::Closed,
        }
    }

    fn waits_for_approval(&self) -> bool {
        let mut verdicts = self.approvals.iter().map(Approval::verdict);
        verdicts.any(|verdict| verdict != Some(Verdict::Approved))
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        self.kind
    }

    /// The requester.
    #[must_use]
    pub fn requester(&self) -> &Person {
        &self.requester
    }

    /// The person that the request is for, if that is someone else.
    #[must_use]
    pub fn requested_for(&self) -> Option<&Person> {
        self.requested_for.as_ref()
    }

    /// The people who watch the request.
    #[must_use]
    pub fn watchers(&self) -> &[Person] {
        &self.watchers
    }

    /// The requester, the person the request is for, and the watchers, without duplicates.
    #[must_use]
    pub fn participants(&self) -> Vec<&Person> {
        let mut people: Vec<&Person> = Vec::new();
        let all = [&self.requester].into_iter().chain(&self.requested_for);
        for person in all.chain(&self.watchers) {
            if people.iter().all(|known| known.id != person.id) {
                people.push(person);
            }
        }
        people
    }

    /// The id of the team that fulfils the request.
    #[must_use]
    pub fn team(&self) -> Option<&str> {
        self.team.as_deref()
    }

    /// The person who works on it.
    #[must_use]
    pub fn assignee(&self) -> Option<&Person> {
        self.assignee.as_ref()
    }

    /// The requester's rating.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.rating
    }

    /// When it was submitted.
    #[must_use]
    pub fn created_at(&self) -> Millis {
        self.created_at
    }

    /// The time of the last event.
    #[must_use]
    pub fn updated_at(&self) -> Millis {
        self.updated_at
    }

    /// The approvals, in order.
    pub fn approvals(&self) -> impl Iterator<Item = (ApprovalId, &Approval)> {
        (1..).map(ApprovalId).zip(&self.approvals)
    }

    /// The approval with this id.
    #[must_use]
    pub fn approval(&self, id: ApprovalId) -> Option<&Approval> {
        self.approvals()
            .find_map(|(known, approval)| (known == id).then_some(approval))
    }

    /// The state of an approval of this request.
    #[must_use]
    pub fn approval_state(&self, approval: &Approval) -> ApprovalState {
        match approval.verdict() {
            Some(Verdict::Approved) => ApprovalState::Approved,
            Some(Verdict::Rejected) => ApprovalState::Rejected,
            None if self.stage == Stage::Cancelled => ApprovalState::Withdrawn,
            None => ApprovalState::Pending,
        }
    }

    pub(crate) fn is_requester(&self, id: &PersonId) -> bool {
        self.requester.id == *id
    }
}

/// The parts of a request, as a database stores them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The kind.
    pub kind: RequestKind,
    /// The requester.
    pub requester: Person,
    /// The person that the request is for, if that is someone else.
    pub requested_for: Option<Person>,
    /// The people who watch the request.
    pub watchers: Vec<Person>,
    /// The id of the team that fulfils the request.
    pub team: Option<String>,
    /// The approvals, in order.
    pub approvals: Vec<Approval>,
    /// The state.
    pub state: State,
    /// The person who works on it.
    pub assignee: Option<Person>,
    /// The requester's rating.
    pub rating: Option<Rating>,
    /// When it was submitted.
    pub created_at: Millis,
    /// The time of the last event.
    pub updated_at: Millis,
}

/// The parts of a request contradict each other: the approvals do not allow its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inconsistent {
    /// The state in the parts.
    pub stated: State,
    /// The state that follows from the approvals.
    pub follows: State,
}

impl fmt::Display for Inconsistent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stated, follows } = self;
        write!(
            f,
            "a request is {stated:?}, but by its approvals it is {follows:?}"
        )
    }
}

impl std::error::Error for Inconsistent {}

impl TryFrom<Parts> for Request {
    type Error = Inconsistent;

    fn try_from(parts: Parts) -> Result<Self, Inconsistent> {
        let stated = parts.state;
        let request = Self {
            kind: parts.kind,
            requester: parts.requester,
            requested_for: parts.requested_for,
            watchers: parts.watchers,
            team: parts.team,
            approvals: parts.approvals,
            stage: match stated {
                State::New | State::WaitingApproval => Stage::New,
                State::InProgress => Stage::InProgress,
                State::WaitingUser => Stage::WaitingUser,
                State::Resolved => Stage::Resolved,
                State::Closed => Stage::Closed,
                State::Cancelled => Stage::Cancelled,
            },
            assignee: parts.assignee,
            rating: parts.rating,
            created_at: parts.created_at,
            updated_at: parts.updated_at,
        };
        match request.state() {
            follows if follows == stated => Ok(request),
            follows => Err(Inconsistent { stated, follows }),
        }
    }
}

impl From<Request> for Parts {
    fn from(request: Request) -> Self {
        Self {
            state: request.state(),
            kind: request.kind,
            requester: request.requester,
            requested_for: request.requested_for,
            watchers: request.watchers,
            team: request.team,
            approvals: request.approvals,
            assignee: request.assignee,
            rating: request.rating,
            created_at: request.created_at,
            updated_at: request.updated_at,
        }
    }
}
