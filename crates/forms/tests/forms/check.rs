//! Validation errors and their order.

use super::{control, form, vertical};
use portico_forms::{Form, FormState, MAX_ITEMS};
use serde_json::{Value, json};
use std::sync::Arc;

/// Asserts the errors of answers on the server, in the browser, and for each field individually.
fn check(form: &Arc<Form>, answers: Value, expected: &[(&str, &str)]) {
    let short = |errors: &[portico_forms::ValidationError]| {
        errors
            .iter()
            .map(|error| (error.pointer.clone(), error.code()))
            .collect::<Vec<_>>()
    };
    let expected: Vec<_> = expected
        .iter()
        .map(|(pointer, code)| ((*pointer).to_owned(), *code))
        .collect();
    let server = form
        .accept(answers.clone())
        .map_or_else(|errors| short(&errors), |_| Vec::new());
    assert_eq!(server, expected, "the server on {answers}");
    let filling = FormState::new(form.clone(), answers.clone());
    assert_eq!(
        short(&filling.check()),
        expected,
        "the browser on {answers}"
    );
    for (pointer, code) in &expected {
        let alone = filling.check_at(pointer).map(|error| error.code());
        assert_eq!(alone, Some(*code), "{pointer} alone, of {answers}");
    }
}

#[test]
fn errors_come_in_the_order_of_the_screen_one_for_a_field() {
    let schema = json!({"type": "object", "required": ["a", "b", "people"], "properties": {
        "a": {"type": "string", "minLength": 3, "pattern": "^x"},
        "b": {"type": "integer", "minimum": 5},
        "people": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"], "properties": {
            "age": {"type": "integer"}, "name": {"type": "string"},
        }}},
    }});
    let layout = vertical(json!([
        control("b", json!({})),
        control("people", json!({})),
        control("a", json!({}))
    ]));
    let form = Arc::new(form(&schema, Some(&layout)));
    check(
        &form,
        json!({}),
        &[
            ("/b", "required"),
            ("/people", "required"),
            ("/a", "required"),
        ],
    );
    check(
        &form,
        json!({"a": "y", "b": 1, "people": []}),
        &[
            ("/b", "minimum"),
            ("/people", "minItems"),
            ("/a", "minLength"),
        ],
    );
    let people = json!([{"name": "A", "age": "x"}, {"age": 1.5}, {"name": "C"}]);
    check(
        &form,
        json!({"a": "xxx", "b": 5, "people": people}),
        &[
            ("/people/0/age", "type"),
            ("/people/1/age", "type"),
            ("/people/1/name", "required"),
        ],
    );
}

#[test]
fn an_error_inside_a_field_lands_beside_the_field() {
    let schema = json!({"type": "object", "properties": {
        "range": {"type": "object", "required": ["from", "to"], "properties": {
            "from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date"},
        }},
        "tags": {"type": "array", "uniqueItems": true, "items": {"enum": ["a", "b"]}},
        "mails": {"type": "array", "items": {"type": "string", "format": "email"}},
    }});
    let layout = vertical(json!([
        control("range", json!({"widget": "dateRange"})),
        control("tags", json!({})),
        control("mails", json!({})),
    ]));
    let form = Arc::new(form(&schema, Some(&layout)));
    check(
        &form,
        json!({"range": {"from": "2026-01-01"}}),
        &[("/range", "required")],
    );
    check(
        &form,
        json!({"range": {"from": "2026-01-01", "to": "soon"}}),
        &[("/range", "format")],
    );
    check(
        &form,
        json!({"range": {"from": "2026-02-01", "to": "2026-01-01"}}),
        &[("/range", "range")],
    );
    check(
        &form,
        json!({"range": {"from": "2026-01-01", "to": "2026-01-01"}}),
        &[],
    );
    check(&form, json!({"tags": ["a", "z"]}), &[("/tags", "enum")]);
    check(
        &form,
        json!({"mails": ["a@b.example", "x", null]}),
        &[("/mails/1", "format"), ("/mails/2", "required")],
    );
}

#[test]
fn consents_ranges_files_and_fixed_values_have_rules_of_their_own() {
    let schema = json!({"type": "object", "properties": {
        "terms": {"type": "boolean"}, "kind": {"type": "string", "default": "standard"},
        "files": {"type": "array", "items": {"type": "string"}},
    }});
    let layout = vertical(json!([
        control("terms", json!({"widget": "consent"})),
        control("kind", json!({"widget": "fixed"})),
        control("files", json!({"attachment": {"maxFiles": 2}})),
    ]));
    let form = Arc::new(form(&schema, Some(&layout)));
    let fixed = json!({"terms": true, "kind": "standard"});
    check(&form, fixed.clone(), &[]);
    assert_eq!(
        form.accept(json!({"terms": true})),
        Ok(fixed),
        "the server fills in what is fixed"
    );
    for terms in [json!({}), json!({"terms": false}), json!({"terms": "yes"})] {
        check(&form, terms, &[("/terms", "consent")]);
    }
    check(
        &form,
        json!({"terms": true, "files": ["1", "2", "3"]}),
        &[("/files", "maxItems")],
    );
    let errors = form
        .accept(json!({"terms": true, "kind": "gold"}))
        .unwrap_err();
    assert_eq!(
        (errors[0].pointer.as_str(), errors[0].code()),
        ("/kind", "fixed")
    );
    let filling = FormState::new(form, json!({"kind": "from an old draft"}));
    assert_eq!(filling.data(), &json!({"kind": "standard"}));
}

