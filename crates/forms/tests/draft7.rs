//! Schemas of earlier drafts: conversions, rejections, and mapping locations back to the original.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot convert its schema has failed"
)]

use portico_forms::draft7::{convert, origin};
use portico_forms::schema::{Options, Schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

const FOUR: &str = "http://json-schema.org/draft-04/schema#";
const SIX: &str = "https://json-schema.org/draft-06/schema";
const SEVEN: &str = "http://json-schema.org/draft-07/schema#";
const NINETEEN: &str = "https://json-schema.org/draft/2019-09/schema";
const NEW: &str = "https://json-schema.org/draft/2020-12/schema";

fn check(schema: &Value, expected: &Value) {
    assert_eq!(&*convert(schema).unwrap(), expected, "{schema}");
}

/// The same for a schema that declares a draft.
fn check_declared(draft: &str, schema: &Value, expected: &Value) {
    check(&declared(draft, schema), &declared(NEW, expected));
}

fn declared(draft: &str, schema: &Value) -> Value {
    let mut with = Map::from_iter([("$schema".to_owned(), Value::from(draft))]);
    with.extend(schema.as_object().unwrap().clone());
    Value::Object(with)
}

fn refused(schema: &Value, pointer: &str, word: &str) {
    let error = convert(schema).unwrap_err();
    assert_eq!(error.pointer, pointer, "{schema}");
    assert!(
        error.reason.contains(word),
        "{} has no {word:?}",
        error.reason
    );
}

#[test]
fn leaves_new_schemas_alone() {
    for schema in [
        json!(true),
        json!({}),
        json!({"$schema": NEW, "items": true}),
        json!({"$schema": "https://x.example/own", "items": [true]}),
        json!({"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"exclusiveMinimum": 1}}}),
        json!({"properties": {"definitions": {}, "items": true, "dependencies": {}}}),
        json!({"const": {"items": [1], "definitions": {}}, "default": {"dependencies": {}}}),
        json!({"enum": [{"additionalItems": 1}], "examples": [{"items": []}]}),
    ] {
        assert!(
            matches!(convert(&schema).unwrap(), Cow::Borrowed(_)),
            "{schema}"
        );
    }
}

#[test]
fn converts_what_is_not_declared() {
    check_declared(
        NEW,
        &json!({"definitions": {}, "dependencies": {"a": ["b"]}, "items": [true]}),
        &json!({"$defs": {}, "dependentRequired": {"a": ["b"]}, "prefixItems": [true]}),
    );
    check(
        &json!({"definitions": {"a": {"items": [{}, true], "additionalItems": false}}}),
        &json!({"$defs": {"a": {"prefixItems": [{}, true], "items": false}}}),
    );
    check(
        &json!({"dependencies": {"a": ["b"], "c": {"required": ["d"]}, "e": false}}),
        &json!({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}, "e": false}}),
    );
    check(
        &json!({"definitions": {"a": {}}, "$defs": {"b": {}}, "$ref": "#/definitions/a", "minLength": 1}),
        &json!({"$defs": {"a": {}, "b": {}}, "$ref": "#/$defs/a", "minLength": 1}),
    );
    check(
        &json!({"dependencies": {"a": ["b"], "x": true}, "dependentRequired": {"c": ["d"]}}),
        &json!({"dependentSchemas": {"x": true}, "dependentRequired": {"a": ["b"], "c": ["d"]}}),
    );
    check(
        &json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 2, "exclusiveMaximum": false}),
        &json!({"exclusiveMinimum": 1, "maximum": 2}),
    );
    check(&json!({"definitions": {}}), &json!({"$defs": {}}));
    check(
        &json!({"items": [], "additionalItems": false}),
        &json!({"items": false}),
    );
    check(
        &json!({"items": {"type": "string"}, "additionalItems": false}),
        &json!({"items": {"type": "string"}}),
    );
}

#[test]
fn finds_old_keywords_wherever_schemas_are() {
    let old = json!({"items": [true]});
    let new = json!({"prefixItems": [true]});
    let around: [fn(&Value) -> Value; 12] = [
        |x| json!({ "properties": {"items": x} }),
        |x| json!({ "patternProperties": {"^x": x} }),
        |x| json!({ "additionalProperties": x }),
        |x| json!({ "items": x }),
        |x| json!({ "contains": x }),
        |x| json!({ "not": x }),
        |x| json!({ "if": x, "then": x, "else": x }),
        |x| json!({ "allOf": [x], "anyOf": [true, x], "oneOf": [x] }),
        |x| json!({ "propertyNames": x }),
        |x| json!({ "$defs": {"enum": x} }),
        |x| json!({ "prefixItems": [x], "unevaluatedItems": x }),
        |x| json!({ "dependentSchemas": {"a": x}, "unevaluatedProperties": x }),
    ];
    for around in around {
        check(&around(&old), &around(&new));
    }
    let kept = json!({"const": old, "enum": [old], "default": old, "examples": [old], "x": old});
    check(
        &json!({"definitions": {"a": kept}}),
        &json!({"$defs": {"a": kept}}),
    );
}

