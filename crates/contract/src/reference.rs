//! References to services and articles.

use crate::{ArticleId, ServiceId};
use serde::{Deserialize, Serialize};

/// A reference to a service, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServiceRef {
    /// The id of the service.
    pub id: ServiceId,
    /// The name to display.
    pub name: String,
    /// The name of an icon in the portal's sprite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The language of the name, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A reference to an article, with its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArticleRef {
    /// The id of the article.
    pub id: ArticleId,
    /// The title to display.
    pub title: String,
    /// The language of the title, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
