//! Documents and drafts that would take too much time or stack if their cost were not limited.

use super::hostile::{load, use_up};
use portico_forms::FormState;
use portico_forms::scan::{MAX_JSON_DEPTH, scan};
use portico_forms::schema::{Options, Schema};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// Far more than is needed, and far less than an unlimited run would take.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_draft_about_many_alternatives_is_read_quickly() {
    let item = json!({"type": "object", "oneOf": [
        {"properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"properties": {"b": {"type": "string"}}, "required": ["b"]}]});
    let form = load(
        &json!({"schema": {"type": "object", "properties": {"l": {"type": "array", "items": item}}}}),
    )
    .unwrap();
    let at = "/schema/properties/l/items/oneOf";
    for place in [None, Some(""), Some("/m/0"), Some("/l/~*"), Some("/l/4999")] {
        let entry = json!({"at": at, "in": place, "chosen": 1});
        let entries: Vec<Value> = (0..40_000).map(|_| entry.clone()).collect();
        let items: Vec<Value> = (0..5_000).map(|_| json!({"a": "x"})).collect();
        let start = Instant::now();
        let sent = json!({"l": items});
        let mut draft = sent.clone();
        draft["$alternatives"] = json!(entries);
        assert_eq!(form.accept(draft.clone()).as_ref(), Ok(&sent), "{place:?}");
        let filling = FormState::new(form.clone(), draft);
        let chosen = filling.kept().get("$alternatives").cloned();
        assert_eq!(chosen.is_some(), place == Some("/l/4999"), "{place:?}");
        assert!(start.elapsed() < PATIENCE, "{place:?}");
    }
}

#[test]
fn long_chains_of_alternatives_are_no_overflow() {
    let mut defs: Map<String, Value> = (0..18_000)
        .map(|at| {
            let next = json!({"$ref": format!("#/$defs/c{}", at + 1)});
            (format!("c{at}"), next)
        })
        .collect();
    defs.insert(
        "c18000".to_owned(),
        json!({"type": "object", "properties": {"a": {"type": "string"}}}),
    );
    let schema = json!({"type": "object", "$defs": defs, "properties": {"x": {"oneOf": [
        {"$ref": "#/$defs/c0"},
        {"title": "B", "type": "object", "properties": {"b": {"type": "string"}}}]}}});
    let rule = json!({"effect": "SHOW", "condition": {"scope": "#/properties/x", "schema": {
        "$defs": schema["$defs"], "$ref": "#/$defs/c0"}}});
    for uischema in [
        json!({"type": "Control", "scope": "#/properties/x"}),
        json!({"type": "Label", "text": "T", "rule": rule}),
    ] {
        if let Some(form) = load(&json!({"schema": schema, "uischema": uischema})) {
            use_up(&form, json!({"x": {"a": "1"}}));
        }
    }
}

#[test]
fn conditions_that_lead_to_each_other_are_gathered_once() {
    let mut defs: Map<String, Value> = (0..40)
        .map(|at| {
            let next = json!({"$ref": format!("#/$defs/c{}", at + 1)});
            (format!("c{at}"), json!({"allOf": [next, next, next, next]}))
        })
        .collect();
    defs.insert(
        "c40".to_owned(),
        json!({"properties": {"a": {"const": "x"}}, "required": ["a"]}),
    );
    let schema = json!({"type": "object", "$defs": defs, "properties": {"a": {"type": "string"}},
        "if": {"$ref": "#/$defs/c0"}, "then": {"properties": {"b": {"type": "string"}}}});
    let start = Instant::now();
    let form = load(&json!({"schema": schema})).unwrap();
    let sent = json!({"a": "x", "b": "y"});
    assert_eq!(form.accept(sent.clone()), Ok(sent));
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn alternatives_count_and_cost_within_bounds() {
    // Each of them only requires members, so it has no field that counts.
    let each: Vec<Value> = (0..2_000)
        .map(|at| json!({"title": format!("t{at}"), "properties": {"k": {"const": at}}}))
        .collect();
    let many = json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}, "oneOf": each}});
    assert!(load(&many).is_none());
    // Work that is acceptable for one alternative, repeated for each item of a list.
    let slow: Vec<Value> = (0..400).map(|at| json!({"not": {"const": at}})).collect();
    let each: Vec<Value> = (0..100)
        .map(|at| {
            json!({"title": format!("t{at}"), "properties": {"a": {"type": "string"}, "n": {"type": "array",
                "items": {"allOf": slow}}}})
        })
        .collect();
    let schema = json!({"type": "object", "properties": {"l": {"type": "array", "items": {"type": "object", "oneOf": each}}}});
    let form = load(&json!({"schema": schema})).unwrap();
    let item = json!({"a": "x", "n": (1_000..1_040).collect::<Vec<_>>()});
    let items: Vec<Value> = (0..1_000).map(|_| item.clone()).collect();
    let start = Instant::now();
    assert!(form.accept(json!({"l": items})).is_err());
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

/// The maximum number of values in a document, each with a price, in reverse order in every other list.
#[test]
fn long_lists_of_values_are_looked_up() {
    let values: Vec<u32> = (0..80_000).collect();
    let turned: Vec<u32> = values.iter().rev().copied().collect();
    let prices: Map<String, Value> = turned
        .iter()
        .map(|value| (value.to_string(), json!("1.00")))
        .collect();
    let options = json!({"portico": {"prices": prices, "choicesBy": {"scope": "#/properties/y", "choices": {"a": turned}}}});
    let schema = json!({"type": "object", "properties": {
        "y": {"type": "string"}, "x": {"enum": values, "allOf": [{"enum": turned}]}}});
    let uischema = json!({"type": "Control", "scope": "#/properties/x", "options": options});
    let form = load(&json!({"schema": schema, "uischema": uischema})).unwrap();
    let sent = json!({"x": 79_999});
    assert_eq!(form.price(None, &sent).as_deref(), Some("1.00"));
    assert_eq!(form.accept(sent.clone()), Ok(sent));
}

#[test]
fn an_empty_list_or_object_is_a_level_for_every_limit_of_depth() {
    let form = load(&json!({"schema": {"type": "object", "properties": {"x": {}}}})).unwrap();
    let anything = Schema::compile(&json!({}), Options::default()).unwrap();
    for innermost in [json!([]), json!({}), json!([0]), json!({"x": 0})] {
        for (levels, fits) in [(MAX_JSON_DEPTH, true), (MAX_JSON_DEPTH + 1, false)] {
            let case = format!("{levels} levels around and with {innermost}");
            let value = (1..levels).fold(innermost.clone(), |inner, _| json!({"x": inner}));
            assert_eq!(scan(&value.to_string()).is_ok(), fits, "{case}");
            assert_eq!(anything.is_valid(&value), fits, "{case}");
            assert_eq!(anything.validate(&value).is_empty(), fits, "{case}");
            let constant = Schema::compile(&value, Options::default());
            let is_too_deep = constant.is_err_and(|error| error.reason.contains("deep"));
            assert_eq!(is_too_deep, !fits, "{case}");
            let refused = form.accept(value).err().unwrap_or_default();
            let refused = refused.first().map(|error| error.code().to_owned());
            assert_eq!(
                refused.as_deref(),
                (!fits).then_some("tooComplex"),
                "{case}"
            );
        }
    }
}
