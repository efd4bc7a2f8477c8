//! Form documents and answers through the public API.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot load its form has failed"
)]

mod alternatives;
mod answers;
mod bounded;
mod check;
mod conditional;
mod defaults;
mod filled;
mod hostile;
mod kinds;
mod layouts;
mod lint;
mod lost;
mod numbers;
mod refused;
#[path = "../support/rng.rs"]
mod rng;
mod shared;
mod unusual;
mod widgets;

use portico_forms::{Document, Form, FormError};
use serde_json::{Map, Value, json};

fn load(schema: &Value, uischema: Option<&Value>) -> Result<Form, Vec<FormError>> {
    load_with(schema, uischema, None, None)
}

fn load_with(
    schema: &Value,
    uischema: Option<&Value>,
    defaults: Option<&Value>,
    texts: Option<&Map<String, Value>>,
) -> Result<Form, Vec<FormError>> {
    Form::load(&Document {
        schema,
        uischema,
        defaults,
        texts,
    })
}

/// The parts of a form document.
fn document_of(document: &Value) -> Document<'_> {
    Document {
        schema: &document["schema"],
        uischema: document.get("uischema"),
        defaults: document.get("defaults"),
        texts: document.get("texts").and_then(Value::as_object),
    }
}

fn form(schema: &Value, uischema: Option<&Value>) -> Form {
    load(schema, uischema).unwrap()
}

fn control(name: &str, portico: Value) -> Value {
    json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": {"portico": portico}})
}

fn vertical(elements: Value) -> Value {
    json!({"type": "VerticalLayout", "elements": elements})
}

fn object(property: &Value) -> Value {
    json!({"type": "object", "properties": {"x": property, "other": {"type": "string"}}})
}

fn layout(options: &Value) -> Value {
    json!({"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/x", "options": options},
        {"type": "Control", "scope": "#/properties/other"},
    ]})
}

fn portico(options: Value) -> Value {
    json!({ "portico": options })
}

fn widget(name: &str) -> Value {
    portico(json!({ "widget": name }))
}
