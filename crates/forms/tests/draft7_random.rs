//! Random schemas of earlier drafts: the conversion is complete, and every location can be mapped back.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot make its schema has failed"
)]

#[path = "support/rng.rs"]
mod rng;

use portico_forms::draft7::{convert, origin};
use rng::Rng;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

const DRAFTS: [&str; 2] = [
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-07/schema#",
];

/// Generates schemas with keywords of all drafts, most of them where they belong.
fn random(rng: &mut Rng, depth: usize) -> Map<String, Value> {
    let keywords = [
        "definitions",
        "$defs",
        "items",
        "additionalItems",
        "prefixItems",
        "dependencies",
        "dependentSchemas",
        "dependentRequired",
        "properties",
        "not",
        "allOf",
        "$ref",
        "$id",
        "id",
        "const",
        "enum",
        "minimum",
        "exclusiveMinimum",
        "if",
        "$anchor",
    ];
    let mut schema = Map::new();
    for _ in 0..rng.below(4) {
        let keyword = *keywords.get(rng.below(keywords.len())).unwrap();
        let (one, two) = match depth {
            0 => (json!(true), json!({})),
            _ => (json!(random(rng, depth - 1)), json!(random(rng, depth - 1))),
        };
        let value = match keyword {
            "definitions" | "$defs" | "dependencies" | "dependentSchemas" | "properties" => {
                json!({"items": one, "$defs": two})
            }
            "dependentRequired" => json!({"x": ["y"]}),
            "items" if rng.below(2) == 0 => one,
            "items" | "prefixItems" | "allOf" => json!([one, two]),
            "$ref" => json!("#/definitions/items/items/0"),
            "$id" | "id" => json!("#name"),
            "$anchor" => json!("other"),
            "minimum" => json!(1),
            "exclusiveMinimum" => json!(rng.below(2) == 0),
            "enum" => json!([one]),
            _ => one,
        };
        schema.insert(keyword.to_owned(), value);
    }
    schema
}

/// All pointers into a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn holds_for_any_schema() {
    let mut rng = Rng::new(0x5EED_0005);
    let mut converted = 0;
    for _ in 0..1_000 {
        let mut schema = random(&mut rng, 3);
        // Every third one declares no draft.
        if let Some(draft) = DRAFTS.get(rng.below(3)) {
            schema.insert("$schema".to_owned(), Value::from(*draft));
        }
        let schema = Value::Object(schema);
        let Ok(Cow::Owned(new)) = convert(&schema) else {
            continue;
        };
        converted += 1;
        let mut all = Vec::new();
        places(&new, "", &mut all);
        for place in all {
            let written = origin(&schema, &place);
            assert!(
                schema.pointer(&written).is_some(),
                "{written} is not in {schema}, {place} is in {new}"
            );
        }
        // The conversion is complete, so converting again changes nothing.
        assert!(
            matches!(convert(&new), Ok(Cow::Borrowed(_))),
            "{schema} became {new}"
        );
    }
    assert!(converted > 200, "only {converted} were converted");
}