#[test]
fn converts_what_is_declared() {
    check_declared(
        SEVEN,
        &json!({"type": "object"}),
        &json!({"type": "object"}),
    );
    check_declared(
        SEVEN,
        &json!({"definitions": {"a": {"$id": "#name"}, "b": {"$id": "b.json#"}, "c": {"$id": "c.json#name"}}}),
        &json!({"$defs": {"a": {"$anchor": "name"}, "b": {"$id": "b.json"}, "c": {"$id": "c.json", "$anchor": "name"}}}),
    );
    check_declared(
        FOUR,
        &json!({"id": "http://x.example/a", "definitions": {"a": {"id": "#a", "minimum": 1, "exclusiveMinimum": true}}}),
        &json!({"$id": "http://x.example/a", "$defs": {"a": {"$anchor": "a", "exclusiveMinimum": 1}}}),
    );
    // A keyword of draft-04 only.
    let named = json!({"id": "a", "properties": {"id": {}}});
    check_declared(SEVEN, &named, &named);
    let inside = |draft: &str| json!({"$schema": draft, "definitions": {"a": {"$schema": draft, "$id": "a"}}});
    check(
        &inside(SEVEN),
        &json!({"$schema": NEW, "$defs": {"a": {"$schema": NEW, "$id": "a"}}}),
    );
    check_declared(SIX, &json!({"items": [{}]}), &json!({"prefixItems": [{}]}));
    check_declared(
        NINETEEN,
        &json!({"items": [{}], "$ref": "#", "minItems": 1}),
        &json!({"prefixItems": [{}], "$ref": "#", "minItems": 1}),
    );
}

#[test]
fn ignores_what_stands_beside_a_reference() {
    check_declared(
        SEVEN,
        &json!({"properties": {"a": {"$ref": "#/definitions/b", "minLength": 3, "$id": "x", "title": "A", "properties": {}}}}),
        &json!({"properties": {"a": {"$ref": "#/$defs/b", "title": "A"}}}),
    );
    check_declared(
        SEVEN,
        &json!({"$id": "http://x.example/a", "$ref": "#/definitions/b", "definitions": {"b": {"items": []}}, "type": "object"}),
        &json!({"$id": "http://x.example/a", "$ref": "#/$defs/b", "$defs": {"b": {}}}),
    );
    let property = json!({"properties": {"$ref": {"type": "string"}}});
    check_declared(SEVEN, &property, &property);
}

#[test]
fn rewrites_references() {
    for (old, new) in [
        ("#", "#"),
        ("#name", "#name"),
        ("a.json", "a.json"),
        ("#/definitions/a", "#/$defs/a"),
        ("a.json#/definitions/a", "a.json#/$defs/a"),
        (
            "#/definitions/definitions/definitions/b",
            "#/$defs/definitions/$defs/b",
        ),
        ("#/properties/definitions", "#/properties/definitions"),
        (
            "#/properties/items/items/0",
            "#/properties/items/prefixItems/0",
        ),
        (
            "#/items/0/items/properties/items",
            "#/prefixItems/0/items/properties/items",
        ),
        (
            "#/dependencies/a~1b/not/definitions/",
            "#/dependentSchemas/a~1b/not/$defs/",
        ),
        (
            "#/allOf/0/definitions/percent%25",
            "#/allOf/0/$defs/percent%25",
        ),
        ("#/x/definitions/a", "#/x/definitions/a"),
        ("#/definitions", "#/$defs"),
    ] {
        check(
            &json!({"definitions": {}, "not": {"$ref": old}}),
            &json!({"$defs": {}, "not": {"$ref": new}}),
        );
    }
    refused(
        &json!({"items": [], "not": {"$ref": "#/additionalItems"}}),
        "/not/$ref",
        "additionalItems",
    );
}

#[test]
fn refuses_what_a_declared_draft_ignores() {
    let later = "came later";
    for (draft, schema, pointer) in [
        (
            SEVEN,
            json!({"properties": {"a/b": {"unevaluatedItems": false}}}),
            "/properties/a~1b/unevaluatedItems",
        ),
        (SEVEN, json!({"prefixItems": []}), "/prefixItems"),
        (SIX, json!({"if": true}), "/if"),
        (FOUR, json!({"allOf": [{}, {"const": 1}]}), "/allOf/1/const"),
    ] {
        refused(&declared(draft, &schema), pointer, later);
    }
}

