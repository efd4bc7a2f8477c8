//! Reasons for refusing a command.

use crate::{Action, ApprovalId, State};
use std::fmt;

/// The rule that a command violates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// None of the actor's roles may do this.
    Role(Action),
    /// The action is not possible in this state; [`Action::rule`] has the states in which it is.
    State(Action, State),
    /// Nobody decides on their own request.
    OwnRequest,
    /// The approval does not exist.
    UnknownApproval(ApprovalId),
    /// The approval already has its verdict.
    Settled(ApprovalId),
    /// This approver has already decided.
    Decided(ApprovalId),
    /// The command would change nothing.
    Unchanged(Action),
}

impl Refusal {
    /// The stable identifier of the rule.
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
