//! The form of a service.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `GET /services/{id}/form`: what to ask, as one versioned document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FormDocument {
    /// Names the form.
    pub id: String,
    /// Sent back with the answers, so that a backend knows which form was filled.
    pub version: String,
    /// JSON Schema 2020-12 of the answers.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub schema: Value,
    /// JSON Forms UI schema; without one the properties are shown in their order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub uischema: Option<Value>,
    /// Words for the `i18n` keys of the UI schema and for the paths of properties, in the document's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub texts: Option<Map<String, Value>>,
    /// First values, shaped like the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub defaults: Option<Value>,
    /// What the button says, where "Send request" does not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submit: Option<String>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
