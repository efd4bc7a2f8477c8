//! The form gallery of a demo, in which any form document can be tried out.

use serde::{Deserialize, Serialize};

/// An item of `GET /gallery`; the document itself is at `GET /gallery/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GalleryExample {
    /// The id of the form, for `GET /gallery/{id}`.
    pub id: String,
    /// The title.
    pub title: String,
    /// What the form demonstrates.
    #[serde(default)]
    pub summary: String,
}
