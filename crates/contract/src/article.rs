//! Knowledge articles.

use crate::{ArticleId, ArticleRef, CategoryId, Document, PersonRef, ServiceRef};
use serde::{Deserialize, Serialize};

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArticleSummary {
    /// The id of the article.
    pub id: ArticleId,
    /// The title to display.
    pub title: String,
    /// A summary of one sentence.
    #[serde(default)]
    pub summary: String,
    /// The category of the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The date of the last review, such as `2026-10-02`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Other search terms for it.
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
    /// The id of the article.
    pub id: ArticleId,
    /// The title to display.
    pub title: String,
    /// A summary of one sentence.
    #[serde(default)]
    pub summary: String,
    /// The text; its headings start at level 2.
    pub body: Document,
    /// The category of the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The person responsible for the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonRef>,
    /// The date of the last review, such as `2026-10-02`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Services to request if the article does not help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceRef>,
    /// Related articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ArticleRef>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The languages in which the article is available.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
}
