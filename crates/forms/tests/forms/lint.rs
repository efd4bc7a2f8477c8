//! Likely mistakes in valid documents: reported to authors, and ignored when a form is rendered.

use super::{document_of, load_with};
use portico_forms::{Form, lint};
use serde_json::{Value, json};

/// Asserts the pointers of the reports for a document.
#[track_caller]
pub(super) fn check(document: Value, expected: &[&str]) {
    let parts = document_of(&document);
    let form = Form::load(&parts).unwrap();
    let errors = lint(&parts, &form);
    let told: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(told, expected, "{document}: {errors:?}");
}

#[test]
fn what_nobody_meant_is_told() {
    let text = json!({"type": "string"});
    let size = json!({"enum": ["s", "m"], "default": "xl"});
    let of = |properties: Value| json!({"type": "object", "properties": properties});
    let needs = |names: Value| json!({"type": "object", "properties": {"a": text, "b": text}, "required": names});
    let only_a = json!({"type": "Control", "scope": "#/properties/a"});
    for (document, expected) in [
        (
            json!({"schema": of(json!({"a": {"type": "string", "maxLenght": 5}}))}),
            &["/schema/properties/a/maxLenght"][..],
        ),
        (
            json!({"schema": needs(json!(["a", "zz"]))}),
            &["/schema/required/1"],
        ),
        (json!({"schema": needs(json!(["a"]))}), &[]),
        (
            json!({"schema": needs(json!(["b"])), "uischema": only_a}),
            &["/schema/required/0"],
        ),
        (
            json!({"schema": needs(json!(["b"])), "uischema": only_a, "defaults": {"b": "given"}}),
            &[],
        ),
        (
            json!({"schema": {"type": "object", "properties": {"a": text, "b": text}, "dependentRequired": {"a": ["b", "zz"]}}}),
            &["/schema/dependentRequired/a/1"],
        ),
        (
            json!({"schema": {"type": "object", "properties": {"a/b": text}, "dependencies": {"a/b": ["zz"]}}}),
            &["/schema/dependencies/a~1b/0"],
        ),
        (
            json!({"schema": of(json!({"o": needs(json!(["a", "zz"]))}))}),
            &["/schema/properties/o/required/1"],
        ),
        (
            json!({"schema": of(json!({"l": {"type": "array", "items": needs(json!(["zz"]))}}))}),
            &["/schema/properties/l/items/required/0"],
        ),
        (
            json!({"schema": {"type": "object", "properties": {"a": text}, "if": {"required": ["a"]}, "then": {"required": ["zz"]}}}),
            &["/schema/then/required/0"],
        ),
        (
            json!({"schema": {"type": "object", "properties": {"a": text}, "dependencies": {"a": {"required": ["zz"]}}}}),
            &["/schema/dependencies/a/required/0"],
        ),
        (
            json!({"schema": {"type": "object", "properties": {"a": text, "b": text}, "anyOf": [{"required": ["a"]}, {"required": ["zz"]}]}}),
            &[],
        ),
        (
            json!({"schema": {"type": "object", "properties": {"a": text, "b": text}, "anyOf": [{"required": ["b"]}, {"required": ["zz"]}]}, "uischema": only_a}),
            &["/schema/anyOf"],
        ),
        (
            json!({"schema": {"type": "object", "oneOf": [
            {"title": "A", "properties": {"a": text}, "required": ["a"]}, {"title": "B", "properties": {"b": text}, "required": ["b"]}]}}),
            &[],
        ),
        // Defaults.
        (
            json!({"schema": of(json!({"a": text})), "defaults": {"a": "1", "legacy": "2"}}),
            &["/defaults/legacy"],
        ),
        (
            json!({"schema": of(json!({"a": size}))}),
            &["/schema/properties/a/default"],
        ),
        (
            json!({"schema": of(json!({"a": size})), "defaults": {"a": "m"}}),
            &[],
        ),
        (
            json!({"schema": of(json!({"a": {"enum": ["s"]}})), "defaults": {"a": "m"}}),
            &["/defaults/a"],
        ),
        (
            json!({"schema": of(json!({"l": {"type": "array", "items": of(json!({"a": size}))}}))}),
            &["/schema/properties/l/items/properties/a/default"],
        ),
        (
            json!({"schema": of(json!({"l": {"type": "array", "uniqueItems": true, "items": {"enum": ["s"]}, "default": ["s", "t"]}}))}),
            &["/schema/properties/l/default"],
        ),
        (
            json!({"schema": {"type": "object", "$defs": {"size": size}, "properties": {"a": {"$ref": "#/$defs/size"}}}}),
            &["/schema/$defs/size/default"],
        ),
        (
            json!({"schema": of(json!({"a": {"type": "string", "minLength": 3, "default": "x"}}))}),
            &["/schema/properties/a/default"],
        ),
        // Texts.
        (
            json!({"schema": of(json!({"a": text})), "texts": {"nonsense.label": "y", "a.label": "A"}}),
            &["/texts/nonsense.label"],
        ),
        (
            json!({"schema": of(json!({"a": text})), "texts": {"a": {"label": "A", "lable": "B"}}}),
            &["/texts/a/lable"],
        ),
        // A recursive schema has its fields further out.
        (
            json!({"schema": {"type": "object", "properties": {"l": {"type": "array", "items": {"$ref": "#"}}, "a": text}, "required": ["l"]}}),
            &[],
        ),
    ] {
        check(document, expected);
    }
}

#[test]
fn first_values_that_nobody_could_send_are_left_out() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let given = json!({"a": "1", "legacy": "2"});
    let form = load_with(&schema, None, Some(&given), None).unwrap();
    assert_eq!(form.defaults(), json!({"a": "1"}));
    let open = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": true});
    let form = load_with(&open, None, Some(&given), None).unwrap();
    assert_eq!(form.defaults(), given);
}
