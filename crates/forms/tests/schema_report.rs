//! The contents of reports: pointers and rules.

use portico_forms::schema::{Options, Schema, Violation};
use serde_json::{Value, json};

fn compiled(schema: &Value) -> Schema {
    match Schema::compile(schema, Options::default()) {
        Ok(schema) => schema,
        Err(refused) => unreachable!("{schema}: {refused}"),
    }
}

fn texts(violations: &[Violation]) -> Vec<String> {
    let text = |found: &Violation| format!("{} {}", found.pointer, found.rule.code());
    violations.iter().map(text).collect()
}

fn check(schema: &Value, data: &Value, expected: &[&str]) {
    let schema_read = compiled(schema);
    let found = texts(&schema_read.validate(data));
    assert_eq!(found, expected, "{schema} {data}");
    assert_eq!(
        schema_read.is_valid(data),
        expected.is_empty(),
        "{schema} {data}"
    );
}

#[test]
fn each_keyword_is_reported_where_it_is_broken() {
    let check = |schema: Value, data: Value, expected: &[&str]| check(&schema, &data, expected);
    check(json!({"type": "string"}), json!(1), &[" type"]);
    check(json!({"type": ["string", "null"]}), json!(null), &[]);
    check(json!({"type": "integer"}), json!(1.0), &[]);
    check(json!({"type": "integer"}), json!(1.5), &[" type"]);
    check(json!({"enum": [1, {"a": [2]}]}), json!({"a": [2.0]}), &[]);
    check(json!({"enum": [1, "1"]}), json!(2), &[" enum"]);
    check(json!({"const": null}), json!(false), &[" const"]);
    check(json!({"multipleOf": 0.01}), json!(19.999), &[" multipleOf"]);
    check(
        json!({"minimum": 1, "exclusiveMaximum": 3}),
        json!(3),
        &[" exclusiveMaximum"],
    );
    check(
        json!({"exclusiveMinimum": 1, "maximum": 3}),
        json!(1),
        &[" exclusiveMinimum"],
    );
    check(json!({"maxLength": 1}), json!("👩"), &[]);
    check(
        json!({"minLength": 3, "maxLength": 1}),
        json!("ab"),
        &[" minLength", " maxLength"],
    );
    check(json!({"pattern": "^a+$"}), json!("ab"), &[" pattern"]);
    check(
        json!({"items": {"type": "string"}}),
        json!(["a", 1, 2]),
        &["/1 type", "/2 type"],
    );
    check(
        json!({"prefixItems": [true], "items": false}),
        json!([1, 2]),
        &["/1 items"],
    );
    check(
        json!({"prefixItems": [{"type": "null"}]}),
        json!([1]),
        &["/0 type"],
    );
    check(
        json!({"minItems": 2, "uniqueItems": true}),
        json!([1]),
        &[" minItems"],
    );
    check(
        json!({"uniqueItems": true}),
        json!([{"a": 1}, 2, {"a": 1.0}]),
        &[" uniqueItems"],
    );
    check(
        json!({"contains": {"const": 1}}),
        json!([2]),
        &[" contains"],
    );
    check(
        json!({"contains": {"const": 1}, "minContains": 2}),
        json!([1]),
        &[" minContains"],
    );
    check(
        json!({"contains": true, "maxContains": 1}),
        json!([1, 2]),
        &[" maxContains"],
    );
    check(json!({"contains": true, "minContains": 0}), json!([]), &[]);
    check(
        json!({"required": ["a~b", "c/d"]}),
        json!({}),
        &["/a~0b required", "/c~1d required"],
    );
    check(
        json!({"dependentRequired": {"a": ["b"]}}),
        json!({"a": 1}),
        &["/b dependentRequired"],
    );
    check(
        json!({"dependentSchemas": {"a": {"required": ["b"]}}}),
        json!({"a": 1}),
        &["/b required"],
    );
    check(
        json!({"additionalProperties": false}),
        json!({"x": 1}),
        &["/x additionalProperties"],
    );
    check(
        json!({"additionalProperties": {"type": "null"}}),
        json!({"x": 1}),
        &["/x type"],
    );
    check(
        json!({"properties": {"a": false}}),
        json!({"a": 1}),
        &["/a false"],
    );
    check(
        json!({"patternProperties": {"^a": {"type": "null"}}}),
        json!({"ab": 1, "b": 1}),
        &["/ab type"],
    );
    check(
        json!({"propertyNames": {"maxLength": 1}}),
        json!({"ab": 1, "b": 1}),
        &["/ab propertyNames"],
    );
    check(
        json!({"minProperties": 1, "maxProperties": 1}),
        json!({}),
        &[" minProperties"],
    );
    check(
        json!({"maxProperties": 1}),
        json!({"a": 1, "b": 1}),
        &[" maxProperties"],
    );
    check(json!({"not": {"type": "null"}}), json!(null), &[" not"]);
    check(
        json!({"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 1}}),
        json!(0),
        &[" minimum"],
    );
    check(json!(false), json!(0), &[" false"]);
}

#[test]
fn alternatives_say_what_the_meant_one_lacks() {
    let check = |schema: Value, data: Value, expected: &[&str]| check(&schema, &data, expected);
    let titled = json!([{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]);
    check(json!({"oneOf": titled}), json!("c"), &[" enum"]);
    check(json!({"oneOf": titled}), json!("b"), &[]);
    check(json!({"anyOf": titled}), json!("c"), &[" enum"]);
    check(
        json!({"oneOf": [{"const": 1}, {"const": 1.0}]}),
        json!(1),
        &[" oneOf"],
    );
    let by_type = json!({"anyOf": [{"type": "null"}, {"type": "string", "minLength": 3}]});
    check(by_type.clone(), json!("ab"), &[" minLength"]);
    check(by_type, json!(1), &[" anyOf"]);
    let by_kind = json!({"oneOf": [
        {"properties": {"kind": {"const": "a"}, "n": {"type": "number"}}, "required": ["kind", "n"]},
        {"$ref": "#/$defs/b"}
    ], "$defs": {"b": {"properties": {"kind": {"const": "b"}}, "required": ["kind", "m"]}}});
    check(
        by_kind.clone(),
        json!({"kind": "a", "n": "x"}),
        &["/n type"],
    );
    check(by_kind.clone(), json!({"kind": "b"}), &["/m required"]);
    check(by_kind.clone(), json!({"kind": "c"}), &[" oneOf"]);
    check(by_kind, json!({}), &[" oneOf"]);
    check(
        json!({"oneOf": [{"minimum": 1}, {"maximum": 5}]}),
        json!(3),
        &[" oneOf"],
    );
}

#[test]
fn nothing_is_said_twice() {
    let schema = json!({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}],
        "$defs": {"a": {"properties": {"x": {"type": "null"}}}}});
    check(&schema, &json!({"x": 1}), &["/x type"]);
}

#[test]
fn what_is_left_over_is_found_through_all_parts() {
    let check = |schema: Value, data: Value, expected: &[&str]| check(&schema, &data, expected);
    let schema = json!({
        "properties": {"kind": true},
        "allOf": [{"patternProperties": {"^x-": true}}, {"$ref": "#/$defs/named"}],
        "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
        "then": {"properties": {"a": {"type": "number"}}},
        "else": {"properties": {"b": true}},
        "anyOf": [{"required": ["c"], "properties": {"c": true}}, true],
        "dependentSchemas": {"c": {"properties": {"d": true}}},
        "$defs": {"named": {"properties": {"name": true}}},
        "unevaluatedProperties": false
    });
    check(
        schema.clone(),
        json!({"kind": "a", "a": 1, "x-y": 1, "name": 1, "c": 1, "d": 1}),
        &[],
    );
    check(
        schema.clone(),
        json!({"kind": "a", "b": 1}),
        &["/b unevaluatedProperties"],
    );
    check(
        schema.clone(),
        json!({"b": 1, "d": 1}),
        &["/d unevaluatedProperties"],
    );
    // An invalid member is not also reported as unexpected.
    check(schema, json!({"kind": "a", "a": "x"}), &["/a type"]);
    let list =
        json!({"prefixItems": [true], "contains": {"const": 1}, "unevaluatedItems": {"const": 2}});
    check(list.clone(), json!(["x", 1, 2, 1]), &[]);
    check(list, json!(["x", 1, 3]), &["/2 const"]);
    check(
        json!({"not": {"properties": {"a": true}, "required": ["b"]}, "unevaluatedProperties": false}),
        json!({"a": 1}),
        &["/a unevaluatedProperties"],
    );
}

#[test]
fn a_dynamic_reference_finds_the_outermost_schema() {
    let check = |schema: &Value, data: Value, expected: &[&str]| check(schema, &data, expected);
    let tree = json!({"$id": "tree", "$dynamicAnchor": "node", "type": "object",
        "properties": {"data": true, "children": {"items": {"$dynamicRef": "#node"}}}});
    let strict = json!({"$id": "https://example.org/strict", "$dynamicAnchor": "node", "$ref": "tree",
        "unevaluatedProperties": false, "$defs": {"tree": tree}});
    check(&strict, json!({"children": [{"data": 1}]}), &[]);
    check(
        &strict,
        json!({"children": [{"daat": 1}]}),
        &["/children/0/daat unevaluatedProperties"],
    );
    let loose = json!({"$id": "https://example.org/loose", "$ref": "tree", "$defs": {"tree": tree, "strict":
        {"$id": "strict", "$dynamicAnchor": "node", "unevaluatedProperties": false}}});
    check(&loose, json!({"children": [{"daat": 1}]}), &[]);
}

#[test]
fn what_is_remembered_of_a_dynamic_reference_is_of_its_scope() {
    let named = |schema: Value| json!({"x": schema});
    let schema = json!({"$id": "https://example.org/root", "allOf": [{"$ref": "one"}, {"not": {"$ref": "two"}}], "$defs": {
        "one": {"$id": "one", "$ref": "inner", "$defs": named(json!({"$dynamicAnchor": "x", "type": "string"}))},
        "two": {"$id": "two", "$ref": "inner", "$defs": named(json!({"$dynamicAnchor": "x", "type": "number"}))},
        "inner": {"$id": "inner", "$dynamicRef": "#x", "$defs": named(json!({"$dynamicAnchor": "x"}))}
    }});
    check(&schema, &json!("a"), &[]);
    check(&schema, &json!(1), &[" type", " not"]);
}

#[test]
fn a_report_about_one_place_is_that_part_of_the_whole() {
    let schema = compiled(&json!({
        "properties": {
            "a": {"type": "string", "minLength": 2},
            "list": {"items": {"properties": {"n": {"type": "number"}, "m": {"type": "number"}}, "required": ["n"]}, "maxItems": 1},
            "b/c": {"type": "null"}
        },
        "required": ["a", "z"],
        "dependentRequired": {"list": ["y"]},
        "allOf": [{"if": {"properties": {"a": {"const": "x"}}}, "then": {"required": ["w"], "properties": {"b/c": {"const": 0}}}}],
        "unevaluatedProperties": false,
        "maxProperties": 2
    }));
    let data = json!({"a": "x", "list": [{"n": 1}, {"m": "x"}], "b/c": 1, "extra": 1});
    let all = schema.validate(&data);
    let check = |pointer: &str, expected: &[&str]| {
        assert_eq!(
            texts(&schema.validate_at(&data, pointer)),
            expected,
            "{pointer}"
        );
        for found in schema.validate_at(&data, pointer) {
            assert!(all.contains(&found), "{pointer}: {found:?}");
        }
    };
    check("/a", &["/a minLength"]);
    check("/z", &["/z required"]);
    check("/y", &["/y dependentRequired"]);
    check("/w", &["/w required"]);
    check("/list/0", &[]);
    check("/list/1", &["/list/1/n required", "/list/1/m type"]);
    check("/list/1/n", &["/list/1/n required"]);
    check("/list/1/m", &["/list/1/m type"]);
    check("/list/7/m", &[]);
    check(
        "/list",
        &["/list maxItems", "/list/1/n required", "/list/1/m type"],
    );
    check("/b~1c", &["/b~1c type", "/b~1c const"]);
    check("/extra", &["/extra unevaluatedProperties"]);
    check("/nothing/there", &[]);
    check("/z/below", &[]);
    check(
        "",
        &texts(&all).iter().map(String::as_str).collect::<Vec<_>>(),
    );
}

#[test]
fn what_was_pruned_need_not_be_there() {
    let check = |schema: Value, data: Value, pruned: &[&str], expected: &[&str]| {
        let found = compiled(&schema).validate_except(&data, &|pointer| pruned.contains(&pointer));
        assert_eq!(texts(&found), expected, "{schema} {data} {pruned:?}");
    };
    let two =
        json!({"properties": {"a": true, "b": true}, "required": ["a", "b"], "minProperties": 2});
    check(two.clone(), json!({"a": 1}), &["/b"], &[]);
    check(
        two.clone(),
        json!({}),
        &["/b"],
        &["/a required", " minProperties"],
    );
    check(two, json!({}), &["/a", "/b"], &[]);
    let inner = json!({"items": {"required": ["x"]}, "type": "array"});
    check(inner, json!([{}, {}]), &["/1/x"], &["/0/x required"]);
    check(
        json!({"dependentRequired": {"a": ["b"]}}),
        json!({"a": 1}),
        &["/b"],
        &[],
    );
    // A condition applies to the present members.
    let condition = json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}});
    check(condition, json!({}), &["/a"], &[]);
    check(json!({"not": {"required": ["a"]}}), json!({}), &["/a"], &[]);
    // Alternatives are distinguished by the present members; only then may pruned members be missing.
    let either = json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]});
    check(either.clone(), json!({"b": 1}), &["/a"], &[]);
    check(either.clone(), json!({}), &["/a"], &[]);
    check(
        either.clone(),
        json!({"a": 1, "b": 1}),
        &["/c"],
        &[" oneOf"],
    );
    check(either, json!({}), &["/c"], &[" oneOf"]);
    check(
        json!({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        json!({}),
        &["/a"],
        &[],
    );
}
