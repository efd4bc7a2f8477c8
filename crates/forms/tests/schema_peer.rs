//! Results compared with another implementation, for schemas and data from a seeded generator.

#![expect(
    clippy::indexing_slicing,
    reason = "indices are drawn below the length"
)]

#[path = "support/rng.rs"]
mod rng;

use jsonschema::Draft;
use portico_forms::schema::{Options, Schema};
use rng::Rng;
use serde_json::{Map, Value, json};

const ROUNDS: u64 = 2_500;
const DATA_A_ROUND: usize = 12;

#[test]
fn verdicts_are_those_of_another_implementation() {
    let (mut valid, mut invalid, mut circles) = (0, 0, 0);
    for seed in 0..ROUNDS {
        let mut rng = Rng::new(seed);
        let schema = rng.document();
        let ours = match Schema::compile(&schema, Options::default()) {
            Ok(schema) => schema,
            Err(refused) if refused.reason.contains("without end") => {
                circles += 1;
                continue;
            }
            Err(refused) => panic!("seed {seed}: {refused}: {schema}"),
        };
        let theirs = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .build(&schema);
        let theirs = theirs.unwrap_or_else(|error| panic!("seed {seed}: {error}: {schema}"));
        for _ in 0..DATA_A_ROUND {
            let data = rng.value(3);
            let expected = theirs.is_valid(&data);
            let said = format!("seed {seed}\n{schema}\n{data}");
            assert_eq!(ours.is_valid(&data), expected, "{said}");
            let violations = ours.validate(&data);
            assert_eq!(violations.is_empty(), expected, "{said}\n{violations:?}");
            for violation in violations {
                let alone = ours.validate_at(&data, &violation.pointer);
                assert!(
                    alone.contains(&violation),
                    "{said}\n{violation:?}\n{alone:?}"
                );
            }
            let kept = ours.validate_except(&data, &|_| false);
            assert_eq!(kept.is_empty(), expected, "{said}");
            *(if expected { &mut valid } else { &mut invalid }) += 1;
        }
    }
    println!("{valid} valid, {invalid} invalid, {circles} schemas that run in circles");
    assert!(
        valid.min(invalid) > 5_000,
        "the data says too little: {valid}, {invalid}"
    );
}

impl Rng {
    fn name(&mut self) -> &'static str {
        self.pick(&["a", "b", "c", "ab", "~/", "ä"])
    }

    fn names(&mut self) -> Vec<&'static str> {
        let mut names: Vec<_> = (0..self.below(3)).map(|_| self.name()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 7 } else { 12 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.below(5)),
            3 => self.pick(&[
                json!(1.0),
                json!(0.5),
                json!(-2),
                json!(2.25),
                json!(1e20),
                json!(0.3),
                json!(-7),
            ]),
            4 | 5 => json!(self.pick(&["", "a", "ab", "abc", "ä", "1", "👩‍👩‍👧"])),
            6 => json!([]),
            7 | 8 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                let members =
                    (0..self.below(5)).map(|_| (self.name().to_owned(), self.value(depth - 1)));
                Value::Object(members.collect())
            }
        }
    }

    fn document(&mut self) -> Value {
        let mut schema = Map::new();
        let defs: Map<String, Value> = (0..3).map(|n| (format!("d{n}"), self.schema(2))).collect();
        for _ in 0..=self.below(4) {
            self.keyword(&mut schema, 3);
        }
        schema.insert("$defs".to_owned(), Value::Object(defs));
        Value::Object(schema)
    }

    fn schema(&mut self, depth: usize) -> Value {
        if self.below(10) == 0 {
            return json!(self.below(2) == 0);
        }
        let mut schema = Map::new();
        for _ in 0..self.below(4) {
            self.keyword(&mut schema, depth);
        }
        Value::Object(schema)
    }

    fn schemas(&mut self, depth: usize) -> Value {
        (0..=self.below(3)).map(|_| self.schema(depth)).collect()
    }

    fn named(&mut self, depth: usize) -> Value {
        Value::Object(
            (0..=self.below(3))
                .map(|_| (self.name().to_owned(), self.schema(depth)))
                .collect(),
        )
    }

    fn keyword(&mut self, schema: &mut Map<String, Value>, depth: usize) {
        let types = [
            "null", "boolean", "integer", "number", "string", "array", "object",
        ];
        let keyword = match depth {
            0 => self.pick(PLAIN),
            _ => {
                let from = self.pick(&[PLAIN, DEEP]);
                self.pick(from)
            }
        };
        let below = depth.saturating_sub(1);
        let value = match keyword {
            "type" if self.below(2) == 0 => json!(self.pick(&types)),
            "type" => {
                let first = self.below(types.len());
                json!([
                    types[first],
                    types[(first + 1 + self.below(5)) % types.len()]
                ])
            }
            "enum" => (0..=self.below(4)).map(|_| self.value(1)).collect(),
            "const" => self.value(1),
            "multipleOf" => self.pick(&[json!(2), json!(0.5), json!(0.1), json!(1.5)]),
            "maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" => self.pick(&[
                json!(0),
                json!(1),
                json!(1.0),
                json!(2.5),
                json!(-1),
                json!(1e19),
            ]),
            "pattern" => json!(self.pick(&["^a", "b$", "^$", "[a-z]{2}", "ä|1"])),
            "uniqueItems" => json!(true),
            "required" => json!(self.names()),
            "dependentRequired" => json!({ self.name(): self.names() }),
            "$ref" => json!(self.pick(&["#/$defs/d0", "#/$defs/d1", "#/$defs/d2", "#"])),
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => self.schemas(below),
            "properties" | "dependentSchemas" => self.named(below),
            "patternProperties" => {
                let pattern = self.pick(&["^a", "b", "."]);
                json!({ pattern: self.schema(below) })
            }
            "unevaluatedItems" | "unevaluatedProperties" | "additionalProperties"
                if self.below(2) == 0 =>
            {
                json!(false)
            }
            name if PLAIN.contains(&name) => self.pick(&[json!(0), json!(1), json!(2.0), json!(3)]),
            _ => self.schema(below),
        };
        if keyword == "if" {
            schema.insert("then".to_owned(), self.schema(below));
            schema.insert("else".to_owned(), self.schema(below));
        }
        schema.insert(keyword.to_owned(), value);
    }
}

const PLAIN: &[&str] = &[
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "maxProperties",
    "minProperties",
    "required",
    "dependentRequired",
    "$ref",
];

const DEEP: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "dependentSchemas",
    "prefixItems",
    "items",
    "contains",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "unevaluatedProperties",
    "properties",
    "properties",
];
