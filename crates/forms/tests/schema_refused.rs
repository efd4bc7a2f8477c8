//! Malformed or unsupported keywords are rejected by name, with a pointer.

use portico_forms::schema::{Options, Schema};
use serde_json::{Value, json};

fn check(schema: Value, pointer: &str, reason: &str) {
    match Schema::compile(&schema, Options::default()) {
        Ok(_) => assert!(reason.is_empty(), "{schema} is accepted"),
        Err(refused) => {
            assert_eq!(refused.pointer, pointer, "{schema}: {}", refused.reason);
            let is_named = !reason.is_empty() && refused.reason.contains(reason);
            assert!(is_named, "{schema}: {}", refused.reason);
        }
    }
}

#[test]
fn ill_formed_keywords() {
    for (keyword, value, reason) in [
        ("type", json!("text"), "there is no type text"),
        ("type", json!(["string", 1]), "must be a string"),
        ("type", json!({}), "must be a string"),
        ("type", json!([]), "must not be empty"),
        ("type", json!(["integer", "integer"]), "unique"),
        ("required", json!(["a", "b", "a"]), "unique"),
        ("dependentRequired", json!({"a": ["b", "b"]}), "unique"),
        ("contentMediaType", json!(1), "must be a string"),
        ("contentEncoding", json!(["base64"]), "must be a string"),
        ("title", json!(1), "must be a string"),
        ("examples", json!("a"), "must be a list"),
        ("readOnly", json!("yes"), "true or false"),
        ("enum", json!("a"), "must be a list"),
        ("minLength", json!("x"), "an integer of 0 or more"),
        ("minLength", json!(-1), "an integer of 0 or more"),
        ("maxItems", json!(1.5), "an integer of 0 or more"),
        ("minContains", json!(null), "an integer of 0 or more"),
        ("maxProperties", json!(true), "an integer of 0 or more"),
        ("minimum", json!("1"), "must be a number"),
        ("multipleOf", json!(0), "greater than 0"),
        ("multipleOf", json!(-0.5), "greater than 0"),
        ("uniqueItems", json!("yes"), "true or false"),
        ("required", json!(true), "must be a list"),
        ("required", json!([1]), "must be a string"),
        ("dependentRequired", json!({"a": "b"}), "must be a list"),
        ("dependentRequired", json!([]), "must be an object"),
        ("format", json!(1), "must be a string"),
        ("pattern", json!(1), "must be a string"),
        ("properties", json!([]), "must be an object"),
        ("$defs", json!(1), "must be an object"),
        ("allOf", json!([]), "must not be empty"),
        ("oneOf", json!({}), "must be a list"),
        ("not", json!(1), "a schema is an object"),
        ("items", json!("string"), "a schema is an object"),
        ("$ref", json!(1), "must be a string"),
        ("$id", json!(1), "must be a string"),
        ("$id", json!("https://example.org/#a"), "has a fragment"),
        ("$anchor", json!("1a"), "not a valid anchor name"),
        ("$dynamicAnchor", json!("#a"), "not a valid anchor name"),
    ] {
        let pointer = format!("/properties/a~1b/{keyword}");
        check(
            json!({"properties": {"a/b": {keyword: value}}}),
            &pointer,
            reason,
        );
    }
}

#[test]
fn what_is_not_supported() {
    check(
        json!({"$schema": "https://json-schema.org/draft/2020-12/schema#"}),
        "",
        "",
    );
    check(
        json!({"$schema": "http://json-schema.org/draft-03/schema#"}),
        "/$schema",
        "draft-03/schema",
    );
    check(
        json!({"items": {"$ref": "https://example.org/other.json"}}),
        "/items/$ref",
        "https://example.org/other.json is not part of this document",
    );
    check(
        json!({"$ref": "https://json-schema.org/draft/2020-12/schema"}),
        "/$ref",
        "not part",
    );
    check(
        json!({"$vocabulary": {"https://example.org/vocab": true}}),
        "/$vocabulary",
        "https://example.org/vocab",
    );
    check(
        json!({"$vocabulary": {"https://example.org/vocab": false}}),
        "",
        "",
    );
    check(
        json!({"allOf": [true, {"pattern": "(?=a)"}]}),
        "/allOf/1/pattern",
        "look",
    );
    check(
        json!({"patternProperties": {"(?=a)": true}}),
        "/patternProperties/(?=a)",
        "look",
    );
}

#[test]
fn what_was_converted_is_named_where_it_was_written() {
    let old = "http://json-schema.org/draft-07/schema#";
    check(
        json!({"$schema": old, "definitions": {"a": {"items": [{"type": "no"}]}}}),
        "/definitions/a/items/0/type",
        "there is no type no",
    );
}

#[test]
fn references_that_lead_nowhere() {
    check(
        json!({"$ref": "#/$defs/a"}),
        "/$ref",
        "there is nothing at #/$defs/a",
    );
    check(json!({"$ref": "#a"}), "/$ref", "there is no anchor a");
    check(json!({"$ref": "#/%zz"}), "/$ref", "not a valid URI");
    check(
        json!({"$defs": {"a": 1}}),
        "/$defs/a",
        "a schema is an object",
    );
    check(
        json!({"x": [1], "$ref": "#/x/0"}),
        "/x/0",
        "a schema is an object",
    );
    check(
        json!({"x": [{"type": "no"}], "$ref": "#/x/0"}),
        "/x/0/type",
        "there is no type no",
    );
    check(
        json!({"x": [true], "$ref": "#/x/00"}),
        "/$ref",
        "there is nothing",
    );
    check(
        json!({"properties": {"a": {"x": {"y": {"type": "no"}}}}, "$ref": "#/properties/a/x/y"}),
        "/properties/a/x/y/type",
        "there is no type no",
    );
    check(
        json!({"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}),
        "/$defs/b/$anchor",
        "another schema has the anchor x",
    );
    check(
        json!({"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}),
        "/$defs/b/$id",
        "another schema has the address x",
    );
}

#[test]
fn references_that_run_in_circles() {
    let circle = "refers to itself without end";
    check(json!({"$ref": "#"}), "", circle);
    check(json!({"allOf": [{"$ref": "#"}]}), "", circle);
    check(json!({"not": {"$ref": "#"}}), "", circle);
    check(json!({"if": true, "then": {"$ref": "#"}}), "", circle);
    check(
        json!({"dependentSchemas": {"a": {"$ref": "#"}}}),
        "",
        circle,
    );
    check(
        json!({"properties": {"x": {"$ref": "#/$defs/a"}},
            "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [true, {"$ref": "#/$defs/a"}]}}}),
        "/$defs/a",
        circle,
    );
    check(
        json!({"$dynamicAnchor": "a", "$dynamicRef": "#a"}),
        "",
        circle,
    );
    check(
        json!({"properties": {"a": {"$ref": "#"}}, "items": {"$ref": "#"}}),
        "",
        "",
    );
}

#[test]
fn all_errors_are_found_at_once() {
    let schema =
        json!({"type": "no", "properties": {"a": {"$ref": "#x"}, "b": {"minLength": -1}, "c": {}}});
    let errors = Schema::compile_all(&schema, Options::default());
    let mut pointers: Vec<String> = errors
        .err()
        .into_iter()
        .flatten()
        .map(|error| error.pointer)
        .collect();
    pointers.sort();
    assert_eq!(
        pointers,
        ["/properties/a/$ref", "/properties/b/minLength", "/type"]
    );
}
