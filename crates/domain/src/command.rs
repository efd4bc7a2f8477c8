//! What somebody may want to do to a request.

use crate::{ApprovalId, Person, Rating, Reason, RichText};

/// Something that somebody wants to do to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Write something to those who work on it.
    Comment {
        /// What is said.
        body: RichText,
    },
    /// Agree.
    Approve {
        /// To which approval.
        approval: ApprovalId,
        /// Why, if there is anything to say.
        reason: Option<Reason>,
    },
    /// Decline. The requester reads why.
    Reject {
        /// Which approval.
        approval: ApprovalId,
        /// Why.
        reason: Reason,
    },
    /// Give it to somebody to work on.
    Assign {
        /// Who is to work on it.
        to: Person,
    },
    /// Begin the work.
    Start,
    /// Ask the requester for something. Work waits for the answer.
    Ask {
        /// What is asked.
        question: RichText,
    },
    /// Answer what was asked.
    Answer {
        /// What is said.
        body: RichText,
    },
    /// Say that it is done.
    Resolve {
        /// What was done.
        reason: Reason,
    },
    /// Confirm that it is done, for good.
    Close,
    /// Say that it is not done after all.
    Reopen {
        /// What is missing.
        reason: Reason,
    },
    /// Withdraw it.
    Cancel {
        /// Why.
        reason: Reason,
    },
    /// Say how well it was done.
    Rate {
        /// How well.
        rating: Rating,
        /// Why, if there is anything to say.
        reason: Option<Reason>,
    },
}

impl Command {
    /// The action that the command carries out.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Comment { .. } => Action::Comment,
            Self::Approve { .. } => Action::Approve,
            Self::Reject { .. } => Action::Reject,
            Self::Assign { .. } => Action::Assign,
            Self::Start => Action::Start,
            Self::Ask { .. } => Action::Ask,
            Self::Answer { .. } => Action::Answer,
            Self::Resolve { .. } => Action::Resolve,
            Self::Close => Action::Close,
            Self::Reopen { .. } => Action::Reopen,
            Self::Cancel { .. } => Action::Cancel,
            Self::Rate { .. } => Action::Rate,
        }
    }
}

/// The kinds of command, as people are offered them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// [`Command::Comment`]
    Comment,
    /// [`Command::Approve`]
    Approve,
    /// [`Command::Reject`]
    Reject,
    /// [`Command::Assign`]
    Assign,
    /// [`Command::Start`]
    Start,
    /// [`Command::Ask`]
    Ask,
    /// [`Command::Answer`]
    Answer,
    /// [`Command::Resolve`]
    Resolve,
    /// [`Command::Close`]
    Close,
    /// [`Command::Reopen`]
    Reopen,
    /// [`Command::Cancel`]
    Cancel,
    /// [`Command::Rate`]
    Rate,
}

impl Action {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::Comment,
        Self::Approve,
        Self::Reject,
        Self::Assign,
        Self::Start,
        Self::Ask,
        Self::Answer,
        Self::Resolve,
        Self::Close,
        Self::Reopen,
        Self::Cancel,
        Self::Rate,
    ];
}
