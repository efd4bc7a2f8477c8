//! Services and articles as others name them.

use crate::{ArticleId, ServiceId};
use serde::{Deserialize, Serialize};

/// A service, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServiceRef {
    /// Which service.
    pub id: ServiceId,
    /// The name to show.
    pub name: String,
    /// The name of an icon of the portal's sprite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The language of the name, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// An article, by title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArticleRef {
    /// Which article.
    pub id: ArticleId,
    /// The title to show.
    pub title: String,
    /// The language of the title, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
