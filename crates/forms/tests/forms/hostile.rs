//! Malicious documents and answers never cause a panic and never take long.

use super::document_of;
use crate::rng::Rng;
use portico_forms::{Form, FormState};
use serde_json::{Map, Value, json};
use std::hint::black_box;
use std::sync::Arc;

pub(super) fn load(document: &Value) -> Option<Arc<Form>> {
    match Form::load(&document_of(document)) {
        Ok(form) => Some(Arc::new(form)),
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                let known = ["/schema", "/uischema", "/defaults"]
                    .iter()
                    .any(|start| error.pointer.starts_with(start));
                assert!(known, "{error} is nowhere in the document");
            }
            None
        }
    }
}

/// Does everything with a form that the browser and the server do.
pub(super) fn use_up(form: &Arc<Form>, answers: Value) {
    if let Ok(accepted) = form.accept(answers.clone()) {
        assert_eq!(
            form.accept(accepted.clone()).as_ref(),
            Ok(&accepted),
            "accepted once, but not again"
        );
        black_box((
            form.described(&accepted),
            form.price(Some("1.50"), &accepted),
            form.roles(&accepted),
        ));
    }
    let mut filling = FormState::new(form.clone(), answers);
    let pointers: Vec<String> = form
        .controls()
        .map(|control| control.scope.clone())
        .collect();
    for pointer in pointers {
        filling.set(&pointer, Some(json!("x")));
        black_box(filling.check_at(&pointer));
        filling.insert(&pointer, 1);
        filling.shift(&pointer, 0, 1);
        black_box(filling.check());
        filling.remove(&pointer, 0);
        filling.set(&pointer, None);
        black_box((
            filling.name_of(&pointer),
            form.prefill(pointer.trim_start_matches('/'), "1.5"),
        ));
    }
    black_box(filling.pruned());
}

fn corpus() -> Vec<Value> {
    vec![
        json!({"schema": {
            "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["name", "rooms"],
            "definitions": {"room": {"type": "object", "properties": {"floor": {"type": "integer", "minimum": 1}, "kind": {"enum": ["a", "b"]}}}},
            "properties": {
                "name": {"type": "string", "minLength": 1, "pattern": "^[A-Z]"}, "rooms": {"type": "array", "items": {"$ref": "#/definitions/room"}},
                "mail": {"type": "string", "format": "email"}, "ok": {"type": "boolean", "const": true},
            },
        }}),
        json!({"schema": {
            "type": "object",
            "properties": {
                "kind": {"oneOf": [{"const": "x", "title": "X"}, {"const": "y"}]}, "size": {"type": "number", "maximum": 9},
                "people": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "until": {"type": "string", "format": "date"}}}},
                "o": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string", "default": "x"}}},
                "range": {"type": "object", "properties": {"from": {"type": "string"}, "to": {"type": "string"}}},
                "files": {"type": "array", "items": {"type": "string"}},
            },
            "if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["size"]}, "unevaluatedProperties": false,
        }, "uischema": {"type": "Categorization", "options": {"variant": "stepper"}, "elements": [
            {"type": "Category", "label": "One", "elements": [
                {"type": "Control", "scope": "#/properties/kind", "options": {"format": "radio", "portico": {"prices": {"x": "1.5"}}}},
                {"type": "Control", "scope": "#/properties/size", "options": {"slider": true, "portico": {"role": "quantity", "widget": "rating"}},
                 "rule": {"effect": "SHOW", "condition": {"type": "OR", "conditions": [
                    {"scope": "#/properties/kind", "schema": {"const": "x"}, "failWhenUndefined": true},
                    {"type": "NOT", "condition": {"type": "LEAF", "scope": "#/properties/o/properties/a", "expectedValue": 1}}]}}},
            ]},
            {"type": "Category", "label": "Two", "i18n": "two", "elements": [
                {"type": "ListWithDetail", "scope": "#/properties/people", "options": {"elementLabelProp": "name", "detail": {"type": "VerticalLayout", "elements": [
                    {"type": "Control", "scope": "#/properties/name", "label": false},
                    {"type": "Control", "scope": "#/properties/until", "rule": {"effect": "HIDE", "condition": {"scope": "#", "schema": {"required": ["name"]}}}},
                ]}}},
                {"type": "Group", "label": "G", "elements": [{"type": "Control", "scope": "#/properties/o"}, {"type": "Label", "text": "T"}]},
                {"type": "Control", "scope": "#/properties/range", "options": {"portico": {"widget": "dateRange", "why": "w"}}},
                {"type": "Control", "scope": "#/properties/files", "options": {"portico": {"attachment": {"types": ["image/*"], "maxFiles": 2}}}},
            ]},
        ]}, "defaults": {"kind": "x"}, "texts": {"two.label": "Zwei", "kind": {"x": "Ix"}}}),
    ]
}

