//! The effects of rules (show, hide, enable, disable) on elements and answers.

use super::{check, control, fields, filling, is, load, ruled, vertical};
use serde_json::json;

#[test]
fn effects_prune_what_they_hide_or_disable() {
    let schema = fields(&["a", "b"]);
    for (effect, on, off) in [
        ("SHOW", true, false),
        ("ENABLE", true, false),
        ("HIDE", false, true),
        ("DISABLE", false, true),
    ] {
        let layout = vertical(json!([
            control("a"),
            ruled("b", effect, is("a", json!("x")))
        ]));
        for (a, sent) in [("x", on), ("y", off)] {
            let data = json!({"a": a, "b": "kept"});
            let expected = if sent { data.clone() } else { json!({"a": a}) };
            check(&schema, &layout, data, expected);
        }
    }
}

/// The results of JSON Forms 3, which validates `undefined` with Ajv.
#[test]
fn a_condition_on_an_absent_answer_holds_as_in_json_forms() {
    let schema = json!({"type": "object", "properties": {"a": {}, "b": {"type": "string"}}});
    let constants = json!({"anyOf": [{"const": 1}, {"const": 2}]});
    for (condition, holds) in [
        (json!({"const": 1}), false),
        (json!({"const": null}), false),
        (json!({"enum": ["x", "y"]}), false),
        (json!({"type": "string"}), false),
        (json!({"type": ["string", "null"]}), false),
        (json!({"type": "string", "minLength": 3}), false),
        (constants.clone(), false),
        (json!({"oneOf": [{"const": 1}, {"minimum": 2}]}), true),
        (json!({"oneOf": [{"maximum": 1}, {"minimum": 2}]}), false),
        (json!({"allOf": [{"minimum": 1}, {"const": 2}]}), false),
        (json!({"not": constants}), true),
        (json!({"not": {"minimum": 1}}), false),
        (json!({"minimum": 1}), true),
        (json!({"minLength": 1}), true),
        (json!({"pattern": "^x"}), true),
        (json!({"format": "date"}), true),
        (json!({"required": ["x"], "minProperties": 1}), true),
        (json!({"properties": {"x": {"const": 1}}}), true),
        (json!({"contains": {"const": 1}, "minItems": 1}), true),
        (
            json!({"if": {"const": 1}, "then": true, "else": {"const": 2}}),
            false,
        ),
        (
            json!({"if": {"minimum": 1}, "then": {"maximum": 3}, "else": false}),
            true,
        ),
        (
            json!({"$ref": "#/$defs/one", "$defs": {"one": {"const": 1}}}),
            false,
        ),
        (
            json!({"$ref": "#/$defs/deep", "$defs": {"deep": {"properties": {"x": {"$ref": "#/$defs/deep"}}}}}),
            true,
        ),
        (json!(true), true),
        (json!(false), false),
    ] {
        for (fails, holds) in [(false, holds), (true, false)] {
            for (effect, sent) in [
                ("SHOW", holds),
                ("HIDE", !holds),
                ("ENABLE", holds),
                ("DISABLE", !holds),
            ] {
                let condition = json!({"scope": "#/properties/a", "schema": condition, "failWhenUndefined": fails});
                let layout = vertical(json!([control("a"), ruled("b", effect, condition)]));
                let data = json!({"b": "kept"});
                let sent = if sent { data.clone() } else { json!({}) };
                check(&schema, &layout, data, sent);
            }
        }
    }
}

#[test]
fn the_older_condition_holds_for_one_value_only() {
    let schema = fields(&["a", "b"]);
    for (expected, answers, sent) in [
        (json!("x"), json!({"b": 1}), json!({})),
        (json!("x"), json!({"a": "y", "b": 1}), json!({"a": "y"})),
        (
            json!("x"),
            json!({"a": "x", "b": 1}),
            json!({"a": "x", "b": 1}),
        ),
        (json!(2), json!({"a": 2.0, "b": 1}), json!({"a": 2, "b": 1})),
        (json!(2.0), json!({"a": 2, "b": 1}), json!({"a": 2, "b": 1})),
    ] {
        let leaf = json!({"type": "LEAF", "scope": "#/properties/a", "expectedValue": expected});
        let layout = vertical(json!([control("a"), ruled("b", "SHOW", leaf)]));
        check(&schema, &layout, answers, sent);
    }
}

