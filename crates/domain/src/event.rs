//! Events of a request, and the state that follows from them.

use crate::request::Stage;
use crate::{
    ApprovalId, Decision, Millis, Person, PersonId, Rating, Reason, Request, RichText, State,
    Submission, Verdict,
};
use serde::{Deserialize, Serialize};

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The time of the event.
    pub at: Millis,
    /// The user who caused it; `None` for the system.
    pub actor: Option<Person>,
    /// The person on whose behalf the user acted.
    pub on_behalf_of: Option<Person>,
    /// The reason.
    pub reason: Option<Reason>,
    /// The state before the event; `None` for the first event.
    pub before: Option<State>,
    /// The state after the event.
    pub after: State,
    /// The change.
    pub change: Change,
}

/// A change of a request. Its serialized form is stored permanently, so members may be added but never renamed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "camelCase")]
pub enum Change {
    /// The request was submitted. This is the first event of every request and never occurs again.
    Submitted {
        /// The human-readable number, such as `R-10042`.
        number: String,
        /// The submission.
        submission: Box<Submission>,
    },
    /// Someone commented.
    Commented {
        /// The text of the comment.
        body: RichText,
    },
    /// An approver approved.
    Approved {
        /// The approval.
        approval: ApprovalId,
        /// The approver in whose name it was approved.
        approver: PersonId,
    },
    /// An approver rejected, which cancels the request.
    Rejected {
        /// The approval.
        approval: ApprovalId,
        /// The approver in whose name it was rejected.
        approver: PersonId,
    },
    /// The request was assigned to someone.
    Assigned {
        /// The previous assignee.
        from: Option<Person>,
        /// The new assignee.
        to: Person,
    },
    /// Work started.
    Started,
    /// The requester was asked a question.
    Asked {
        /// The question.
        question: RichText,
    },
    /// The question was answered.
    Answered {
        /// The answer.
        body: RichText,
    },
    /// The request was resolved; the reason says what was done.
    Resolved,
    /// The request was closed permanently.
    Closed,
    /// The request was reopened.
    Reopened,
    /// The request was cancelled.
    Cancelled,
    /// The requester rated the request.
    Rated {
        /// The previous rating.
        from: Option<Rating>,
        /// The new rating.
        to: Rating,
    },
}

/// The request after an event. Only a submission creates a request, and a second submission changes nothing. All other
/// events are applied without checking again whether they were allowed.
#[must_use]
pub fn apply(request: Option<Request>, event: &Event) -> Option<Request> {
    match (request, &event.change) {
        (None, Change::Submitted { submission, .. }) => Some(Request::new(submission, event.at)),
        (None, _) => None,
        (Some(request), _) => Some(request.after(event)),
    }
}

/// The request after all of its events; `None` if they do not begin with a submission.
#[must_use]
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Request> {
    events.into_iter().fold(None, apply)
}

impl Request {
    /// The request after an event.
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
