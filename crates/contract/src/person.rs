//! People, as other users may see them.

use crate::PersonId;
use serde::{Deserialize, Serialize};

/// A reference to a person, with their name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonRef {
    /// The id of the person.
    pub id: PersonId,
    /// The name to display.
    pub name: String,
}

/// The signed-in user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The id of the user.
    pub id: PersonId,
    /// The name to display.
    pub name: String,
    /// The email address, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The job title, in the requested language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The department, in the requested language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The line manager, who approves requests by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PersonRef>,
    /// What waits for the user.
    #[serde(default)]
    pub waiting: Waiting,
    /// Whether the session can be ended with `DELETE /session`.
    #[serde(default)]
    pub can_sign_out: bool,
}

/// The number of requests that wait for a user. A list without a number is not offered to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Waiting {
    /// Requests that the user is asked to approve, counted up to 100; absent if the user approves nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approvals: Option<u32>,
    /// Requests of the user's teams that are assigned to nobody, counted up to 100; absent if the user is in no team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<u32>,
}
