//! The examples that JSON Forms publishes with its code, in `json_forms/` beside this file. All examples whose answers
//! are an object can be used, except for those listed here with a reason.

use portico_forms::{Document, Form, FormError, FormState};
use serde_json::Value;
use std::{fs, path::Path, sync::Arc};

/// The rejected examples with the first reason; docs/FORMS.md explains it.
const REFUSED: &[(&str, &str)] = &[
    // Answers that are not an object.
    ("enumInArray", "/schema/type: the answers must be an object"),
    ("json-editor", "/schema/type: the answers must be an object"),
    ("mixed", "/schema/type: the answers must be an object"),
    ("string", "/schema/type: the answers must be an object"),
    // Its condition is a function, which JSON cannot represent.
    (
        "rule",
        "/uischema/elements/2/elements/2/rule/condition: a condition needs",
    ),
];

fn load(example: &Value) -> Result<Form, Vec<FormError>> {
    Form::load(&Document {
        schema: &example["schema"],
        uischema: example.get("uischema"),
        defaults: example.get("defaults"),
        texts: None,
    })
}

#[test]
fn the_examples_of_json_forms_can_be_used() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json_forms/examples.json");
    let examples: Vec<Value> = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(examples.len(), 75);
    let mut told = Vec::new();
    for example in &examples {
        let name = example["name"].as_str().unwrap();
        let refused = REFUSED.iter().find(|(known, _)| *known == name);
        match (load(example), refused) {
            (Ok(form), None) => {
                let form = Arc::new(form);
                let mut filling = FormState::new(form.clone(), form.defaults());
                // The initial answers are sent, and using the form is fast and does not panic.
                let sent = filling.pruned();
                drop((filling.check(), form.described(&sent)));
                let fields: Vec<String> = form.fields().map(|(pointer, _)| pointer).collect();
                for pointer in fields {
                    filling.insert(&pointer, 0);
                }
                drop(filling.check());
            }
            (Err(errors), Some((_, reason))) => {
                let first = errors[0].to_string();
                if !first.starts_with(reason) {
                    told.push(format!("{name}: {first}"));
                }
            }
            (Ok(_), Some(_)) => told.push(format!("{name} loads by now")),
            (Err(errors), None) => told.push(format!("{name}: {}", errors[0])),
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}
