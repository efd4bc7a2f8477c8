//! Errors: RFC 9457 problem details.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// An RFC 9457 problem. `type` and `status` are stable, `title` and `detail` are for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What kind of problem this is; `about:blank` when the status says it all.
    #[serde(rename = "type", default)]
    pub kind: ProblemType,
    /// A short name of the kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The id of this occurrence; also in the `X-Request-Id` header and in the backend's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// What is wrong with single fields of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// How many more there are than `errors` lists; absent when it lists all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors_omitted: Option<u64>,
    /// What there is now, where an edit was made of something older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub current: Option<Value>,
}

#[cfg(feature = "openapi")]
impl Problem {
    /// Refers to its schema in an OpenAPI document.
    #[must_use]
    pub fn schema_ref() -> utoipa::openapi::Ref {
        utoipa::openapi::Ref::from_schema_name(<Self as utoipa::ToSchema>::name())
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// A JSON Pointer into the body that was sent, such as `/answers/reason`.
    pub pointer: String,
    /// Stable and short: `required`, `type`, `minLength`, `format` ...
    pub code: String,
    /// For people.
    pub detail: String,
}

/// The kinds of problem that a client may act on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemType {
    /// The body is not JSON or not of the documented shape.
    #[serde(rename = "urn:portico:problem:malformed")]
    Malformed,
    /// The answers break the form's rules; `errors` says where.
    #[serde(rename = "urn:portico:problem:invalid")]
    Invalid,
    /// The form has changed since it was fetched; fetch it again, the answers are still good to keep.
    #[serde(rename = "urn:portico:problem:form-changed")]
    FormChanged,
    /// The service is visible to this person but not orderable.
    #[serde(rename = "urn:portico:problem:not-orderable")]
    NotOrderable,
    /// The `Idempotency-Key` is missing or malformed.
    #[serde(rename = "urn:portico:problem:key-missing")]
    KeyMissing,
    /// The key was used before with another body; `current` holds what it was used for.
    #[serde(rename = "urn:portico:problem:key-reused")]
    KeyReused,
    /// The first request with this key is still running; `Retry-After` says when to ask again.
    #[serde(rename = "urn:portico:problem:key-in-flight")]
    KeyInFlight,
    /// What is edited has changed meanwhile; `current` holds it, if it is still there.
    #[serde(rename = "urn:portico:problem:changed")]
    Changed,
    /// Sign in first, or again.
    #[serde(rename = "urn:portico:problem:sign-in")]
    SignIn,
    /// This sign-in is nobody's, or that of somebody who may not sign in; `detail` says why and what to do.
    #[serde(rename = "urn:portico:problem:account")]
    Account,
    /// A write by cookie came from another origin or without its header.
    #[serde(rename = "urn:portico:problem:cross-site")]
    CrossSite,
    /// Nothing is known beyond the status; also any kind that this version does not know.
    #[default]
    #[serde(rename = "about:blank", other)]
    Blank,
}

impl ProblemType {
    /// Whether it is about how the client used the API. Its words are for whoever wrote the client, and help nobody
    /// who looks at a screen.
    #[must_use]
    pub const fn is_clients(self) -> bool {
        match self {
            Self::Malformed
            | Self::KeyMissing
            | Self::KeyReused
            | Self::KeyInFlight
            | Self::CrossSite => true,
            Self::Invalid
            | Self::FormChanged
            | Self::NotOrderable
            | Self::Changed
            | Self::SignIn
            | Self::Account
            | Self::Blank => false,
        }
    }
}
