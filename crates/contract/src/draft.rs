//! Drafts on the server, which make it possible to continue on another device.

use crate::ServiceRef;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `GET /drafts/{service}`. A user has at most one draft per service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The requested service.
    pub service: ServiceRef,
    /// The version of the form being filled in.
    pub form_version: String,
    /// The `Idempotency-Key` that the request will be sent with. Sending the request deletes the draft.
    pub key: String,
    /// All answers, including hidden ones. They are not validated.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
    /// The open step of the form, counted from 0.
    #[serde(default)]
    pub step: u32,
    /// When the draft was last changed; set by the server.
    pub updated_at: String,
    /// The name of the device, such as `Firefox on Linux`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// An item of `GET /drafts`: a draft without its answers. Clients also accept complete drafts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftSummary {
    /// The requested service.
    pub service: ServiceRef,
    /// The version of the form being filled in.
    pub form_version: String,
    /// The `Idempotency-Key` that the request will be sent with.
    pub key: String,
    /// The open step of the form, counted from 0.
    #[serde(default)]
    pub step: u32,
    /// When the draft was last changed; set by the server.
    pub updated_at: String,
    /// The name of the device, such as `Firefox on Linux`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// `PUT /drafts/{service}`, with `If-Match` or `If-None-Match: *`. The response is the [`Draft`] with its `ETag`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDraft {
    /// The version of the form being filled in.
    pub form_version: String,
    /// The `Idempotency-Key` that the request will be sent with.
    pub key: String,
    /// All answers, including hidden ones.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
    /// The open step of the form, counted from 0.
    #[serde(default)]
    pub step: u32,
    /// The name of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// Limits of drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DraftsCapability {
    /// The maximum size of the body of `PUT /drafts/{service}`, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
}
