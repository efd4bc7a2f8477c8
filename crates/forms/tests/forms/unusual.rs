//! Schemas that are valid and unusual: they are rendered, or rejected by name, and never ignored.

use super::{form, load, load_with};
use portico_forms::FieldKind;
use serde_json::{Value, json};

/// Asserts where the property `x` is rejected, and why; nothing if it is rendered or omitted.
#[track_caller]
fn refused(schema: &Value, uischema: Option<&Value>, pointer: &str, word: &str) {
    let errors = load(schema, uischema).err().unwrap_or_default();
    let told = errors
        .iter()
        .any(|error| error.pointer == pointer && error.reason.contains(word));
    assert!(told, "{schema}: {errors:?}");
}

fn of(property: Value) -> Value {
    json!({"type": "object", "properties": {"x": property, "other": {"type": "string"}}})
}

/// The fields of a form by pointer.
fn fields(schema: &Value) -> Vec<String> {
    form(schema, None)
        .fields()
        .map(|(pointer, _)| pointer)
        .collect()
}

#[test]
fn lists_whose_items_differ_by_place_are_refused() {
    let pair = json!([{"type": "string"}, {"type": "number"}]);
    for (list, at) in [
        (
            json!({"type": "array", "prefixItems": pair}),
            "/prefixItems",
        ),
        (
            json!({"type": "array", "prefixItems": pair, "items": false}),
            "/prefixItems",
        ),
        (
            json!({"prefixItems": pair, "items": {"type": "string"}}),
            "/prefixItems",
        ),
        (
            json!({"type": ["array", "null"], "prefixItems": pair}),
            "/prefixItems",
        ),
        (
            json!({"allOf": [{"type": "array", "prefixItems": pair}]}),
            "/allOf/0/prefixItems",
        ),
        (
            json!({"type": "array", "prefixItems": [true]}),
            "/prefixItems",
        ),
        // In the notation of draft-07.
        (json!({"type": "array", "items": pair}), "/items"),
        (
            json!({"type": "array", "items": pair, "additionalItems": false}),
            "/items",
        ),
    ] {
        refused(
            &of(list),
            None,
            &format!("/schema/properties/x{at}"),
            "differ by their places",
        );
    }
    let inner =
        json!({"type": "object", "properties": {"y": {"type": "array", "prefixItems": pair}}});
    let at = "/schema/properties/x/items/properties/y/prefixItems";
    refused(
        &of(json!({"type": "array", "items": inner})),
        None,
        at,
        "differ by their places",
    );
    // Items of the same type are rendered, whatever else is required of the first ones.
    let alike = json!({"type": "array", "prefixItems": [{"maximum": 100}, true], "items": {"type": "integer"}});
    let drawn = form(&of(alike), None);
    assert!(drawn.accept(json!({"x": [100, 500, 900]})).is_ok());
    assert!(drawn.accept(json!({"x": [101]})).is_err());
    // A property without a control is only validated.
    let schema = of(json!({"type": "array", "prefixItems": pair}));
    let only = json!({"type": "Control", "scope": "#/properties/other"});
    let form = form(&schema, Some(&only));
    assert!(form.accept(json!({"x": ["a", 1]})).is_ok());
    assert!(form.accept(json!({"x": [1]})).is_err());
}

#[test]
fn what_nobody_can_answer_has_no_field() {
    let control = json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/x"}]});
    for closed in [
        json!(false),
        json!({"allOf": [{"type": "string"}, false]}),
        json!({"$ref": "#/$defs/never"}),
        json!({"type": "null"}),
        json!({"type": ["null"]}),
        json!({"const": null}),
        json!({"enum": [null]}),
    ] {
        let mut schema = of(closed);
        schema["$defs"] = json!({"never": false});
        assert_eq!(fields(&schema), ["/other"], "{schema}");
        refused(
            &schema,
            Some(&control),
            "/uischema/elements/0",
            "allows no answer",
        );
        schema["required"] = json!(["x"]);
        let errors = load(&schema, None).err().unwrap_or_default();
        let told = errors.iter().any(|error| {
            error.pointer.starts_with("/schema/") && error.reason.contains("allows no answer")
        });
        assert!(told, "{schema}: {errors:?}");
    }
    let both = json!({"type": "object", "properties": {"x": {"type": "string"}},
        "allOf": [{"required": ["x"]}, {"properties": {"x": false}}]});
    refused(&both, None, "/schema/properties/x", "allows no answer");
    let no_items = of(json!({"type": "array", "items": false}));
    refused(&no_items, None, "/schema/properties/x/items", "no items");
    // A member that a condition or an alternative forbids is not a field of it.
    let schema = json!({"type": "object", "properties": {"x": {"type": "string"}},
        "if": {"properties": {"x": {"const": "a"}}, "required": ["x"]}, "then": {"properties": {"y": false}},
        "else": {"properties": {"y": {"type": "string"}}}});
    assert_eq!(fields(&schema), ["/x", "/y"]);
    assert!(
        form(&schema, None)
            .accept(json!({"x": "a", "y": "b"}))
            .is_ok_and(|kept| kept == json!({"x": "a"}))
    );
}

