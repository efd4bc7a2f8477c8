//! Why a command is refused.

use crate::{Action, ApprovalId, State};
use std::fmt;

/// The rule that a command breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody in the actor's roles may do this.
    Role(Action),
    /// It cannot be done in this state; [`Action::rule`] has the states in which it can.
    State(Action, State),
    /// Nobody decides about their own request.
    OwnRequest,
    /// There is no such approval.
    UnknownApproval(ApprovalId),
    /// The approval has its verdict already.
    Settled(ApprovalId),
    /// This approver has decided already.
    Decided(ApprovalId),
    /// It would change nothing.
    Unchanged(Action),
}

impl Refusal {
    /// The name of the rule; it never changes.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Role(_) => "role",
            Self::State(..) => "state",
            Self::OwnRequest => "own-request",
            Self::UnknownApproval(_) => "unknown-approval",
            Self::Settled(_) => "settled",
            Self::Decided(_) => "decided",
            Self::Unchanged(_) => "unchanged",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(action) => write!(f, "the actor's roles do not allow {action:?}"),
            Self::State(action, state) => write!(f, "{action:?} is not possible in {state:?}"),
            Self::OwnRequest => f.write_str("nobody decides about their own request"),
            Self::UnknownApproval(ApprovalId(id)) => write!(f, "there is no approval {id}"),
            Self::Settled(ApprovalId(id)) => write!(f, "approval {id} is settled"),
            Self::Decided(ApprovalId(id)) => {
                write!(f, "the approver has decided about approval {id} already")
            }
            Self::Unchanged(action) => write!(f, "{action:?} would change nothing"),
        }
    }
}

impl std::error::Error for Refusal {}
