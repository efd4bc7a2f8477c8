//! Search: the index that browsers search locally, and searches without results.

use serde::{Deserialize, Serialize};

/// The media type of a search index. docs/SEARCH.md describes the format.
pub const INDEX_TYPE: &str = "application/vnd.portico.index";

/// `GET /index`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IndexCapability {}

/// `POST /improvements`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ImprovementsCapability {}

/// The JSON response of `GET /index`: all records, or the changes since an earlier response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IndexRecords {
    /// The value of `since` in the request, if these are changes. If absent, these are all records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Ids of records that were removed since then.
    pub removed: Vec<String>,
    /// Records that were added or changed since then.
    pub records: Vec<IndexRecord>,
}

/// A service or an article in the search index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IndexRecord {
    /// The id of the service or article, prefixed with `service/` or `article/`.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub id: String,
    /// The language of the texts, a BCP 47 tag.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The name or title.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub title: String,
    /// Words that the record should be found by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Synonyms, such as the name in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// The name of the category.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// A summary of a sentence or two.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The name of an icon in the portal's sprite.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub icon: String,
    /// The popularity, from 0 to 100.
    #[serde(skip_serializing_if = "is_zero")]
    pub popularity: u8,
}

/// The body of `POST /improvements`: something that the portal could not help with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind",
    deny_unknown_fields
)]
pub enum NewImprovement {
    /// A search without results.
    Search {
        /// The search terms as typed, 1 to 200 characters.
        words: String,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}
