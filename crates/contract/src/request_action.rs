//! The actions on a request.

use crate::PersonId;
use serde::{Deserialize, Serialize};

/// An action that the caller may execute on a request: `POST /requests/{id}/actions/{action}`, or for `comment`
/// `POST /requests/{id}/comments`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// The id, used in paths. The portal has its own words and icons for those in [`action`].
    pub id: String,
    /// The label to display; required for an id that clients do not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// A question that the user has to confirm first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
    /// Whether the action takes a text: a reason, a question or an answer.
    #[serde(default, skip_serializing_if = "ReasonRule::is_none")]
    pub reason: ReasonRule,
}

/// The ids of actions that are common to all backends.
pub mod action {
    /// Comment; not an action resource.
    pub const COMMENT: &str = "comment";
    /// Approve the request.
    pub const APPROVE: &str = "approve";
    /// Decline the request, which ends it. The requester can read the reason.
    pub const DECLINE: &str = "decline";
    /// Answer the question for which the work is paused.
    pub const ANSWER: &str = "answer";
    /// Close a resolved request permanently.
    pub const CLOSE: &str = "close";
    /// Reopen a resolved request.
    pub const REOPEN: &str = "reopen";
    /// Cancel the request.
    pub const CANCEL: &str = "cancel";
    /// Rate how well the request was fulfilled, with `rating`.
    pub const RATE: &str = "rate";
    /// Assign the request to the caller.
    pub const TAKE: &str = "take";
    /// Assign the request to a member of the team, with `to`.
    pub const ASSIGN: &str = "assign";
    /// Start the work.
    pub const START: &str = "start";
    /// Ask the requester a question, which pauses the work.
    pub const ASK: &str = "ask";
    /// Resolve the request.
    pub const RESOLVE: &str = "resolve";
}

/// Whether an action takes a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReasonRule {
    /// The text may be left out.
    Optional,
    /// Without a text, the action is refused.
    Required,
    /// It takes none; also any rule that is unknown to this version.
    #[default]
    #[serde(other)]
    None,
}

impl ReasonRule {
    /// Whether the action takes no text.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// `POST /requests/{id}/actions/{action}`, with an `Idempotency-Key`. The response is a 204.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAction {
    /// The reason, question or answer; plain text for a reason, Markdown for the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000))]
    pub reason: Option<String>,
    /// The rating for `rate`, from 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
    pub rating: Option<u8>,
    /// The person for `assign`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PersonId>,
}
