//! Knowledge articles.

use crate::{ArticleId, ArticleRef, CategoryId, Document, PersonRef, ServiceRef};
use serde::{Deserialize, Serialize};

/// An article as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArticleSummary {
    /// Which article.
    pub id: ArticleId,
    /// The title to show.
    pub title: String,
    /// One sentence.
    #[serde(default)]
    pub summary: String,
    /// The shelf it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// When somebody last checked it, a date such as `2026-10-02`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Other words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// `GET /articles/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// Which article.
    pub id: ArticleId,
    /// The title to show.
    pub title: String,
    /// One sentence.
    #[serde(default)]
    pub summary: String,
    /// The text; its headings start at level 2.
    pub body: Document,
    /// The shelf it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonRef>,
    /// When somebody last checked it, a date such as `2026-10-02`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Services to ask for when the article does not help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceRef>,
    /// What to read next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ArticleRef>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The languages the article exists in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
}
