//! Rules through the public API: effects, conditions, pruning, cycles, and the cost of a change.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot load its form has failed"
)]

mod cycles;
mod effects;
mod nested;
mod random;
mod reading;
#[path = "../support/rng.rs"]
mod rng;

use portico_forms::{Document, Form, FormError, FormState};
use serde_json::{Value, json};
use std::sync::Arc;

fn load(schema: &Value, uischema: &Value) -> Result<Form, Vec<FormError>> {
    Form::load(&Document {
        schema,
        uischema: Some(uischema),
        defaults: None,
        texts: None,
    })
}

fn control(name: &str) -> Value {
    json!({"type": "Control", "scope": format!("#/properties/{name}")})
}

fn ruled(name: &str, effect: &str, condition: Value) -> Value {
    let mut control = control(name);
    control["rule"] = json!({"effect": effect, "condition": condition});
    control
}

/// A condition that `name` is the constant `value`.
fn is(name: &str, value: Value) -> Value {
    json!({"scope": format!("#/properties/{name}"), "schema": {"const": value}, "failWhenUndefined": true})
}

fn vertical(elements: Value) -> Value {
    json!({"type": "VerticalLayout", "elements": elements})
}

/// A schema that allows anything in these fields.
fn fields(names: &[&str]) -> Value {
    let properties: serde_json::Map<String, Value> = names
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                json!({"type": ["string", "boolean", "number"]}),
            )
        })
        .collect();
    json!({"type": "object", "properties": properties})
}

fn filling(schema: &Value, uischema: &Value, data: Value) -> FormState {
    FormState::new(Arc::new(load(schema, uischema).unwrap()), data)
}

/// Asserts what is sent of the data, and that the server agrees with the browser.
fn check(schema: &Value, uischema: &Value, data: Value, sent: Value) {
    let filling = filling(schema, uischema, data.clone());
    assert_eq!(filling.pruned(), sent, "the browser sends {data}");
    let form = filling.form();
    assert_eq!(
        form.accept(data.clone()),
        Ok(sent.clone()),
        "the server keeps {data}"
    );
    assert_eq!(form.accept(sent.clone()), Ok(sent), "and again");
}
