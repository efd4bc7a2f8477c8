//! Search: the index that a browser searches by itself, and what was searched for in vain.

use serde::{Deserialize, Serialize};

/// The media type of a search index, as docs/SEARCH.md describes the file.
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

/// An answer of `GET /index` in JSON: what is to be found, or what has changed since an earlier answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IndexRecords {
    /// The `since` of the question, if these are changes; without it, these are all records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Ids of records that were there then and are not any more.
    pub removed: Vec<String>,
    /// Records that are new or were changed since then.
    pub records: Vec<IndexRecord>,
}

/// A service or an article, as it is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IndexRecord {
    /// `service/` or `article/`, and its id.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub id: String,
    /// The language of its texts, a BCP 47 tag.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub title: String,
    /// Words that it should be found by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Other words for it, such as its names in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// The name of its category.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// A sentence or two.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The name of an icon of the portal's sprite.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub icon: String,
    /// How much it is wanted, 0 to 100.
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
    /// Nothing was found for some words.
    Search {
        /// As they were typed, 1 to 200 characters.
        words: String,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}
