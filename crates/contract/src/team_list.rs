//! The parts of the lists for the people who approve and fulfil requests.

use serde::Deserialize;

/// The part of the requests that the caller is asked to approve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ApprovalsView {
    /// The caller's decision is missing.
    #[default]
    Pending,
    /// The caller has decided, or no decision is needed any more.
    Decided,
}

/// The part of the requests of the caller's teams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WorkView {
    /// Open, approved and assigned to nobody.
    #[default]
    Unassigned,
    /// Open and assigned to the caller.
    Mine,
    /// Waiting for an approval or an answer of the requester.
    Waiting,
    /// All open requests.
    Open,
    /// Finished requests.
    Finished,
}

impl WorkView {
    /// All parts, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Unassigned,
        Self::Mine,
        Self::Waiting,
        Self::Open,
        Self::Finished,
    ];

    /// The name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unassigned => "unassigned",
            Self::Mine => "mine",
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Finished => "finished",
        }
    }
}

impl ApprovalsView {
    /// The name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Decided => "decided",
        }
    }
}