#[test]
fn rules_of_a_field_do_not_hold_while_it_is_hidden() {
    let schema = json!({"type": "object", "properties": {
        "guest": {"type": "boolean"}, "terms": {"type": "boolean"},
    }});
    let mut terms = control("terms", json!({"widget": "consent"}));
    terms["rule"] = json!({"effect": "HIDE", "condition": {
        "scope": "#/properties/guest", "schema": {"const": true}, "failWhenUndefined": true,
    }});
    let layout = vertical(json!([control("guest", json!({})), terms]));
    let form = Arc::new(form(&schema, Some(&layout)));
    check(&form, json!({"guest": false}), &[("/terms", "consent")]);
    check(&form, json!({"guest": true}), &[]);
    check(&form, json!({"guest": true, "terms": false}), &[]);
}

#[test]
fn choices_depend_on_other_answers() {
    let schema = json!({"type": "object", "properties": {
        "device": {"enum": ["laptop", "phone"]},
        "size": {"oneOf": [{"const": 13, "title": "13 inch"}, {"const": 15}, {"const": 6}]},
        "extras": {"type": "array", "uniqueItems": true, "items": {"enum": ["dock", "case"]}},
    }});
    let by = |laptop: Value, phone: Value| json!({"choicesBy": {"scope": "#/properties/device", "choices": {"laptop": laptop, "phone": phone}}});
    let layout = vertical(json!([
        control("device", json!({})),
        control("size", by(json!([13, 15]), json!([6]))),
        control("extras", by(json!(["dock", "case"]), json!(["case"]))),
    ]));
    let form = Arc::new(form(&schema, Some(&layout)));
    check(
        &form,
        json!({"device": "laptop", "size": 13, "extras": ["dock"]}),
        &[],
    );
    check(&form, json!({"size": 6}), &[]);
    check(
        &form,
        json!({"device": "phone", "size": 13, "extras": ["case", "dock"]}),
        &[("/size", "choice"), ("/extras", "choice")],
    );
    check(
        &form,
        json!({"device": "phone", "size": 99}),
        &[("/size", "choice")],
    );
    let mut filling = FormState::new(form.clone(), json!({}));
    let size = form
        .controls()
        .find(|control| control.name == "size")
        .unwrap();
    let labels = |filling: &FormState| {
        filling
            .choices_of("", size)
            .iter()
            .map(|choice| choice.label.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(labels(&filling), ["13 inch", "15", "6"]);
    let change = filling.set("/device", Some(json!("phone")));
    assert_eq!(change.choices.len(), 2, "{change:?}");
    assert_eq!(labels(&filling), ["6"]);
    assert_eq!(filling.set("/size", Some(json!(6))).choices, []);
}

#[test]
fn answers_to_no_field_are_refused_unless_the_schema_knows_them() {
    let schema = |extra: Value| {
        let mut schema = json!({"type": "object", "properties": {
            "a": {"type": "string"}, "unasked": {"type": "string"},
            "o": {"type": "object", "properties": {"x": {"type": "string"}}},
        }});
        schema
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        schema
    };
    let layout = vertical(json!([control("a", json!({})), control("o", json!({}))]));
    let strict = Arc::new(form(&schema(json!({})), Some(&layout)));
    let told = strict
        .accept(json!({"b/c": 1, "a": 1, "o": {"y": 1}, "unasked": "kept"}))
        .unwrap_err();
    let told: Vec<_> = told
        .iter()
        .map(|error| (error.pointer.as_str(), error.code()))
        .collect();
    assert_eq!(
        told,
        [("/a", "type"), ("/o/y", "unknown"), ("/b~1c", "unknown")]
    );
    assert_eq!(
        strict.accept(json!({"unasked": "kept"})),
        Ok(json!({"unasked": "kept"}))
    );
    let open = form(
        &schema(json!({"additionalProperties": {"type": "number"}})),
        Some(&layout),
    );
    assert!(open.accept(json!({"b": 1})).is_ok());
    let closed = form(
        &schema(json!({"additionalProperties": false})),
        Some(&layout),
    );
    assert_eq!(
        closed.accept(json!({"b": 1})).unwrap_err()[0].code(),
        "additionalProperties"
    );
}

#[test]
fn too_many_items_are_refused_before_anything_else() {
    let schema = json!({"type": "object", "properties": {"l": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "string"}}}}}});
    let form = form(&schema, None);
    assert!(
        form.accept(json!({"l": vec![json!({}); MAX_ITEMS]}))
            .is_ok()
    );
    let errors = form
        .accept(json!({"l": vec![json!({}); MAX_ITEMS + 1]}))
        .unwrap_err();
    assert_eq!(
        (errors[0].pointer.as_str(), errors[0].code()),
        ("/l", "maxItems")
    );
    // The more rules an item has, the fewer items are allowed.
    let mut x = control("x", json!({}));
    x["rule"] =
        json!({"effect": "SHOW", "condition": {"scope": "#/properties/y", "schema": {"const": 1}}});
    let mut schema = schema;
    schema["properties"]["l"]["items"]["properties"]["y"] = json!({"type": "number"});
    let mut list = control("l", json!({}));
    list["options"]["detail"] = vertical(json!(vec![x; 99]));
    let ruled = self::form(&schema, Some(&vertical(json!([list]))));
    assert!(ruled.accept(json!({"l": vec![json!({}); 1_000]})).is_ok());
    let errors = ruled
        .accept(json!({"l": vec![json!({}); 1_001]}))
        .unwrap_err();
    assert_eq!(errors[0].rule.limit(), Some(1_000.0));
    for answers in [json!(null), json!([]), json!("x")] {
        assert_eq!(form.accept(answers).unwrap_err()[0].code(), "type");
    }
}
