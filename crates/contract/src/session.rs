//! Cookie sessions.

use crate::PersonId;
use serde::{Deserialize, Serialize};

/// `POST /session`: sign in as one of the demo's personas. The response is a 204 with a cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSession {
    /// One of the personas from discovery.
    pub persona: PersonId,
}

/// A persona that visitors of a demo may sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Persona {
    /// The id of the persona.
    pub id: PersonId,
    /// The name to display.
    pub name: String,
    /// What this persona may do, in a few words.
    pub description: String,
}