#[test]
fn conditions_combine() {
    let schema = fields(&["a", "b", "c"]);
    let (a, b) = (is("a", json!(true)), is("b", json!(true)));
    let not = json!({"type": "NOT", "condition": a});
    for (condition, table) in [
        (
            json!({"type": "AND", "conditions": [a, b]}),
            [false, false, false, true],
        ),
        (
            json!({"type": "OR", "conditions": [a, b]}),
            [false, true, true, true],
        ),
        (
            json!({"type": "AND", "conditions": [not, b]}),
            [false, true, false, false],
        ),
        (json!({"type": "AND", "conditions": []}), [true; 4]),
        (json!({"type": "OR", "conditions": []}), [false; 4]),
    ] {
        let layout = vertical(json!([
            control("a"),
            control("b"),
            ruled("c", "SHOW", condition)
        ]));
        for (row, shown) in table.into_iter().enumerate() {
            let mut data = json!({"a": row & 2 != 0, "b": row & 1 != 0, "c": "x"});
            let all = data.clone();
            if !shown {
                data.as_object_mut().unwrap().remove("c");
            }
            check(&schema, &layout, all, data);
        }
    }
}

#[test]
fn chains_settle_on_the_pruned_answers() {
    let schema = fields(&["a", "b", "c", "d"]);
    // In the reverse of evaluation order.
    let layout = vertical(json!([
        ruled("d", "SHOW", is("c", json!("on"))),
        ruled("c", "SHOW", is("b", json!("on"))),
        ruled("b", "SHOW", is("a", json!("on"))),
        control("a"),
    ]));
    let all = json!({"a": "on", "b": "on", "c": "on", "d": "x"});
    check(&schema, &layout, all.clone(), all);
    check(
        &schema,
        &layout,
        json!({"a": "off", "b": "on", "c": "on", "d": "x"}),
        json!({"a": "off"}),
    );
}

#[test]
fn text_comes_back() {
    let schema = fields(&["a", "b", "c"]);
    let layout = vertical(json!([
        control("a"),
        {"type": "Group", "label": "G", "elements": [control("b")],
         "rule": {"effect": "HIDE", "condition": is("a", json!("x"))}},
        ruled("c", "SHOW", is("b", json!("typed"))),
    ]));
    let mut filling = filling(&schema, &layout, json!({"b": "typed", "c": "too"}));
    assert_eq!(filling.pruned(), json!({"b": "typed", "c": "too"}));
    let change = filling.set("/a", Some(json!("x")));
    assert_eq!(filling.pruned(), json!({"a": "x"}));
    let shown: Vec<bool> = change
        .states
        .iter()
        .map(|(_, _, state)| state.shown)
        .collect();
    assert_eq!(
        shown,
        [false, false, false],
        "group, field and the field that depends on it"
    );
    assert_eq!(filling.data(), &json!({"b": "typed", "c": "too", "a": "x"}));
    filling.set("/a", Some(json!("y")));
    assert_eq!(
        filling.pruned(),
        json!({"b": "typed", "c": "too", "a": "y"})
    );
}

#[test]
fn a_value_goes_only_with_its_last_control() {
    let schema = fields(&["a", "b"]);
    let layout = vertical(json!([
        control("a"),
        ruled("b", "SHOW", is("a", json!("first"))),
        ruled("b", "SHOW", is("a", json!("second"))),
    ]));
    for (a, sent) in [("first", true), ("second", true), ("none", false)] {
        let data = json!({"a": a, "b": "x"});
        let expected = if sent { data.clone() } else { json!({"a": a}) };
        check(&schema, &layout, data, expected);
    }
}

#[test]
fn prune_first_then_validate() {
    let mut schema = fields(&["a", "b"]);
    schema["required"] = json!(["a", "b"]);
    schema["properties"]["b"] = json!({"type": "string", "minLength": 5});
    let layout = vertical(json!([
        control("a"),
        ruled("b", "SHOW", is("a", json!("x")))
    ]));
    check(
        &schema,
        &layout,
        json!({"a": "y", "b": "bad"}),
        json!({"a": "y"}),
    );
    check(&schema, &layout, json!({"a": "y"}), json!({"a": "y"}));
    let form = load(&schema, &layout).unwrap();
    for (data, code) in [
        (json!({"a": "x"}), "required"),
        (json!({"a": "x", "b": "bad"}), "minLength"),
    ] {
        let errors = form.accept(data).unwrap_err();
        let told: Vec<_> = errors
            .iter()
            .map(|error| (error.pointer.as_str(), error.code()))
            .collect();
        assert_eq!(told, [("/b", code)]);
    }
}
