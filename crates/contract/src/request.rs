//! Requests: what was asked for, where it stands, and all that happened to it.

use crate::{
    Approver, Document, EventId, PersonRef, Price, RequestId, ServiceId, ServiceRef, Target, Upload,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `POST /requests`, with an `Idempotency-Key`. Answers 201 with the [`Request`] and its `Location`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRequest {
    /// What is asked for.
    pub service: ServiceId,
    /// The version of the form that was filled.
    pub form_version: String,
    /// The answers, as the form's schema wants them.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
}

/// A request as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestSummary {
    /// Opaque; names it in paths.
    pub id: RequestId,
    /// Short; what people say on the phone.
    pub number: String,
    /// What was asked for, by name as it was then.
    pub service: ServiceRef,
    /// Where it stands.
    pub state: State,
    /// When it was recorded.
    pub created_at: String,
    /// When anything last happened to it.
    pub updated_at: String,
    /// When it is to be fulfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
}

/// `GET /requests/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Opaque; names it in paths.
    pub id: RequestId,
    /// Short; what people say on the phone.
    pub number: String,
    /// What was asked for, by name as it was then.
    pub service: ServiceRef,
    /// Where it stands.
    pub state: State,
    /// When it was recorded.
    pub created_at: String,
    /// When anything last happened to it.
    pub updated_at: String,
    /// When it is to be fulfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The target that `dueAt` was reckoned from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Who asked.
    pub requester: PersonRef,
    /// For whom, where that is somebody else; may read the request too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_for: Option<PersonRef>,
    /// Who else follows the request and may read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<PersonRef>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Who has to agree, in this order, and what they said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<ApprovalStep>,
    /// What was answered, in the form's order and words.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// What happened last, oldest first; all of it where `earlier_events` is absent.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Opaque; present when there are events from before these: the `cursor` of `GET /requests/{id}/events` that gives
    /// them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_events: Option<String>,
    /// What happens next, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    /// Who sees this request, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// The team that does the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What the caller may do now.
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Stable; what the screen acts on.
    pub category: StateCategory,
    /// Free; what the screen says.
    pub label: String,
}

/// The stages that every backend's states fall into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum StateCategory {
    /// Recorded, not yet begun.
    New,
    /// Somebody has to agree first.
    WaitingApproval,
    /// The requester has to answer first.
    WaitingUser,
    /// Done, may be reopened.
    Resolved,
    /// Done for good.
    Closed,
    /// Withdrawn or declined.
    Cancelled,
    /// Somebody works on it; also any stage that this version does not know.
    #[serde(other)]
    InProgress,
}

impl StateCategory {
    /// Whether something is still to happen.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }
}

/// What the caller may do to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// `POST /requests/{id}/comments`.
    Comment,
    /// An action that this version does not know.
    #[serde(other)]
    Unknown,
}

/// One approval of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalStep {
    /// In which capacity.
    pub by: Approver,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// What they said: `approved`, `declined` or `pending`; any other words are shown as they are.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, max_length = 200))]
    pub decision: Decision,
}

/// What an approver said: `approved`, `declined`, `pending`, or other words, which are shown as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Decision {
    /// Yes.
    Approved,
    /// No.
    Declined,
    /// Nothing yet.
    #[default]
    Pending,
    /// Something else, in the backend's words.
    Other(String),
}

impl From<String> for Decision {
    fn from(word: String) -> Self {
        match word.as_str() {
            "approved" => Self::Approved,
            "declined" => Self::Declined,
            "pending" | "" => Self::Pending,
            _ => Self::Other(word),
        }
    }
}

impl From<Decision> for String {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Approved => "approved".to_owned(),
            Decision::Declined => "declined".to_owned(),
            Decision::Pending => "pending".to_owned(),
            Decision::Other(words) => words,
        }
    }
}

/// One answer of a request, ready to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// A JSON Pointer into the answers.
    pub pointer: String,
    /// The field's label when it was filled, after those of what it stands in: `People, 2, Name`.
    pub label: String,
    /// The value as sent; `null` where it is secret.
    #[cfg_attr(feature = "openapi", schema(value_type = Value))]
    pub value: Value,
    /// The words of a choice or of a record; absent where the value speaks for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files that the value names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Upload>,
    /// The value is an amount of this currency, by its code of ISO 4217.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the number counts, such as `GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The number says how many. Numbers that are neither this nor have a currency or a unit, such as a port, are names:
    /// their digits are not put into groups.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quantity: bool,
    /// The form hides it while it is typed: it was recorded, and no reader of the request gets it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Opaque and unique.
    pub id: EventId,
    /// When.
    pub at: String,
    /// Who did it; absent when the system did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PersonRef>,
    /// What kind of thing.
    pub kind: EventKind,
    /// What happened, in words; absent where the kind says it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Document>,
    /// The state it led to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// The request was recorded.
    Created,
    /// The state changed.
    State,
    /// Somebody wrote something.
    Comment,
    /// Something else; `label` says what.
    #[serde(other)]
    Other,
}

/// `POST /requests/{id}/comments`, with an `Idempotency-Key`. Answers 201 with the [`Event`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewComment {
    /// Markdown.
    pub text: String,
}

/// Whether something is still to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum OpenState {
    /// Something is.
    Open,
    /// Nothing is.
    Closed,
}
