//! Errors: RFC 9457 problem details.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The media type of problem details.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// RFC 9457 problem details. `type` and `status` are stable; `title` and `detail` are for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The type of problem; `about:blank` if there is nothing to add to the status.
    #[serde(rename = "type", default)]
    pub kind: ProblemType,
    /// A short name of the type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The id of this occurrence. It is also in the `X-Request-Id` header and in the backend's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Errors in individual fields of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The number of further errors that are not in `errors`; absent if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors_omitted: Option<u64>,
    /// The current version, if the request was based on an outdated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub current: Option<Value>,
}

#[cfg(feature = "openapi")]
impl Problem {
    /// A reference to its schema in an OpenAPI document.
    #[must_use]
    pub fn schema_ref() -> utoipa::openapi::Ref {
        utoipa::openapi::Ref::from_schema_name(<Self as utoipa::ToSchema>::name())
    }
}

/// An error in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// A JSON Pointer into the request body, such as `/answers/reason`.
    pub pointer: String,
    /// A short, stable code: `required`, `type`, `minLength`, `format` ...
    pub code: String,
    /// The message to display.
    pub detail: String,
}

/// The types of problem that a client can handle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemType {
    /// The body is not JSON, or not of the documented shape.
    #[serde(rename = "urn:portico:problem:malformed")]
    Malformed,
    /// The answers violate the rules of the form; `errors` says where.
    #[serde(rename = "urn:portico:problem:invalid")]
    Invalid,
    /// The form has changed since it was fetched. Fetch it again; the answers can be kept.
    #[serde(rename = "urn:portico:problem:form-changed")]
    FormChanged,
    /// The user can see the service but may not request it.
    #[serde(rename = "urn:portico:problem:not-orderable")]
    NotOrderable,
    /// The `Idempotency-Key` is missing or malformed.
    #[serde(rename = "urn:portico:problem:key-missing")]
    KeyMissing,
    /// The key was used before with a different body; `current` is what it was used for.
    #[serde(rename = "urn:portico:problem:key-reused")]
    KeyReused,
    /// The first request with this key is still being processed; `Retry-After` says when to retry.
    #[serde(rename = "urn:portico:problem:key-in-flight")]
    KeyInFlight,
    /// The edited object has changed in the meantime; `current` is its current version, if it still exists.
    #[serde(rename = "urn:portico:problem:changed")]
    Changed,
    /// An action is not possible for the caller in the present state; `current` is the object as it is.
    #[serde(rename = "urn:portico:problem:not-possible")]
    NotPossible,
    /// The user has to sign in, or sign in again.
    #[serde(rename = "urn:portico:problem:sign-in")]
    SignIn,
    /// The account is unknown or may not sign in; `detail` says why and what to do.
    #[serde(rename = "urn:portico:problem:account")]
    Account,
    /// A write that was authenticated by cookie came from another origin or lacked the required header.
    #[serde(rename = "urn:portico:problem:cross-site")]
    CrossSite,
    /// Nothing is known beyond the status; also any type that is unknown to this version.
    #[default]
    #[serde(rename = "about:blank", other)]
    Blank,
}

impl ProblemType {
    /// Whether the problem is caused by how the client uses the API. Its message is for the developer of the client and
    /// does not help users.
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
            | Self::NotPossible
            | Self::SignIn
            | Self::Account
            | Self::Blank => false,
        }
    }
}
