//! The service catalogue: categories and services.

use crate::{ArticleRef, CategoryId, Document, PersonRef, ServiceId, ServiceRef};
use serde::{Deserialize, Serialize};

/// A category of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Category {
    /// The id of the category, for `?category=`.
    pub id: CategoryId,
    /// The name to display.
    pub name: String,
    /// A summary of one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The name of an icon in the portal's sprite. Unknown icons are displayed as a generic one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The number of its services that the caller can see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<u32>,
    /// The language of the name and the summary, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A service in a list, with what is needed to choose one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServiceSummary {
    /// The id of the service.
    pub id: ServiceId,
    /// The name to display.
    pub name: String,
    /// What the service provides, in one sentence.
    #[serde(default)]
    pub summary: String,
    /// The category of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The name of an icon in the portal's sprite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The price; absent if the service is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The SLA target; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Whether the caller may request it.
    #[serde(default)]
    pub ordering: Ordering,
    /// Other search terms for it.
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
    /// Most popular first.
    Popular,
}

/// `GET /services/{id}`: everything that a user needs to know before requesting a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The id of the service.
    pub id: ServiceId,
    /// The name to display.
    pub name: String,
    /// What the service provides, in one sentence.
    #[serde(default)]
    pub summary: String,
    /// The category of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The name of an icon in the portal's sprite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The full description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Document>,
    /// What is included, one line per item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub included: Vec<String>,
    /// The price; absent if the service is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The SLA target; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The due date of a request submitted now, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The required approvals, in order; empty if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    /// The steps after the request is submitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// The person responsible for the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonRef>,
    /// The team that fulfils requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Whether the caller may request it.
    #[serde(default)]
    pub ordering: Ordering,
    /// Who can see a request, as text to display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// Articles that may make a request unnecessary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleRef>,
    /// Related services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ServiceRef>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Whether the caller may request a service and, if not, the reason and an alternative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ordering {
    /// Whether the caller may request it, now or after signing in if `signIn` is set.
    #[serde(default)]
    pub allowed: bool,
    /// Whether the caller has to sign in first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sign_in: bool,
    /// The reason why the caller may not request it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How to get it nevertheless.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
}

impl Default for Ordering {
    /// If the backend does not say who may request a service, everyone may.
    fn default() -> Self {
        Self {
            allowed: true,
            sign_in: false,
            why: None,
            ask: None,
        }
    }
}

/// The price of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// A decimal number, such as `12.50`.
    pub amount: String,
    /// An ISO 4217 code.
    pub currency: String,
    /// The billing period.
    #[serde(default)]
    pub per: Per,
}

/// The billing period of a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Per {
    /// A one-off payment.
    #[default]
    Once,
    /// Per month.
    Month,
    /// Per year.
    Year,
}

/// The SLA target of a service: the time within which a request should be fulfilled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// An ISO 8601 duration, such as `PT4H` or `P2D`.
    pub duration: String,
    /// The hours that count towards the target.
    #[serde(default)]
    pub hours: Hours,
}

/// The hours that count towards a target.
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

/// An approval that is needed before work starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// The capacity in which the person approves.
    pub by: Approver,
    /// The approver for the caller's request, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
}

/// The capacity in which someone approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Approver {
    /// The requester's line manager.
    Manager,
    /// The service's owner.
    Owner,
    /// A person named by the service.
    #[serde(other)]
    Person,
}
