//! Records for type-ahead fields of forms, such as people, assets and locations.

use serde::{Deserialize, Serialize};

/// An item of `GET /lookups/{source}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LookupItem {
    /// The value of the answer.
    pub id: String,
    /// The label to display.
    pub label: String,
    /// A detail that distinguishes records with the same label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The available lookups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LookupsCapability {
    /// The sources that forms may refer to; `people` is the directory.
    pub sources: Vec<String>,
}
