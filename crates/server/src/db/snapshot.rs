//! The stored state of the content and the answers at submission, which later changes of the
//! content and of the API do not affect. The names of the members are those in the database.

use portico_domain::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The state of the content and the answers at submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The service, with its name at submission.
    pub service: Service,
    /// The person accountable for the service.
    pub owner: Person,
    /// The team that fulfils the request.
    pub provider: String,
    /// The target that the due date was calculated from.
    pub target: Target,
    /// The price.
    pub price: Option<Price>,
    /// The answers, in the form's order, with its texts.
    pub answers: Vec<SnapshotAnswer>,
    /// The version of the form.
    pub form_version: String,
}

/// A service by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The ID of the service.
    pub id: String,
    /// Its name, in the language of the submission.
    pub name: String,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// The target time for fulfilment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// ISO 8601, such as `PT4H` or `P2D`.
    pub duration: String,
    /// The hours that count.
    #[serde(default)]
    pub hours: Hours,
}

/// The hours that count towards a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hours {
    /// Working hours on working days.
    #[default]
    Business,
    /// Every hour of every day.
    Always,
}

/// The price of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A billing period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Per {
    /// A single payment.
    #[default]
    Once,
    /// Monthly.
    Month,
    /// Yearly.
    Year,
}

/// An answer to a field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotAnswer {
    /// A JSON Pointer into the answers.
    pub pointer: String,
    /// The field's label at submission.
    pub label: String,
    /// The value as sent.
    pub value: Value,
    /// The display text of a choice or a record; absent if the value is its own text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files that the value refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// The currency of an amount, as an ISO 4217 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The unit of a number, such as `GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether the number is a quantity.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quantity: bool,
    /// Whether the answer is hidden from all readers of the request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// A file of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// The ID of the upload.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size, in bytes.
    pub size: u64,
    /// Its media type, such as `image/png`.
    #[serde(default)]
    pub media_type: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Whether it was complete.
    #[serde(default = "yes")]
    pub complete: bool,
    /// The number of bytes that had arrived.
    #[serde(default)]
    pub received: u64,
}

fn yes() -> bool {
    true
}
