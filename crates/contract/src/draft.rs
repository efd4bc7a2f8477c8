//! Drafts on the server, so that another device continues what one began.

use crate::ServiceRef;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `GET /drafts/{service}`. A person has at most one draft a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// What is to be asked for.
    pub service: ServiceRef,
    /// The version of the form that is being filled.
    pub form_version: String,
    /// The `Idempotency-Key` that the request will be sent with; sending it deletes the draft.
    pub key: String,
    /// All that was typed, hidden values included. Nothing of it is checked.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
    /// The step of the form that was open, from 0.
    #[serde(default)]
    pub step: u32,
    /// When it was last changed; the server sets it.
    pub updated_at: String,
    /// What the device calls itself, such as `Firefox on Linux`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// An item of `GET /drafts`: a draft without its answers. A backend that lists whole drafts is understood too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftSummary {
    /// What is to be asked for.
    pub service: ServiceRef,
    /// The version of the form that is being filled.
    pub form_version: String,
    /// The `Idempotency-Key` that the request will be sent with.
    pub key: String,
    /// The step of the form that was open, from 0.
    #[serde(default)]
    pub step: u32,
    /// When it was last changed; the server sets it.
    pub updated_at: String,
    /// What the device calls itself, such as `Firefox on Linux`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// `PUT /drafts/{service}`, with `If-Match` or `If-None-Match: *`. Answers with the [`Draft`] and its `ETag`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDraft {
    /// The version of the form that is being filled.
    pub form_version: String,
    /// The `Idempotency-Key` that the request will be sent with.
    pub key: String,
    /// All that was typed, hidden values included.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
    /// The step of the form that is open, from 0.
    #[serde(default)]
    pub step: u32,
    /// What the device calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// Limits of drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DraftsCapability {
    /// The largest body of `PUT /drafts/{service}`, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
}
