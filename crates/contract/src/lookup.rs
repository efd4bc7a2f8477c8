//! Records that a form's field is filled from by type-ahead: people, assets, places.

use serde::{Deserialize, Serialize};

/// An item of `GET /lookups/{source}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LookupItem {
    /// What is sent as the answer.
    pub id: String,
    /// What the screen says.
    pub label: String,
    /// What tells it from others of the same label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What can be looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LookupsCapability {
    /// The sources that forms may name; `people` is the directory.
    pub sources: Vec<String>,
}
