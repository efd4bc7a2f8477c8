//! The gallery of a demonstration, in which any form document can be tried on the screen.

use serde::{Deserialize, Serialize};

/// An item of `GET /gallery`; the document itself is at `GET /gallery/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GalleryExample {
    /// Names it in `GET /gallery/{id}`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it shows.
    #[serde(default)]
    pub summary: String,
}
