//! Signing in by cookie.

use crate::PersonId;
use serde::{Deserialize, Serialize};

/// `POST /session`: sign in as one of the demo's personas. Answers 204 with a cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSession {
    /// One of the personas that discovery offers.
    pub persona: PersonId,
}

/// Somebody a visitor of a demo may sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Persona {
    /// Who it is.
    pub id: PersonId,
    /// The name to show.
    pub name: String,
    /// What this person may do, in a few words.
    pub description: String,
}
