//! Features that are rejected by name and with a pointer when a form is loaded.

use super::{layout, load, object, portico, widget};
use serde_json::{Value, json};

/// Asserts that a control for a property is rejected at this location below its options, with a message that contains
/// `word`.
fn refused(property: &Value, options: &Value, pointer: &str, word: &str) {
    let errors = load(&object(property), Some(&layout(options))).unwrap_err();
    let at = format!("/uischema/elements/0{pointer}");
    assert!(
        errors
            .iter()
            .any(|error| error.pointer == at && error.reason.contains(word)),
        "{property} with {options}: {errors:?}"
    );
}

#[test]
fn bad_options_are_refused_by_name() {
    let string = json!({"type": "string"});
    let number = json!({"type": "number"});
    let choice = json!({"type": "string", "enum": ["a", "b"]});
    let boolean = json!({"type": "boolean"});
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"y": {"type": "string"}}}});
    #[rustfmt::skip]
    let wrong = [
        (&string, json!([]), "/options", "a list"),
        (&string, json!({"multi": "yes"}), "/options/multi", "true or false"),
        (&string, json!({"portico": 1}), "/options/portico", "an object"),
        (&string, portico(json!({"wide": true})), "/options/portico/wide", "\"wide\""),
        (&string, portico(json!({"unit": "GB"})), "/options/portico/unit", "does not fit"),
        (&number, portico(json!({"money": {"currency": "euro"}})), "/options/portico/money", "ISO 4217"),
        (&number, portico(json!({"money": {"amount": 1}})), "/options/portico/money/amount", "amount"),
        (&string, widget("slider"), "/options/portico/widget", "number"),
        (&number, widget("slider"), "", "minimum"),
        (&string, widget("select"), "/options/portico/widget", "choice"),
        (&choice, widget("tags"), "/options/portico/widget", "choices"),
        (&string, widget("fixed"), "", "default"),
        (&string, widget("lookup"), "/options/portico/lookup", "source"),
        (&string, portico(json!({"lookup": {"source": "a", "params": {"p": "#/properties/z"}}})), "/options/portico/lookup/params/p", "\"z\""),
        (&string, portico(json!({"attachment": {"maxFiles": 0}})), "/options/portico/attachment/maxFiles", "from 1"),
        (&choice, portico(json!({"prices": {"c": "1"}})), "/options/portico/prices/c", "not one of the choices"),
        (&choice, portico(json!({"prices": {"a": "1,5"}})), "/options/portico/prices/a", "amount"),
        (&choice, portico(json!({"choicesBy": {"choices": {}}})), "/options/portico/choicesBy", "scope"),
        (&choice, portico(json!({"choicesBy": {"scope": "#/properties/other", "choices": {"k": ["z"]}}})), "/options/portico/choicesBy/choices/k/0", "not one of the choices"),
        (&string, portico(json!({"role": "boss"})), "/options/portico/role", "boss"),
        (&string, portico(json!({"role": "quantity"})), "/options/portico/role", "integer"),
        (&rows, json!({"detail": "REGISTERED"}), "/options/detail", "REGISTERED"),
        (&rows, json!({"elementLabelProp": "z"}), "/options/elementLabelProp", "\"z\""),
        (&rows, json!({"detail": {"type": "Control", "scope": "#/properties/x"}}), "/options/detail/scope", "\"x\""),
        (&json!({"type": "object"}), json!({}), "", "without properties"),
    ];
    for (property, options, pointer, word) in wrong {
        refused(property, &options, pointer, word);
    }
    for href in [
        "javascript:alert(1)",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "https:evil",
    ] {
        let link = portico(json!({"widget": "consent", "link": {"text": "x", "href": href}}));
        refused(&boolean, &link, "/options/portico/link/href", "https:");
    }
}