/// A branch that forbids a member does not affect the field that another branch has for it.
#[test]
fn a_layout_may_name_what_one_branch_rules_out() {
    let text = json!({"type": "string"});
    let never = |b: &Value| json!({"properties": {"b": b}});
    let is_a = json!({"properties": {"a": {"const": "a"}}, "required": ["a"]});
    for closed in [
        json!(false),
        json!({"type": "null"}),
        json!({"$ref": "#/$defs/never"}),
        json!({"allOf": [{"type": "string"}, false]}),
    ] {
        let no = never(&closed);
        let yes = never(&text);
        for branches in [
            json!({"if": is_a, "then": no, "else": yes}),
            json!({"if": is_a, "then": yes, "else": no}),
            json!({"oneOf": [{"properties": {"b": closed}, "required": ["a"]}, {"properties": {"b": text}, "required": ["b"]}]}),
            json!({"anyOf": [no, yes]}),
            json!({"dependentSchemas": {"c": no, "a": yes}}),
        ] {
            let mut schema = branches;
            schema["type"] = json!("object");
            schema["properties"] = json!({"a": text, "c": text});
            schema["$defs"] = json!({"never": false});
            let layout = json!({"type": "VerticalLayout", "elements": [
                {"type": "Control", "scope": "#/properties/a"}, {"type": "Control", "scope": "#/properties/b"}]});
            let form = load(&schema, Some(&layout))
                .unwrap_or_else(|errors| panic!("{schema}: {errors:?}"));
            let drawn: Vec<_> = form.fields().map(|(pointer, _)| pointer).collect();
            assert_eq!(drawn, ["/a", "/b"], "{schema}");
        }
        // If no branch allows an answer, there is still no field.
        let mut schema =
            json!({"type": "object", "properties": {"a": text}, "if": is_a, "then": no});
        schema["$defs"] = json!({"never": false});
        let control = json!({"type": "Control", "scope": "#/properties/b"});
        refused(&schema, Some(&control), "/uischema", "allows no answer");
    }
    let list = json!({"type": "array", "if": {"minItems": 2}, "then": {"items": false}, "else": {"items": text}});
    assert_eq!(fields(&of(list)), ["/x", "/other"]);
}

/// If several lists apply, only values that all of them contain can be sent.
#[test]
fn choices_are_those_that_every_list_has() {
    let schema = of(
        json!({"enum": ["a", "b", "c"], "allOf": [{"enum": ["d", "c", "b"]}, {"type": "string"}]}),
    );
    let form = form(&schema, None);
    let control = form
        .controls()
        .find(|control| control.scope == "/x")
        .unwrap();
    let FieldKind::Choice { choices, .. } = &control.kind else {
        panic!("{:?}", control.kind);
    };
    let labels: Vec<_> = choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(labels, ["b", "c"]);
}

#[test]
fn a_form_that_allows_no_answers_is_refused() {
    for schema in [json!(false), json!({"allOf": [{"type": "object"}, false]})] {
        refused(&schema, None, "/schema", "allows no answers");
    }
}

#[test]
fn an_alternative_is_not_named_after_what_it_rules_out() {
    let text = json!({"type": "string"});
    let schema = json!({"type": "object", "oneOf": [
        {"properties": {"a": text, "b": false}, "required": ["a"]},
        {"properties": {"b": text, "a": false}, "required": ["b"]}]});
    let form = form(&schema, None);
    let chooser = form
        .controls()
        .find_map(|control| match &control.kind {
            FieldKind::Alternatives { alternatives, .. } => Some(alternatives),
            _ => None,
        })
        .unwrap();
    let labels: Vec<_> = chooser.iter().map(|one| one.label.as_deref()).collect();
    assert_eq!(labels, [Some("A"), Some("B")]);
}

