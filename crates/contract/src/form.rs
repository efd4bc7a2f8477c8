//! The form of a service.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `GET /services/{id}/form`: the form as one versioned document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FormDocument {
    /// The id of the form.
    pub id: String,
    /// The version, which is sent back with the answers so that the backend knows which form was filled in.
    pub version: String,
    /// The JSON Schema 2020-12 of the answers.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub schema: Value,
    /// The JSON Forms UI schema. Without one, the properties are displayed in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub uischema: Option<Value>,
    /// Texts for the `i18n` keys of the UI schema and for the paths of properties, in the language of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub texts: Option<Map<String, Value>>,
    /// Initial values, in the shape of the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub defaults: Option<Value>,
    /// The label of the submit button, if it is not "Send request".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submit: Option<String>,
    /// The language of the texts, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
