//! What rules show, hide, enable and disable, and what that does to answers.

use super::{check, control, fields, filling, is, load, ruled, vertical};
use serde_json::{Value, json};

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

#[test]
fn an_absent_scope_makes_a_condition_true_unless_it_says_otherwise() {
    let schema = fields(&["a", "b"]);
    let holds = |fail: Value| {
        let condition =
            json!({"scope": "#/properties/a", "schema": {"const": 1}, "failWhenUndefined": fail});
        vertical(json!([control("a"), ruled("b", "SHOW", condition)]))
    };
    let data = json!({"b": "kept"});
    check(&schema, &holds(json!(false)), data.clone(), data.clone());
    check(&schema, &holds(json!(true)), data.clone(), json!({}));
    let lacks = json!({"scope": "#/properties/a", "schema": false});
    check(
        &schema,
        &vertical(json!([control("a"), ruled("b", "HIDE", lacks)])),
        data.clone(),
        json!({}),
    );
    let leaf = json!({"type": "LEAF", "scope": "#/properties/a", "expectedValue": "x"});
    let layout = vertical(json!([control("a"), ruled("b", "SHOW", leaf)]));
    check(&schema, &layout, data, json!({}));
    check(
        &schema,
        &layout,
        json!({"a": "x", "b": 1}),
        json!({"a": "x", "b": 1}),
    );
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
    // Written against the order in which they settle.
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
        let faults = form.accept(data).unwrap_err();
        let told: Vec<_> = faults
            .iter()
            .map(|fault| (fault.pointer.as_str(), fault.code()))
            .collect();
        assert_eq!(told, [("/b", code)]);
    }
}
