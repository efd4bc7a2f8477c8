//! Requests: their contents, state and history.

use crate::{
    Action, Approver, Document, EventId, PersonRef, Price, RequestId, ServiceId, ServiceRef,
    Target, Upload,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `POST /requests`, with an `Idempotency-Key`. The response is a 201 with the [`Request`] and its `Location`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRequest {
    /// The requested service.
    pub service: ServiceId,
    /// The version of the form that was filled in.
    pub form_version: String,
    /// The answers, valid against the schema of the form.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestSummary {
    /// The opaque id, used in paths.
    pub id: RequestId,
    /// The short, human-readable number.
    pub number: String,
    /// The requested service, with its name at the time.
    pub service: ServiceRef,
    /// The state.
    pub state: State,
    /// When it was submitted.
    pub created_at: String,
    /// The time of the last event.
    pub updated_at: String,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The requester; present in the lists of approvals and work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<PersonRef>,
    /// The member of the team who works on it; present in the list of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonRef>,
}

/// `GET /requests/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The opaque id, used in paths.
    pub id: RequestId,
    /// The short, human-readable number.
    pub number: String,
    /// The requested service, with its name at the time.
    pub service: ServiceRef,
    /// The state.
    pub state: State,
    /// When it was submitted.
    pub created_at: String,
    /// The time of the last event.
    pub updated_at: String,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The SLA target from which `dueAt` was calculated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The requester.
    pub requester: PersonRef,
    /// The person that the request is for, if that is someone else. This person can read the request as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_for: Option<PersonRef>,
    /// People who watch the request and can read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<PersonRef>,
    /// The price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The approvals, in order, with their decisions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<ApprovalStep>,
    /// The answers, in the order and with the labels of the form.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// The latest events, oldest first. These are all events if `earlierEvents` is absent.
    #[serde(default)]
    pub events: Vec<Event>,
    /// The opaque `cursor` with which `GET /requests/{id}/events` returns earlier events; absent if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_events: Option<String>,
    /// The next step, as text to display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    /// Who can see this request, as text to display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// The team that fulfils the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The member of the team who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonRef>,
    /// The members of the team to whom the caller may assign it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignable: Vec<PersonRef>,
    /// The requester's rating, from 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// The actions that the caller may currently execute.
    #[serde(default)]
    pub actions: Vec<Action>,
}

impl Request {
    /// The action with this id, if the caller may execute it.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == id)
    }
}

/// The state of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// The stable category, for use by clients.
    pub category: StateCategory,
    /// The label to display, which may be any text.
    pub label: String,
}

/// The categories of states, common to all backends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum StateCategory {
    /// Submitted, not started yet.
    New,
    /// Waiting for an approval.
    WaitingApproval,
    /// Waiting for an answer of the requester.
    WaitingUser,
    /// Fulfilled; may be reopened.
    Resolved,
    /// Permanently closed.
    Closed,
    /// Withdrawn or rejected.
    Cancelled,
    /// Being worked on; also any category that is unknown to this version.
    #[serde(other)]
    InProgress,
}

impl StateCategory {
    /// Whether the request is not finished yet.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }
}

/// One approval of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalStep {
    /// The capacity in which the person approves.
    pub by: Approver,
    /// The approver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// The decision: `approved`, `declined` or `pending`. Any other value is displayed unchanged.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, max_length = 200))]
    pub decision: Decision,
}

/// The decision of an approver: `approved`, `declined`, `pending`, or any other text, which is displayed unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Decision {
    /// Approved.
    Approved,
    /// Declined.
    Declined,
    /// Not decided yet.
    #[default]
    Pending,
    /// Anything else, in the backend's words.
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

/// An answer of a request, ready to display.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// A JSON Pointer into the answers.
    pub pointer: String,
    /// The label of the field when it was filled in, preceded by those of its parents: `People, 2, Name`.
    pub label: String,
    /// The submitted value; `null` if it is secret.
    #[cfg_attr(feature = "openapi", schema(value_type = Value))]
    pub value: Value,
    /// The label of the selected option or record; absent if the value needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files that the value refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Upload>,
    /// The ISO 4217 code of the currency, if the value is an amount of money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The unit of the number, such as `GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether the number is a quantity. Numbers without a quantity, currency or unit, such as a port, are identifiers,
    /// and are displayed without digit grouping.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quantity: bool,
    /// Whether the form masks the input. The value was recorded, but is never returned to readers of the request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// An event in the history of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The opaque and unique id.
    pub id: EventId,
    /// The time of the event.
    pub at: String,
    /// The person who caused it; absent if the system did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PersonRef>,
    /// The kind of event.
    pub kind: EventKind,
    /// A description to display; absent if the kind is sufficient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The text of a comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Document>,
    /// The resulting state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// The request was submitted.
    Created,
    /// The state changed.
    State,
    /// Someone commented.
    Comment,
    /// Any other event; `label` describes it.
    #[serde(other)]
    Other,
}

/// `POST /requests/{id}/comments`, with an `Idempotency-Key`. The response is a 201 with the [`Event`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewComment {
    /// The text, in Markdown.
    pub text: String,
}

/// Whether a request is open or closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum OpenState {
    /// The request is not finished yet.
    Open,
    /// The request is finished.
    Closed,
}
