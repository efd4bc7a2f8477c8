//! The prices, texts and roles of answers, and initial answers.

use super::{control, form, load_with, vertical};
use portico_forms::{FormState, Roles};
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn prices_are_exact() {
    let schema = json!({"type": "object", "properties": {
        "size": {"enum": ["s", "m"]}, "count": {"type": "integer"}, "hide": {"type": "boolean"},
        "extras": {"type": "array", "uniqueItems": true, "items": {"enum": ["dock", "case"]}},
        "seats": {"type": "array", "items": {"type": "object", "properties": {"kind": {"enum": ["desk"]}}}},
    }});
    let mut seats = control("seats", json!({}));
    seats["options"]["detail"] = vertical(json!([control(
        "kind",
        json!({"prices": {"desk": "0.001"}})
    )]));
    let mut extras = control(
        "extras",
        json!({"prices": {"dock": "80.20", "case": "-0.1"}}),
    );
    extras["rule"] = json!({"effect": "HIDE", "condition": {"scope": "#/properties/hide", "schema": {"const": true}, "failWhenUndefined": true}});
    let layout = vertical(json!([
        control("size", json!({"prices": {"m": "300"}})),
        control("count", json!({"role": "quantity"})),
        control("hide", json!({})),
        extras,
        seats,
    ]));
    let form = Arc::new(form(&schema, Some(&layout)));
    for (base, answers, total) in [
        (Some("899.00"), json!({}), Some("899.00")),
        (
            Some("899.00"),
            json!({"size": "s", "count": 3}),
            Some("2697.00"),
        ),
        (
            Some("0.10"),
            json!({"size": "m", "extras": ["dock", "case"], "count": 2}),
            Some("760.40"),
        ),
        (
            Some("0.10"),
            json!({"size": "m", "extras": ["dock"], "hide": true}),
            Some("300.10"),
        ),
        (
            None,
            json!({"seats": [{"kind": "desk"}, {}, {"kind": "desk"}]}),
            Some("0.002"),
        ),
        (None, json!({"extras": ["case"], "count": 3}), Some("-0.3")),
        (None, json!({"size": "s"}), None),
        (Some("12,50"), json!({}), None),
        (Some("1."), json!({}), None),
        (Some(""), json!({}), None),
        (Some("99999999999999999"), json!({}), None),
        (Some("5"), json!({"count": 0}), Some("0")),
        (
            Some("999999999999999"),
            json!({"count": u64::MAX}),
            Some("18446744073709533168255926290448385"),
        ),
    ] {
        let pruned = FormState::new(form.clone(), answers.clone()).pruned();
        assert_eq!(
            form.price(base, &pruned).as_deref(),
            total,
            "{base:?} with {answers}"
        );
    }
}

