//! Schemas and data that try to exhaust the stack, memory or time of the validator.
//!
//! No test here measures time: without limits, they would practically never end.

#![expect(
    clippy::unwrap_used,
    reason = "a thread that cannot start is a failed test"
)]

use portico_forms::scan::MAX_JSON_DEPTH as MAX_DEPTH;
use portico_forms::schema::{MAX_SCHEMA_DEPTH, Options, Rule, Schema, Violation};
use serde_json::{Map, Value, json};

/// The stack size of the module in browsers. Without optimization, frames are several times as large.
const STACK: usize = if cfg!(debug_assertions) { 2 } else { 1 } << 20;

fn compiled(schema: &Value) -> Schema {
    match Schema::compile(
        schema,
        Options {
            assert_format: true,
        },
    ) {
        Ok(schema) => schema,
        Err(refused) => unreachable!("{refused}"),
    }
}

fn on_a_small_stack(check: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(check);
    thread.unwrap().join().unwrap();
}

/// `value` inside `depth` lists or objects.
fn nested(depth: usize, value: Value, around: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(value, |value, _| around(value))
}

fn is_too_complex(violations: &[Violation]) -> bool {
    matches!(violations, [only] if only.rule == Rule::TooComplex)
}

/// Definitions `a0` to `a<n>`, each of which uses the next one twice through this keyword.
fn ladder(steps: usize, keyword: &str, last: Value, member: Option<&str>) -> Value {
    let mut defs = Map::new();
    for step in 0..steps {
        let next = json!({"$ref": format!("#/$defs/a{}", step + 1)});
        let next = match member {
            Some(name) => json!({"properties": {name: next}}),
            None => next,
        };
        defs.insert(format!("a{step}"), json!({keyword: [next, next]}));
    }
    defs.insert(format!("a{steps}"), last);
    json!({"$ref": "#/$defs/a0", "$defs": defs})
}

#[test]
fn ladders_of_references_are_climbed_once() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let schema = compiled(&ladder(40, keyword, json!({"type": "string"}), None));
        assert!(!schema.is_valid(&json!(1)), "{keyword}");
        assert!(!schema.validate(&json!(1)).is_empty(), "{keyword}");
        assert_eq!(
            schema.is_valid(&json!("a")),
            keyword != "oneOf",
            "{keyword}"
        );
    }
    let mut rest = ladder(
        40,
        "allOf",
        json!({"properties": {"a": {"type": "null"}}}),
        None,
    );
    rest["unevaluatedProperties"] = json!(false);
    let schema = compiled(&rest);
    assert!(schema.is_valid(&json!({"a": null})));
    assert_eq!(schema.validate(&json!({"a": 1, "b": 1})).len(), 2);
    let mut names = ladder(40, "anyOf", json!({"minLength": 2}), None);
    names = json!({"propertyNames": {"$ref": "#/$defs/a0"}, "$defs": names["$defs"]});
    assert_eq!(
        compiled(&names)
            .validate(&json!({"a": 1, "bb": 1, "c": 1}))
            .len(),
        2
    );
}

#[test]
fn ladders_through_members_are_climbed_once_for_each_value() {
    let deep = nested(40, json!("x"), |value| json!({"a": value}));
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let schema = compiled(&ladder(40, keyword, json!({"type": "null"}), Some("a")));
        assert!(!schema.is_valid(&deep), "{keyword}");
        assert!(!schema.validate(&deep).is_empty(), "{keyword}");
    }
}

#[test]
fn nested_alternatives_are_tried_once() {
    let chain = nested(
        MAX_SCHEMA_DEPTH - 2,
        json!({"type": "null"}),
        |inner| json!({"oneOf": [inner, {"type": "string"}]}),
    );
    assert_eq!(compiled(&chain).validate(&json!(1)).len(), 1);
}

#[test]
fn deep_schemas_are_refused() {
    on_a_small_stack(|| {
        let check = |schema: Value, reason: &str| {
            let refused = Schema::compile(&schema, Options::default());
            let reason_found = refused.map_or_else(|refused| refused.reason, |_| String::new());
            assert!(reason_found.contains(reason), "{reason_found}");
        };
        check(
            nested(MAX_SCHEMA_DEPTH, json!({}), |s| json!({"items": s})),
            "schemas nest more than",
        );
        check(
            nested(MAX_SCHEMA_DEPTH - 1, json!({}), |s| json!({"items": s})),
            "",
        );
        let deep = nested(MAX_DEPTH, json!(1), |value| json!([value]));
        check(json!({"const": deep}), "arrays and objects nest more than");
    });
}

