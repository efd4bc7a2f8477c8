//! Forms through the public door: what is refused, how fields are laid out, which answers pass.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot load its form has failed"
)]

use portico_forms::{Form, Kind, is_date};
use serde_json::{Map, Value, json};

fn form(properties: Value, required: Value) -> Form {
    Form::load(
        &json!({"type": "object", "properties": properties, "required": required}),
        None,
    )
    .unwrap()
}

/// The codes of all faults of one answer `x` under one property schema.
fn check(property: Value, answer: Value, expected: &[&str]) {
    let form = form(json!({ "x": property }), json!([]));
    let answers = Map::from_iter([("x".to_owned(), answer.clone())]);
    let codes: Vec<_> = form
        .check(&answers)
        .iter()
        .map(|fault| fault.code())
        .collect();
    assert_eq!(codes, expected, "{property} with {answer}");
}

#[test]
fn answers_keep_their_rules() {
    let text = json!({"type": "string", "minLength": 2, "maxLength": 4});
    check(text.clone(), json!("äöü"), &[]);
    check(text.clone(), json!("a"), &["minLength"]);
    check(text.clone(), json!("abcde"), &["maxLength"]);
    check(text, json!(7), &["type"]);
    let cost = json!({"type": "string", "pattern": "^[0-9]{4}$"});
    check(cost.clone(), json!("4711"), &[]);
    check(cost, json!("47111"), &["pattern"]);
    for (mail, faults) in [
        ("mara@brightwater.example", [].as_slice()),
        ("mara", &["format.email"]),
        ("@x.example", &["format.email"]),
        ("a b@x.example", &["format.email"]),
        ("a@x..example", &["format.email"]),
    ] {
        check(
            json!({"type": "string", "format": "email"}),
            json!(mail),
            faults,
        );
    }
    check(
        json!({"type": "string", "format": "uri"}),
        json!("https://x.example/a"),
        &[],
    );
    check(
        json!({"type": "string", "format": "uri"}),
        json!("x.example"),
        &["format.uri"],
    );
    let number =
        json!({"type": "number", "minimum": 0.5, "exclusiveMaximum": 2, "multipleOf": 0.1});
    check(number.clone(), json!(0.7), &[]);
    check(number.clone(), json!(0.4), &["minimum"]);
    check(number.clone(), json!(2), &["exclusiveMaximum"]);
    check(number, json!(0.75), &["multipleOf"]);
    check(json!({"type": "integer"}), json!(3.0), &[]);
    check(json!({"type": "integer"}), json!(3.5), &["type"]);
    check(
        json!({"type": "boolean", "const": true}),
        json!(false),
        &["const"],
    );
    check(json!({"type": "boolean"}), json!("yes"), &["type"]);
    let choice = json!({"type": "string", "oneOf": [{"const": "a", "title": "A"}]});
    check(choice.clone(), json!("a"), &[]);
    check(choice, json!("A"), &["enum"]);
    check(
        json!({"type": "string", "format": "date"}),
        json!("2024-02-29"),
        &[],
    );
    check(
        json!({"type": "string", "format": "date"}),
        json!("2026-02-29"),
        &["format.date"],
    );
}

#[test]
fn missing_and_unknown_answers_are_faults() {
    let form = form(
        json!({"why": {"type": "string"}, "ok": {"type": "boolean", "const": true}}),
        json!(["why"]),
    );
    let answers = Map::from_iter([("a/b".to_owned(), json!(1))]);
    let faults: Vec<_> = form
        .check(&answers)
        .into_iter()
        .map(|f| (f.pointer.clone(), f.code()))
        .collect();
    let expected = [("/why", "required"), ("/ok", "const"), ("/a~1b", "unknown")];
    assert_eq!(
        faults,
        expected.map(|(pointer, code)| (pointer.to_owned(), code))
    );
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    let object = |property: Value| json!({"type": "object", "properties": {"x": property}});
    for (schema, pointer) in [
        (json!([]), "/schema"),
        (json!({"type": "string"}), "/schema/type"),
        (
            json!({"type": "object", "properties": {}, "if": {}}),
            "/schema/if",
        ),
        (
            json!({"type": "object", "properties": {}, "required": ["y"]}),
            "/schema/required",
        ),
        (
            object(json!({"type": "array"})),
            "/schema/properties/x/type",
        ),
        (
            object(json!({"type": "string", "format": "duration"})),
            "/schema/properties/x/format",
        ),
        (
            object(json!({"type": "string", "pattern": "(?=a)"})),
            "/schema/properties/x/pattern",
        ),
        (
            object(json!({"type": "integer", "minLength": 1})),
            "/schema/properties/x/minLength",
        ),
        (
            object(json!({"type": "string", "enum": [1]})),
            "/schema/properties/x/enum",
        ),
        (object(json!({})), "/schema/properties/x"),
    ] {
        assert_eq!(
            Form::load(&schema, None).unwrap_err().pointer,
            pointer,
            "{schema}"
        );
    }
}

#[test]
fn a_layout_orders_and_groups() {
    let schema = json!({"type": "object", "required": ["b"], "properties": {
        "a": {"type": "string", "title": "First"}, "b": {"type": "string"}, "c": {"type": "string", "enum": ["x"]},
    }});
    let control = |name: &str| json!({"type": "Control", "scope": format!("#/properties/{name}")});
    let mut reason = control("b");
    reason["options"] = json!({"multi": true, "portico": {"why": "So that we know."}});
    let mut radio = control("c");
    radio["options"] = json!({"format": "radio"});
    let layout = json!({"type": "VerticalLayout", "elements": [
        radio, {"type": "Group", "label": "More", "elements": [reason]}, control("a"),
    ]});
    let form = Form::load(&schema, Some(&layout)).unwrap();
    let shape: Vec<_> = form
        .sections()
        .iter()
        .map(|s| {
            (
                s.label.as_deref(),
                s.fields
                    .iter()
                    .map(|f| f.label.as_str())
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        shape,
        [
            (None, vec!["c"]),
            (Some("More"), vec!["b"]),
            (None, vec!["First"])
        ]
    );
    let field = form.fields().nth(1).unwrap();
    assert!(matches!(field.kind, Kind::Text { multi: true, .. }));
    assert_eq!(field.why.as_deref(), Some("So that we know."));

    for (layout, pointer) in [
        (
            json!({"type": "VerticalLayout", "elements": [control("a")]}),
            "/uischema",
        ),
        (
            json!({"type": "VerticalLayout", "elements": [control("z")]}),
            "/uischema/elements/0/scope",
        ),
        (
            json!({"type": "Categorization", "elements": []}),
            "/uischema/type",
        ),
        (
            json!({"type": "Control", "scope": "#/properties/a", "rule": {}}),
            "/uischema/rule",
        ),
    ] {
        assert_eq!(
            Form::load(&schema, Some(&layout)).unwrap_err().pointer,
            pointer,
            "{layout}"
        );
    }
}

#[test]
fn dates_are_days_of_the_calendar() {
    for (text, expected) in [
        ("2026-11-22", true),
        ("2000-02-29", true),
        ("1900-02-29", false),
        ("2026-13-01", false),
        ("2026-00-10", false),
        ("2026-04-31", false),
        ("2026-4-1", false),
        ("+026-04-01", false),
        ("2026-04-01Z", false),
    ] {
        assert_eq!(is_date(text), expected, "{text}");
    }
}
