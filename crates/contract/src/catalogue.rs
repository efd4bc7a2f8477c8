//! The catalogue: categories and services.

use crate::{ArticleRef, CategoryId, Document, PersonRef, ServiceId, ServiceRef};
use serde::{Deserialize, Serialize};

/// A shelf of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Category {
    /// Names it in `?category=`.
    pub id: CategoryId,
    /// The name to show.
    pub name: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The name of an icon of the portal's sprite; an unknown one shows a plain mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// How many services the caller would see in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<u32>,
    /// The language of the name and the summary, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A service as a list shows it: enough to choose by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServiceSummary {
    /// Which service.
    pub id: ServiceId,
    /// The name to show.
    pub name: String,
    /// One sentence that says what one gets.
    #[serde(default)]
    pub summary: String,
    /// The shelf it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The name of an icon of the portal's sprite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Absent when it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Absent when nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Whether the caller may order it.
    #[serde(default)]
    pub ordering: Ordering,
    /// Other words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ServiceSort {
    /// By name.
    Name,
    /// The most wanted first.
    Popular,
}

/// `GET /services/{id}`: everything somebody wants to know before ordering.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Which service.
    pub id: ServiceId,
    /// The name to show.
    pub name: String,
    /// One sentence that says what one gets.
    #[serde(default)]
    pub summary: String,
    /// The shelf it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The name of an icon of the portal's sprite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The whole text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Document>,
    /// What is included, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub included: Vec<String>,
    /// Absent when it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Absent when nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// When it would be due if it was requested now, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// Who has to agree, in this order; empty when nobody has to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    /// What happens after sending, a step each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// Who answers for the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonRef>,
    /// The team that does the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Whether the caller may order it.
    #[serde(default)]
    pub ordering: Ordering,
    /// Who will see what is sent, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// Articles that may help first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleRef>,
    /// Services one may want instead or as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ServiceRef>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Whether the caller may order a service, and if not, why not and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ordering {
    /// May order now, or after signing in where `signIn` is set.
    #[serde(default)]
    pub allowed: bool,
    /// Nobody is signed in; sign in to order.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sign_in: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How to get it all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
}

impl Default for Ordering {
    /// A backend that says nothing of who may order lets everybody order.
    fn default() -> Self {
        Self {
            allowed: true,
            sign_in: false,
            why: None,
            ask: None,
        }
    }
}

/// What a service costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// A decimal number, such as `12.50`.
    pub amount: String,
    /// An ISO 4217 code.
    pub currency: String,
    /// How often it is paid.
    #[serde(default)]
    pub per: Per,
}

/// How often a price is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Per {
    /// One-off.
    #[default]
    Once,
    /// Each month.
    Month,
    /// Each year.
    Year,
}

/// The time within which a request is to be fulfilled: the service's SLA target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// ISO 8601, such as `PT4H` or `P2D`.
    pub duration: String,
    /// Which hours count.
    #[serde(default)]
    pub hours: Hours,
}

/// Which hours count towards a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Hours {
    /// Working hours on working days.
    #[default]
    Business,
    /// Every hour of every day.
    Always,
}

/// Somebody who has to agree before the work starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// In which capacity.
    pub by: Approver,
    /// Who that is for the caller, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
}

/// In which capacity somebody agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Approver {
    /// The requester's line manager.
    Manager,
    /// The service's owner.
    Owner,
    /// Somebody named.
    #[serde(other)]
    Person,
}
