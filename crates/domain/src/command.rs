//! Commands: the actions on a request.

use crate::{ApprovalId, Person, Rating, Reason, RichText};

/// An action on a request, with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Comment on the request.
    Comment {
        /// The text of the comment.
        body: RichText,
    },
    /// Approve.
    Approve {
        /// The approval.
        approval: ApprovalId,
        /// The reason, if there is one.
        reason: Option<Reason>,
    },
    /// Reject. The requester can read the reason.
    Reject {
        /// The approval.
        approval: ApprovalId,
        /// The reason.
        reason: Reason,
    },
    /// Assign the request to someone.
    Assign {
        /// The new assignee.
        to: Person,
    },
    /// Start the work.
    Start,
    /// Ask the requester a question. Work pauses until it is answered.
    Ask {
        /// The question.
        question: RichText,
    },
    /// Answer the question.
    Answer {
        /// The answer.
        body: RichText,
    },
    /// Resolve the request.
    Resolve {
        /// What was done.
        reason: Reason,
    },
    /// Close a resolved request permanently.
    Close,
    /// Reopen a resolved request.
    Reopen {
        /// What is missing.
        reason: Reason,
    },
    /// Cancel the request.
    Cancel {
        /// The reason.
        reason: Reason,
    },
    /// Rate how well the request was fulfilled.
    Rate {
        /// The rating.
        rating: Rating,
        /// The reason, if there is one.
        reason: Option<Reason>,
    },
}

impl Command {
    /// The kind of command.
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

/// The kinds of command, used to tell a user which ones are possible.
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
    /// All actions, in the order in which they are offered.
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