#[test]
fn answers_are_described_in_the_words_of_the_form() {
    let schema = json!({"type": "object", "properties": {
        "size": {"title": "Size", "oneOf": [{"const": "s", "title": "Small"}]},
        "extras": {"title": "Extras", "type": "array", "uniqueItems": true, "items": {"oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]}},
        "people": {"title": "People", "type": "array", "items": {"type": "object", "properties": {
            "name": {"type": "string"}, "address": {"type": "object", "properties": {"city": {"type": "string"}}},
        }}},
        "mails": {"title": "Mails", "type": "array", "items": {"type": "string"}},
    }});
    let form = Arc::new(form(&schema, None));
    let answers = json!({
        "mails": ["a@b.example"],
        "people": [{"address": {"city": "Bonn"}, "name": "A"}, {"name": "B"}],
        "extras": [2, 1], "size": "s",
    });
    let told: Vec<_> = form
        .described(&answers)
        .into_iter()
        .map(|one| (one.pointer, one.label, one.text, one.value))
        .collect();
    let one = |pointer: &str, label: &str, text: Option<&str>, value: Value| {
        (
            pointer.to_owned(),
            label.to_owned(),
            text.map(str::to_owned),
            value,
        )
    };
    assert_eq!(
        told,
        [
            one("/size", "Size", Some("Small"), json!("s")),
            one("/extras", "Extras", Some("Two, One"), json!([2, 1])),
            one("/people/0/name", "People, 1, Name", None, json!("A")),
            one(
                "/people/0/address/city",
                "People, 1, Address, City",
                None,
                json!("Bonn")
            ),
            one("/people/1/name", "People, 2, Name", None, json!("B")),
            one("/mails/0", "Mails, 1", None, json!("a@b.example")),
        ]
    );
    let filling = FormState::new(form, answers);
    for (pointer, label, ..) in &told {
        assert_eq!(filling.name_of(pointer), *label);
        assert!(filling.control_at(pointer).is_some());
    }
    assert_eq!(filling.name_of("/people/1"), "People, 2");
    assert!(filling.control_at("/nowhere").is_none());
}

#[test]
fn roles_are_read_from_what_is_sent() {
    let schema = json!({"type": "object", "properties": {
        "for": {"type": "string"}, "cc": {"type": "array", "items": {"type": "string"}}, "count": {"type": "integer"},
    }});
    let layout = vertical(json!([
        control("for", json!({"widget": "person", "role": "onBehalfOf"})),
        control("cc", json!({"widget": "person", "role": "watchers"})),
        control("count", json!({"role": "quantity"})),
    ]));
    let form = form(&schema, Some(&layout));
    assert_eq!(form.roles(&json!({})), Roles::default());
    assert_eq!(
        form.roles(&json!({"for": "p1", "cc": ["p2", "p3"], "count": 4})),
        Roles {
            on_behalf_of: Some("p1".to_owned()),
            watchers: vec!["p2".to_owned(), "p3".to_owned()],
            quantity: Some(4),
        }
    );
}

#[test]
fn links_fill_fields_that_a_link_may_fill() {
    let schema = json!({"type": "object", "properties": {
        "text": {"type": "string"}, "count": {"type": "integer"}, "size": {"type": "number"}, "yes": {"type": "boolean"},
        "choice": {"enum": ["a", 2]}, "secret": {"type": "string"}, "fixed": {"type": "string", "default": "x"},
        "terms": {"type": "boolean", "const": true}, "shown": {"type": "string", "readOnly": true},
        "o": {"type": "object", "properties": {"in": {"type": "string"}}},
        "l": {"type": "array", "items": {"type": "string"}},
    }});
    let names = [
        "text", "count", "size", "yes", "choice", "terms", "shown", "o", "l",
    ];
    let mut elements: Vec<Value> = names.iter().map(|name| control(name, json!({}))).collect();
    elements.push(control("secret", json!({"widget": "masked"})));
    elements.push(control("fixed", json!({"widget": "fixed"})));
    let form = form(&schema, Some(&vertical(json!(elements))));
    for (name, text, value) in [
        ("text", "a b", Some(json!("a b"))),
        ("count", "12", Some(json!(12))),
        ("count", "1.5", None),
        ("count", "x", None),
        ("size", "1.5", Some(json!(1.5))),
        ("size", "-0.25", Some(json!(-0.25))),
        ("size", "1e9", None),
        ("yes", "true", Some(json!(true))),
        ("yes", "on", None),
        ("choice", "a", Some(json!("a"))),
        ("choice", "2", Some(json!(2))),
        ("choice", "b", None),
        ("o.in", "x", Some(json!("x"))),
        ("o", "x", None),
        ("l", "x", None),
        ("secret", "x", None),
        ("fixed", "x", None),
        ("terms", "true", None),
        ("shown", "x", None),
        ("nothing", "x", None),
    ] {
        let expected = value.map(|value| (format!("/{}", name.replace('.', "/")), value));
        assert_eq!(form.prefill(name, text), expected, "{name}={text}");
    }
}

#[test]
fn defaults_come_from_the_schema_and_from_the_document() {
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "string", "default": "schema"}, "b": {"type": "string", "default": "schema"},
        "o": {"type": "object", "properties": {"x": {"type": "string", "default": "inner"}, "y": {"type": "string"}}},
        "l": {"type": "array", "items": {"type": "object", "properties": {"k": {"type": "string", "default": "item"}, "n": {"type": "string"}}}},
    }});
    let given = json!({"b": "document", "o": {"y": "document"}});
    let form = Arc::new(load_with(&schema, None, Some(&given), None).unwrap());
    let defaults = json!({"a": "schema", "b": "document", "o": {"x": "inner", "y": "document"}});
    assert_eq!(form.defaults(), defaults);
    let mut filling = FormState::new(form.clone(), form.defaults());
    filling.insert("/l", 0);
    assert_eq!(filling.data()["l"], json!([{"k": "item"}]));
}

#[test]
fn an_object_that_is_cleared_leaves_nothing_behind() {
    let schema = json!({"type": "object", "properties": {
        "o": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}},
    }});
    let mut filling = FormState::new(Arc::new(form(&schema, None)), json!({}));
    filling.set("/o/x", Some(json!("typed")));
    assert_eq!(filling.data(), &json!({"o": {"x": "typed"}}));
    filling.set("/o/x", None);
    assert_eq!(filling.data(), &json!({}));
    assert_eq!(filling.check(), []);
}
