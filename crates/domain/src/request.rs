//! A request, and where it stands.

use crate::{
    Approval, ApprovalId, ApprovalState, Millis, Person, PersonId, Rating, RequiredApproval,
    Verdict,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// What somebody turns to the service desk with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// They want something.
    Request,
    /// Something does not work as it should.
    Incident,
    /// They want to know something.
    Question,
    /// They are not content.
    Complaint,
    /// They have a proposal.
    Idea,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Recorded, not yet begun.
    New,
    /// Somebody has to agree first.
    WaitingApproval,
    /// Somebody works on it.
    InProgress,
    /// The requester has to answer first.
    WaitingUser,
    /// Done; it may be reopened.
    Resolved,
    /// Done for good.
    Closed,
    /// Withdrawn or declined.
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::WaitingApproval,
        Self::InProgress,
        Self::WaitingUser,
        Self::Resolved,
        Self::Closed,
        Self::Cancelled,
    ];

    /// Whether something is still to happen.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }

    /// Whether it stays so for good.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

/// What somebody submits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Submission {
    /// What they turn to the service desk with.
    pub kind: Kind,
    /// The id of the service.
    pub service: String,
    /// Who asks.
    pub requester: Person,
    /// For whom, where that is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_for: Option<Person>,
    /// Who else follows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<Person>,
    /// The id of the team that does the work; the first releases did not record it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Who has to agree first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<RequiredApproval>,
    /// When it is to be fulfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Millis>,
    /// The answers and all else that is kept as it was then. The rules never look inside.
    pub details: Value,
}

/// How far the work is. Whether it waits for approvals is said by the approvals alone, so the two cannot contradict each
/// other.
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
    pub(crate) kind: Kind,
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
    /// The request that a submission makes.
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

    /// Where it stands.
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

    /// What they turned to the service desk with.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Who asked.
    #[must_use]
    pub fn requester(&self) -> &Person {
        &self.requester
    }

    /// For whom, where that is somebody else.
    #[must_use]
    pub fn requested_for(&self) -> Option<&Person> {
        self.requested_for.as_ref()
    }

    /// Who else follows it.
    #[must_use]
    pub fn watchers(&self) -> &[Person] {
        &self.watchers
    }

    /// Whom it concerns: the requester, whom it is for, and who watches it; each once.
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

    /// The id of the team that does the work.
    #[must_use]
    pub fn team(&self) -> Option<&str> {
        self.team.as_deref()
    }

    /// Who works on it.
    #[must_use]
    pub fn assignee(&self) -> Option<&Person> {
        self.assignee.as_ref()
    }

    /// How content the requester is.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.rating
    }

    /// When it was recorded.
    #[must_use]
    pub fn created_at(&self) -> Millis {
        self.created_at
    }

    /// When anything last happened to it.
    #[must_use]
    pub fn updated_at(&self) -> Millis {
        self.updated_at
    }

    /// Its approvals, in order.
    pub fn approvals(&self) -> impl Iterator<Item = (ApprovalId, &Approval)> {
        (1..).map(ApprovalId).zip(&self.approvals)
    }

    /// One of its approvals.
    #[must_use]
    pub fn approval(&self, id: ApprovalId) -> Option<&Approval> {
        self.approvals()
            .find_map(|(known, approval)| (known == id).then_some(approval))
    }

    /// Where an approval of this request stands.
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

/// A request in pieces, as a database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What they turned to the service desk with.
    pub kind: Kind,
    /// Who asked.
    pub requester: Person,
    /// For whom, where that is somebody else.
    pub requested_for: Option<Person>,
    /// Who else follows it.
    pub watchers: Vec<Person>,
    /// The id of the team that does the work.
    pub team: Option<String>,
    /// Its approvals, in order.
    pub approvals: Vec<Approval>,
    /// Where it stands.
    pub state: State,
    /// Who works on it.
    pub assignee: Option<Person>,
    /// How content the requester is.
    pub rating: Option<Rating>,
    /// When it was recorded.
    pub created_at: Millis,
    /// When anything last happened to it.
    pub updated_at: Millis,
}

/// The parts of a request contradict each other: its state is not the one that its approvals allow.
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
