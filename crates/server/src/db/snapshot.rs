//! What was true when a request was recorded, as it is stored: later changes of the content and of the API do not reach
//! it. The names of the members are those in the database.

use portico_domain::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was true when a request was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The service, by name as it was.
    pub service: Service,
    /// Who answers for the service.
    pub owner: Person,
    /// The team that does the work.
    pub provider: String,
    /// The target that the due date was reckoned from.
    pub target: Target,
    /// What it costs.
    pub price: Option<Price>,
    /// The answers, in the form's order and words.
    pub answers: Vec<Answer>,
    /// The version of the form that was filled.
    pub form_version: String,
}

/// A service, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Which one.
    pub id: String,
    /// Its name, in whatever language that was.
    pub name: String,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// The time within which a request is to be fulfilled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(rename_all = "camelCase")]
pub enum Hours {
    /// Working hours on working days.
    #[default]
    Business,
    /// Every hour of every day.
    Always,
}

/// What a service costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// An answer to a field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// A JSON Pointer into the answers.
    pub pointer: String,
    /// The field's label when it was filled.
    pub label: String,
    /// The value as sent.
    pub value: Value,
    /// The words of a choice or of a record; absent where the value speaks for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files that the value names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// The value is an amount of this currency, by its code of ISO 4217.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the number counts, such as `GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The number says how many.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quantity: bool,
    /// No reader of the request gets it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// A file of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// The upload.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How large it is, in bytes.
    pub size: u64,
    /// Its media type, such as `image/png`.
    #[serde(default)]
    pub media_type: String,
    /// SHA-256 of its bytes in lower-case hexadecimal digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Whether all of it had arrived.
    #[serde(default = "yes")]
    pub complete: bool,
    /// How many bytes had arrived.
    #[serde(default)]
    pub received: u64,
}

fn yes() -> bool {
    true
}