#[test]
fn refuses_by_name_what_cannot_be_converted() {
    let seven = |schema: Value| declared(SEVEN, &schema);
    for (schema, pointer, word) in [
        (
            declared(NINETEEN, &json!({"not": {"$recursiveRef": "#"}})),
            "/not/$recursiveRef",
            "not converted",
        ),
        (
            seven(json!({"not": {"$schema": FOUR}})),
            "/not/$schema",
            "another draft",
        ),
        (seven(json!({"$id": "#/a"})), "/$id", "JSON Pointer"),
        (seven(json!({"definitions": []})), "/definitions", "object"),
        (
            seven(json!({"dependencies": true})),
            "/dependencies",
            "object",
        ),
        (
            seven(json!({"additionalItems": 1})),
            "/additionalItems",
            "schema",
        ),
        (
            json!({"definitions": {"a": {}}, "$defs": {"a": {}}}),
            "/$defs",
            "a name",
        ),
        (
            json!({"dependencies": {"a": []}, "dependentRequired": {"a": []}}),
            "/dependentRequired",
            "a name",
        ),
        (
            json!({"items": [true], "prefixItems": [true]}),
            "/items",
            "as well",
        ),
        (
            json!({"prefixItems": [true], "additionalItems": false}),
            "/additionalItems",
            "items",
        ),
        (
            json!({"exclusiveMinimum": true}),
            "/exclusiveMinimum",
            "limit",
        ),
    ] {
        refused(&schema, pointer, word);
    }
    let mut deep = json!({"items": [true]});
    for _ in 0..200 {
        deep = json!({ "not": deep });
    }
    refused(&seven(deep), &"/not".repeat(128), "deep");
}

#[test]
fn finds_the_way_back() {
    let schema = json!({
        "definitions": {
            "$defs": {"items": [{}, {}], "additionalItems": {"type": 1}},
            "new": {"prefixItems": [{}], "items": {}},
        },
        "dependencies": {"a": ["b"], "c": {"definitions": {}}},
        "properties": {"$defs": {"$id": "#x"}, "items": {"items": {}}},
    });
    for (converted, written) in [
        ("", ""),
        ("/$defs/$defs/prefixItems/1", "/definitions/$defs/items/1"),
        (
            "/$defs/$defs/items/type",
            "/definitions/$defs/additionalItems/type",
        ),
        ("/$defs/new/prefixItems/0", "/definitions/new/prefixItems/0"),
        ("/$defs/new/items", "/definitions/new/items"),
        ("/dependentRequired/a/0", "/dependencies/a/0"),
        ("/dependentSchemas/c/$defs", "/dependencies/c/definitions"),
        ("/properties/$defs/$anchor", "/properties/$defs/$id"),
        ("/properties/items/items", "/properties/items/items"),
        ("/nowhere/items/0", "/nowhere/items/0"),
    ] {
        assert_eq!(origin(&schema, converted), written);
    }
    let new = json!({"prefixItems": [{}], "items": {}, "$defs": {}, "dependentRequired": {}});
    for place in [
        "/prefixItems/0",
        "/items",
        "/$defs/a",
        "/dependentRequired/a",
    ] {
        assert_eq!(origin(&new, place), place);
    }
}

#[test]
fn keeps_the_meaning() {
    let schema = json!({
        "$schema": SEVEN,
        "definitions": {
            "pair": {
                "type": "array",
                "items": [{"type": "string"}, {"$ref": "#/definitions/pair/items/0"}],
                "additionalItems": {"$ref": "#whole"},
            },
            "whole": {"$id": "#whole", "type": "integer"},
        },
        "properties": {"pair": {"$ref": "#/definitions/pair", "maxItems": 1}},
        "dependencies": {"a": ["b"], "b": {"properties": {"c": {"const": 1}}}},
    });
    let options = Options {
        assert_format: true,
    };
    let compiled = Schema::compile(&schema, options).unwrap();
    for (data, valid) in [
        (json!({"pair": ["x", "y", 1, 2]}), true),
        (json!({"pair": ["x", 1]}), false),
        (json!({"pair": ["x", "y", "z"]}), false),
        (json!({"a": 1}), false),
        (json!({"a": 1, "b": 1}), true),
        (json!({"b": 1, "c": 2}), false),
    ] {
        assert_eq!(compiled.is_valid(&data), valid, "{data}");
    }
}
