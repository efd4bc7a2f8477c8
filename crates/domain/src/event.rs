//! What has happened to a request, and how a request follows from it.

use crate::request::Stage;
use crate::{
    ApprovalId, Decision, Millis, Person, PersonId, Rating, Reason, Request, RichText, State,
    Submission, Verdict,
};
use serde::{Deserialize, Serialize};

/// Something that has happened to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Millis,
    /// Who did it; `None` for the system.
    pub actor: Option<Person>,
    /// In whose name, where that is somebody else.
    pub on_behalf_of: Option<Person>,
    /// Why.
    pub reason: Option<Reason>,
    /// Where the request stood before; `None` where there was none.
    pub before: Option<State>,
    /// Where it stood afterwards.
    pub after: State,
    /// What happened.
    pub change: Change,
}

/// What happened. Its serialised form is stored for good, so members are added and never renamed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "camelCase")]
pub enum Change {
    /// It was recorded. This is the first event of every request, and of no other.
    Submitted {
        /// What people say on the phone, such as `R-10042`.
        number: String,
        /// What was submitted.
        submission: Box<Submission>,
    },
    /// Somebody wrote something.
    Commented {
        /// What was said.
        body: RichText,
    },
    /// An approver agreed.
    Approved {
        /// To which approval.
        approval: ApprovalId,
        /// Whose agreement it is.
        approver: PersonId,
    },
    /// An approver declined, which cancels the request.
    Rejected {
        /// Which approval.
        approval: ApprovalId,
        /// Whose decision it is.
        approver: PersonId,
    },
    /// It was given to somebody to work on.
    Assigned {
        /// Who worked on it before.
        from: Option<Person>,
        /// Who works on it now.
        to: Person,
    },
    /// Work has begun.
    Started,
    /// The requester was asked something.
    Asked {
        /// What was asked.
        question: RichText,
    },
    /// What was asked was answered.
    Answered {
        /// What was said.
        body: RichText,
    },
    /// It is done; the reason says what was done.
    Resolved,
    /// It is done for good.
    Closed,
    /// It is not done after all.
    Reopened,
    /// It was withdrawn.
    Cancelled,
    /// The requester said how well it was done.
    Rated {
        /// What they said before.
        from: Option<Rating>,
        /// What they say now.
        to: Rating,
    },
}

/// The request that an event leads to. Only a submission begins one, and a second one changes nothing. Every other event
/// is taken as it was decided: whether it was allowed is not asked again.
#[must_use]
pub fn apply(request: Option<Request>, event: &Event) -> Option<Request> {
    match (request, &event.change) {
        (None, Change::Submitted { submission, .. }) => Some(Request::new(submission, event.at)),
        (None, _) => None,
        (Some(request), _) => Some(request.after(event)),
    }
}

/// The request that all of its events lead to; `None` where they do not begin with a submission.
#[must_use]
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Request> {
    events.into_iter().fold(None, apply)
}

impl Request {
    /// The request after something has happened to it.
    #[must_use]
    pub(crate) fn after(mut self, event: &Event) -> Self {
        match &event.change {
            Change::Submitted { .. } => return self,
            Change::Commented { .. } => {}
            Change::Approved { approval, approver } => {
                self.record(*approval, approver, Verdict::Approved, event);
            }
            Change::Rejected { approval, approver } => {
                self.record(*approval, approver, Verdict::Rejected, event);
                self.stage = Stage::Cancelled;
            }
            Change::Assigned { to, .. } => self.assignee = Some(to.clone()),
            Change::Started | Change::Answered { .. } | Change::Reopened => {
                self.stage = Stage::InProgress;
            }
            Change::Asked { .. } => self.stage = Stage::WaitingUser,
            Change::Resolved => self.stage = Stage::Resolved,
            Change::Closed => self.stage = Stage::Closed,
            Change::Cancelled => self.stage = Stage::Cancelled,
            Change::Rated { to, .. } => self.rating = Some(*to),
        }
        self.updated_at = event.at;
        self
    }

    fn record(&mut self, id: ApprovalId, approver: &PersonId, verdict: Verdict, event: &Event) {
        let stood_in = event.on_behalf_of.is_some();
        let decision = Decision {
            verdict,
            at: event.at,
            by: event.actor.clone().filter(|_| stood_in),
            reason: event.reason.clone(),
        };
        let mut approvals = (1..).map(ApprovalId).zip(&mut self.approvals);
        if let Some((_, approval)) = approvals.find(|(known, _)| *known == id) {
            approval.record(approver.clone(), decision);
        }
    }
}