#[test]
fn a_schema_beside_nothing_is_that_schema() {
    for x in [
        json!({"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        json!({"oneOf": [false, {"type": "integer"}]}),
        json!({"anyOf": [{"type": "integer"}, false, {"const": null}]}),
        json!({"type": ["integer", "null"]}),
        json!({"allOf": [true, {"type": "integer"}]}),
        json!({"$ref": "#/$defs/n", "title": "N"}),
    ] {
        let mut schema = of(x);
        schema["$defs"] = json!({"n": {"type": "integer"}});
        let form = form(&schema, None);
        let control = form
            .controls()
            .find(|control| control.scope == "/x")
            .unwrap();
        assert!(
            matches!(control.kind, FieldKind::Number { integer: true, .. }),
            "{schema}"
        );
    }
}

/// Fields are in document order; the siblings of a reference still take precedence over its target.
#[test]
fn what_holds_together_is_drawn_in_its_order() {
    let schema = json!({"type": "object",
    "$defs": {
        "base": {"title": "Base", "properties": {"a": {"type": "string"}, "b": {"type": "string", "title": "B"}}, "allOf": [{"properties": {"c": {"type": "string"}}}]},
    },
    "properties": {"first": {"type": "string"}},
    "allOf": [
        {"$ref": "#/$defs/base"},
        {"title": "Own", "properties": {"d": {"type": "string"}, "b": {"title": "Beside"}}},
        {"properties": {"e": {"type": "string"}}},
    ]});
    assert_eq!(fields(&schema), ["/first", "/a", "/b", "/c", "/d", "/e"]);
    let mut named = of(json!({"allOf": [{"$ref": "#/$defs/base"}, {"title": "Own"}]}));
    named["$defs"] = schema["$defs"].clone();
    let form = form(&named, None);
    let label = form
        .controls()
        .find(|control| control.scope == "/x")
        .unwrap()
        .label
        .clone();
    assert_eq!(label.as_deref(), Some("Own"));
}

#[test]
fn a_default_of_another_type_is_left_out() {
    for (x, expected) in [
        (
            json!({"type": ["string", "boolean"], "default": true}),
            json!({}),
        ),
        (
            json!({"type": ["string", "boolean"], "default": "a"}),
            json!({"x": "a"}),
        ),
        (
            json!({"type": ["integer", "string"], "default": "a"}),
            json!({}),
        ),
        (
            json!({"type": ["integer", "string"], "default": 2}),
            json!({"x": 2}),
        ),
        (
            json!({"type": ["string", "integer"], "enum": ["a", 2], "default": 2}),
            json!({"x": 2}),
        ),
        (
            json!({"type": ["object", "boolean"], "default": true, "properties": {"y": {"type": "string"}}}),
            json!({}),
        ),
    ] {
        assert_eq!(form(&of(x.clone()), None).defaults(), expected, "{x}");
    }
    // With a single type, it would be sent although nobody entered it.
    refused(
        &of(json!({"type": "boolean", "default": "yes"})),
        None,
        "/schema/properties/x/default",
        "cannot show",
    );
}

/// A control with a custom format is a text field, because a date field would write another format.
#[test]
fn a_format_of_the_document_is_typed_as_text() {
    for (options, text) in [
        (json!({"format": "date"}), false),
        (
            json!({"format": "date", "dateSaveFormat": "YYYY-MM-DD"}),
            false,
        ),
        (json!({"format": "date", "dateFormat": "DD.MM.YY"}), false),
        (json!({"format": "date", "dateSaveFormat": "YYYY-MM"}), true),
        (
            json!({"format": "time", "timeSaveFormat": "HH:mm:ss"}),
            false,
        ),
        (json!({"format": "time", "timeSaveFormat": "h:mm a"}), true),
        (
            json!({"format": "date-time", "dateTimeSaveFormat": "YYYY-MM-DDTHH:mm:ss.SSSZ"}),
            false,
        ),
        (
            json!({"format": "date-time", "dateTimeSaveFormat": "YYYY/MM/DD h:mm a"}),
            true,
        ),
    ] {
        let control = json!({"type": "Control", "scope": "#/properties/x", "options": options});
        let schema = of(json!({"type": "string"}));
        let form = load(&schema, Some(&control)).unwrap();
        let control = form
            .controls()
            .find(|control| control.scope == "/x")
            .unwrap();
        assert_eq!(
            matches!(control.kind, FieldKind::Text { .. }),
            text,
            "{options}"
        );
        assert_eq!(control.placeholder.is_some(), text, "{options}");
        let loaded = load_with(
            &schema,
            Some(&json!({"type": "Control", "scope": "#/properties/x", "options": options})),
            Some(&json!({"x": "1999/12"})),
            None,
        );
        assert_eq!(loaded.is_ok(), text, "{options}");
    }
}