#[test]
fn deep_data_is_refused() {
    on_a_small_stack(|| {
        let recursive = json!({"$ref": "#/$defs/a", "$defs": {"a": {
            "anyOf": [{"type": "null"}, {"allOf": [{"$ref": "#/$defs/b"}]}]},
            "b": {"type": "array", "items": {"$ref": "#/$defs/a"}, "uniqueItems": true}}});
        let simple = json!({"items": {"$ref": "#"}, "properties": {"a": {"$ref": "#"}}, "type": ["array", "object"]});
        for schema in [recursive, simple] {
            let schema = compiled(&schema);
            let deepest = nested(MAX_DEPTH, json!([]), |value| json!([value]));
            assert!(is_too_complex(&schema.validate(&deepest)));
            assert!(!schema.is_valid(&deepest));
            let pointer = "/0".repeat(MAX_DEPTH);
            let _ = schema.validate_at(&deepest, &pointer);
            let _ = schema.validate_except(&deepest, &|_| true);
            // Just within the limit there is a result or a rejection, but no overflow.
            let within = nested(MAX_DEPTH - 1, json!([]), |value| json!([value]));
            let found = schema.validate(&within);
            assert!(found.is_empty() || is_too_complex(&found), "{found:?}");
        }
    });
}

#[test]
fn long_chains_of_references_end() {
    on_a_small_stack(|| {
        let mut defs = Map::new();
        for step in 0..20_000 {
            defs.insert(
                format!("a{step}"),
                json!({"$ref": format!("#/$defs/a{}", step + 1)}),
            );
        }
        defs.insert("a20000".to_owned(), json!({"type": "null"}));
        let schema = compiled(&json!({"$ref": "#/$defs/a0", "$defs": defs}));
        assert!(is_too_complex(&schema.validate(&json!(1))));
        assert!(!schema.is_valid(&json!(null)));
        assert!(!schema.passes_absence());
    });
}

#[test]
fn dynamic_circles_end() {
    on_a_small_stack(|| {
        let schema = json!({"$id": "https://example.org/a", "$dynamicAnchor": "x", "$ref": "b",
            "$defs": {"b": {"$id": "b", "$dynamicRef": "c#x"}, "c": {"$id": "c", "$dynamicAnchor": "x"}}});
        assert!(is_too_complex(&compiled(&schema).validate(&json!(1))));
    });
}

#[test]
fn much_of_everything_is_bounded() {
    let wide = json!({"items": {"allOf": (0..2_000).map(|n| json!({"not": {"const": n}})).collect::<Vec<_>>()}});
    let many: Vec<Value> = (0..20_000).map(|n| json!(n + 5_000)).collect();
    assert!(is_too_complex(&compiled(&wide).validate(&json!(many))));
    let unique = compiled(&json!({"uniqueItems": true}));
    let lists: Vec<Value> = (0..20_000)
        .map(|n| json!({"n": n, "same": ["long", "text"]}))
        .collect();
    assert!(unique.is_valid(&json!(lists)));
    let names = compiled(&json!({"additionalProperties": {"items": {"type": "null"}}}));
    let wrong = json!({"n".repeat(100_000): vec![1; 100_000]});
    let found = names.validate(&wrong);
    assert!(!found.is_empty() && found.len() < 100, "{}", found.len());
    let long = json!({"$id": format!("https://example.org/{}", "a".repeat(100_000))});
    assert!(Schema::compile(&long, Options::default()).is_err());
    let patterns: Map<String, Value> = (0..100)
        .map(|n| (format!("{n}"), json!({"pattern": "(ab){4000}"})))
        .collect();
    let refused = Schema::compile(&json!({"properties": patterns}), Options::default());
    assert!(refused.is_err_and(|refused| refused.reason.contains("patterns")));
    let slow = compiled(&json!({"pattern": "^(a?){4000}$"}));
    assert!(is_too_complex(
        &slow.validate(&json!("a".repeat(1_000_000)))
    ));
    let wordy = compiled(&json!({"pattern": "^[a-z ]*$"}));
    assert!(wordy.is_valid(&json!("long answer ".repeat(20_000))));
}