#[test]
fn bad_layouts_are_refused_by_name() {
    let schema = object(&json!({"type": "string"}));
    let deep = |levels: usize| {
        (0..levels).fold(
            json!({"type": "Control", "scope": "#/properties/x"}),
            |inner, _| json!({"type": "Group", "elements": [inner]}),
        )
    };
    assert!(load(&schema, Some(&deep(31))).is_ok());
    for (uischema, pointer, word) in [
        (json!(1), "/uischema", "type"),
        (json!({"type": "Spacer"}), "/uischema/type", "Spacer"),
        (
            json!({"type": "Category", "elements": []}),
            "/uischema/type",
            "Category",
        ),
        (json!({"type": "VerticalLayout"}), "/uischema", "elements"),
        (
            json!({"type": "VerticalLayout", "elements": [1]}),
            "/uischema/elements/0",
            "type",
        ),
        (
            json!({"type": "Categorization", "elements": []}),
            "/uischema",
            "Category",
        ),
        (
            json!({"type": "Categorization", "elements": [{"type": "Group", "elements": []}]}),
            "/uischema/elements/0",
            "Category",
        ),
        (
            json!({"type": "Categorization", "elements": [{"type": "Category", "elements": []}]}),
            "/uischema/elements/0",
            "label",
        ),
        (json!({"type": "Label"}), "/uischema", "text"),
        (json!({"type": "Control"}), "/uischema", "scope"),
        (
            json!({"type": "Control", "scope": "#/properties/x", "label": 1}),
            "/uischema/label",
            "text",
        ),
        (
            json!({"type": "ListWithDetail", "scope": "#/properties/x"}),
            "/uischema",
            "array",
        ),
        (
            json!({"type": "Group", "elements": [], "options": {"portico": {"why": "x"}}}),
            "/uischema/options/portico/why",
            "why",
        ),
    ] {
        let errors = load(&schema, Some(&uischema)).unwrap_err();
        assert_eq!(errors[0].pointer, pointer, "{uischema}: {errors:?}");
        assert!(errors[0].reason.contains(word), "{uischema}: {errors:?}");
    }
    let errors = load(&schema, Some(&deep(32))).unwrap_err();
    assert!(errors[0].reason.contains("32 deep"), "{errors:?}");
    let many = vec![json!({"type": "Control", "scope": "#/properties/x"}); 1_001];
    let errors = load(
        &schema,
        Some(&json!({"type": "VerticalLayout", "elements": many})),
    )
    .unwrap_err();
    assert_eq!(errors[0].pointer, "/uischema/elements/1000");
    assert!(errors[0].reason.contains("1000 controls"));
}

#[test]
fn bad_schemas_are_refused_with_their_pointers() {
    for (schema, pointer) in [
        (json!([]), "/schema"),
        (json!({"type": "string"}), "/schema/type"),
        (
            json!({"type": "object", "properties": {"x": {"$ref": "https://elsewhere.example/"}}}),
            "/schema/properties/x/$ref",
        ),
        (
            json!({"type": "object", "properties": {"x": {"$ref": "#/$defs/none"}}}),
            "/schema/properties/x/$ref",
        ),
        (
            json!({"type": "object", "properties": {"x": {"type": "string", "pattern": "(a)\\1"}}}),
            "/schema/properties/x/pattern",
        ),
        (
            json!({"type": "object", "required": ["x"], "properties": {"x": {"type": "object"}}}),
            "/schema/properties/x",
        ),
        (
            json!({"type": "object", "properties": {"x": {"$ref": "#"}}}),
            "/schema/properties/x",
        ),
    ] {
        let errors = load(&schema, None).unwrap_err();
        assert_eq!(errors[0].pointer, pointer, "{schema}: {errors:?}");
    }
}

#[test]
fn all_errors_of_a_layout_are_told() {
    let schema = object(&json!({"type": "string"}));
    let layout = json!({"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/y"},
        {"type": "Nothing"},
        {"type": "Control", "scope": "#/properties/x", "options": {"multi": 1, "portico": {"odd": 1}},
         "rule": {"effect": "SHOW", "condition": {"scope": "#/properties/x", "schema": {"const": 1}}}},
    ]});
    let told: Vec<_> = load(&schema, Some(&layout))
        .unwrap_err()
        .into_iter()
        .map(|error| error.pointer)
        .collect();
    assert_eq!(
        told,
        [
            "/uischema/elements/0/scope",
            "/uischema/elements/1/type",
            "/uischema/elements/2/options/portico/odd",
            "/uischema/elements/2/options/multi",
            "/uischema/elements/2/rule",
        ]
    );
}