/// A replacement for some value.
fn junk(rng: &mut Rng, all: &[Value]) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e308),
        json!(""),
        json!("#"),
        json!("#/properties/kind"),
        json!("~"),
        json!("/"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!({"type": "object"}),
        json!({"$ref": "#"}),
        json!({"$ref": "#/properties/kind"}),
        json!({"type": "array", "items": {"$ref": "#"}}),
        json!({"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}),
        json!("\u{202e}\0"),
        json!("array"),
        json!("Control"),
        json!({"scope": "#", "schema": {"minProperties": 1}}),
        json!({"": {"": ""}}),
        json!(["x", "x"]),
        json!(18_446_744_073_709_551_615_u64),
    ];
    match rng.below(3) {
        0 => all[rng.below(all.len())].clone(),
        _ => odd[rng.below(odd.len())].clone(),
    }
}

fn parts(value: &Value, found: &mut Vec<Value>) {
    found.push(value.clone());
    match value {
        Value::Array(items) => items.iter().for_each(|item| parts(item, found)),
        Value::Object(members) => members.values().for_each(|member| parts(member, found)),
        _ => {}
    }
}

/// Mutates one location: another value, a removed member, or a renamed member.
fn mutate(rng: &mut Rng, value: &mut Value, all: &[Value]) {
    let inside = match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    if inside == 0 || rng.below(8) == 0 {
        *value = junk(rng, all);
        return;
    }
    let at = rng.below(inside);
    match value {
        Value::Array(items) => match rng.below(10) {
            0 => {
                items.remove(at);
            }
            1 => items.push(items[at].clone()),
            _ => mutate(rng, &mut items[at], all),
        },
        Value::Object(members) => {
            let Some(name) = members.keys().nth(at).cloned() else {
                return;
            };
            match rng.below(12) {
                0 => {
                    members.shift_remove(&name);
                }
                1 => {
                    let names: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                    let new = names[rng.below(names.len())].to_owned();
                    if let Some(moved) = members.shift_remove(&name) {
                        members.insert(new, moved);
                    }
                }
                _ => mutate(rng, &mut members[&name], all),
            }
        }
        _ => {}
    }
}

#[test]
fn mutated_documents_and_answers_never_panic() {
    let corpus = corpus();
    let mut all = Vec::new();
    corpus.iter().for_each(|document| parts(document, &mut all));
    let answers = json!({
        "name": "Ann", "rooms": [{"floor": 1, "kind": "a"}], "mail": "a@b.example", "ok": true, "kind": "x", "size": 2,
        "people": [{"name": "A"}, {"until": "2026-01-01"}], "o": {"a": "1"}, "range": {"from": "b", "to": "a"}, "files": ["1"],
    });
    let mut loaded = 0;
    for seed in 0..2_000 {
        let mut rng = Rng::new(seed);
        let mut document = corpus[rng.below(corpus.len())].clone();
        for _ in 0..rng.below(4) {
            mutate(&mut rng, &mut document, &all);
        }
        let mut answers = answers.clone();
        for _ in 0..rng.below(4) {
            mutate(&mut rng, &mut answers, &all);
        }
        if let Some(form) = load(&document) {
            loaded += 1;
            use_up(&form, answers);
        }
    }
    assert!(
        loaded > 300,
        "only {loaded} documents could still be loaded"
    );
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value, core: Value) -> Value {
    (0..depth).fold(core, |inner, _| wrap(inner))
}

#[test]
fn documents_that_explode_are_refused() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let control = json!({"type": "Control", "scope": "#/properties/a"});
    let twice: Map<String, Value> = (0..30)
        .map(|at| {
            let next = json!({"$ref": format!("#/$defs/d{}", at + 1)});
            (
                format!("d{at}"),
                json!({"type": "object", "properties": {"l": next, "r": next}}),
            )
        })
        .chain([("d30".to_owned(), json!({"type": "string"}))])
        .collect();
    let chain: Map<String, Value> = (0..5_000)
        .map(|at| {
            (
                format!("c{at}"),
                json!({"$ref": format!("#/$defs/c{}", at + 1)}),
            )
        })
        .chain([("c5000".to_owned(), json!({"type": "string"}))])
        .collect();
    let flags: Vec<Value> = (0..2_000)
        .map(|_| json!({"type": "VerticalLayout", "elements": [], "rule": {"effect": "SHOW", "condition": {"scope": "#", "schema": {"minProperties": 1}}}}))
        .collect();
    for (name, document) in [
        (
            "groups",
            json!({"schema": schema, "uischema": nested(100, |inner| json!({"type": "Group", "elements": [inner]}), control.clone())}),
        ),
        (
            "conditions",
            json!({"schema": schema, "uischema": {"type": "Control", "scope": "#/properties/a", "rule": {"effect": "SHOW",
            "condition": nested(100, |inner| json!({"type": "NOT", "condition": inner}), json!({"scope": "#", "schema": {}}))}}}),
        ),
        (
            "objects",
            json!({"schema": nested(60, |inner| json!({"type": "object", "properties": {"o": inner}}), json!({"type": "string"}))}),
        ),
        (
            "itself",
            json!({"schema": {"type": "object", "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}}}),
        ),
        (
            "twice",
            json!({"schema": {"type": "object", "properties": {"x": {"$ref": "#/$defs/d0"}}, "$defs": twice}}),
        ),
        (
            "rules",
            json!({"schema": schema, "uischema": {"type": "VerticalLayout", "elements": flags}}),
        ),
        (
            "lists",
            json!({"schema": nested(40, |inner| json!({"type": "array", "items": inner}), json!({"type": "string"}))}),
        ),
        (
            "circle",
            json!({"schema": {"type": "object", "properties": {"x": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}}),
        ),
    ] {
        assert!(load(&document).is_none(), "{name} should be refused");
    }
    // Long but valid.
    let chained = json!({"schema": {"type": "object", "properties": {"x": {"$ref": "#/$defs/c0"}}, "$defs": chain}});
    load(&chained);
    let branches: Vec<Value> = (0..2_000).map(|_| json!({"$ref": "#"})).collect();
    load(
        &json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}, "anyOf": branches}, "uischema": control}),
    );
    let names: Map<String, Value> = (0..20_000)
        .map(|at| (format!("p{at}"), json!({"type": "string"})))
        .collect();
    load(&json!({"schema": {"type": "object", "properties": names}}));
}

#[test]
fn deep_answers_are_refused() {
    let form = load(&corpus()[1]);
    for name in ["people", "o", "strange"] {
        let deep = nested(2_000, |inner| Value::Array(vec![inner]), json!(1));
        let answers = Value::Object(Map::from_iter([(name.to_owned(), deep)]));
        if let Some(form) = &form {
            assert!(form.accept(answers).is_err());
        }
    }
}
