//! Dependencies of rules: cycles, false cycles, and the cost of a change.

use super::{check, control, fields, filling, is, load, ruled, vertical};
use portico_forms::FormState;
use serde_json::{Value, json};

#[test]
fn cycles_are_told_when_the_form_is_loaded() {
    let schema = fields(&["a", "b", "c", "d"]);
    let on = |name: &str| is(name, json!("on"));
    for (elements, pointer, names) in [
        (
            json!([ruled("a", "SHOW", on("a"))]),
            "/uischema/elements/0/rule",
            "decides about itself",
        ),
        (
            json!([
                ruled("a", "SHOW", on("b")),
                ruled("b", "HIDE", on("c")),
                ruled("c", "ENABLE", on("a"))
            ]),
            "/uischema/elements/0/rule",
            "/uischema/elements/0/rule, /uischema/elements/1/rule, /uischema/elements/2/rule, /uischema/elements/0/rule",
        ),
        (
            json!([control("d"), {"type": "Group", "elements": [control("a"), control("b")],
                "rule": {"effect": "SHOW", "condition": on("b")}}]),
            "/uischema/elements/1/rule",
            "decides about itself",
        ),
        (
            // A schema that counts members reads all of them.
            json!([ruled(
                "a",
                "SHOW",
                json!({"scope": "#", "schema": {"minProperties": 1}})
            )]),
            "/uischema/elements/0/rule",
            "decides about itself",
        ),
    ] {
        let errors = load(&schema, &vertical(elements)).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].pointer, pointer);
        assert!(
            errors[0].reason.contains("cycle") && errors[0].reason.contains(names),
            "{errors:?}"
        );
    }
}

#[test]
fn a_condition_on_everything_depends_only_on_what_it_names() {
    let schema = fields(&["a", "b", "c"]);
    let named = |name: &str| {
        json!({"scope": "#", "schema": {
            "type": "object", "required": [name], "properties": {name: {"const": "on"}},
        }})
    };
    let layout = vertical(json!([
        control("a"),
        ruled("b", "SHOW", named("a")),
        ruled("c", "SHOW", named("b"))
    ]));
    check(
        &schema,
        &layout,
        json!({"a": "on", "b": "on", "c": 1}),
        json!({"a": "on", "b": "on", "c": 1}),
    );
    check(
        &schema,
        &layout,
        json!({"a": "off", "b": "on", "c": 1}),
        json!({"a": "off"}),
    );
    let either = json!({"scope": "#", "schema": {"anyOf": [
        {"required": ["a"]}, {"not": {"properties": {"b": {"const": 1}}}},
    ]}});
    let layout = vertical(json!([
        control("a"),
        control("b"),
        ruled("c", "SHOW", either)
    ]));
    check(&schema, &layout, json!({"b": 1, "c": 1}), json!({"b": 1}));
    check(
        &schema,
        &layout,
        json!({"a": 1, "b": 1, "c": 1}),
        json!({"a": 1, "b": 1, "c": 1}),
    );
}

#[test]
fn broken_rules_are_refused_by_name() {
    let schema = fields(&["a", "b"]);
    let fine = is("b", json!(1));
    for (rule, pointer, word) in [
        (
            json!({"effect": "READONLY", "condition": fine}),
            "/effect",
            "READONLY",
        ),
        (json!({"condition": fine}), "", "effect"),
        (json!({"effect": "SHOW"}), "", "condition"),
        (
            json!({"effect": "SHOW", "condition": 1}),
            "/condition",
            "this number",
        ),
        (
            json!({"effect": "SHOW", "condition": {"type": "XOR"}}),
            "/condition/type",
            "XOR",
        ),
        (
            json!({"effect": "SHOW", "condition": {"type": "AND"}}),
            "/condition",
            "AND",
        ),
        (
            json!({"effect": "SHOW", "condition": {"type": "NOT"}}),
            "/condition",
            "NOT",
        ),
        (
            json!({"effect": "SHOW", "condition": {"type": "OR", "conditions": [fine, {"type": "LEAF", "scope": "#/properties/b"}]}}),
            "/condition/conditions/1",
            "expectedValue",
        ),
        (
            json!({"effect": "SHOW", "condition": {"schema": {}}}),
            "/condition",
            "scope",
        ),
        (
            json!({"effect": "SHOW", "condition": {"scope": "#/properties/z", "schema": {}}}),
            "/condition/scope",
            "\"z\"",
        ),
        (
            json!({"effect": "SHOW", "condition": {"scope": "b", "schema": {}}}),
            "/condition/scope",
            "pointer",
        ),
        (
            json!({"effect": "SHOW", "condition": {"scope": "#/properties/b", "schema": {"pattern": "(?=x)"}}}),
            "/condition/schema/pattern",
            "look",
        ),
        (
            json!({"effect": "SHOW", "condition": {"scope": "#/properties/b", "schema": {}, "failWhenUndefined": "yes"}}),
            "/condition/failWhenUndefined",
            "true or false",
        ),
    ] {
        let mut a = control("a");
        a["rule"] = rule.clone();
        let errors = load(&schema, &vertical(json!([a, control("b")]))).unwrap_err();
        assert_eq!(
            errors[0].pointer,
            format!("/uischema/elements/0/rule{pointer}"),
            "{rule}"
        );
        assert!(errors[0].reason.contains(word), "{errors:?}");
    }
}

#[test]
fn one_change_in_a_long_form_evaluates_what_depends_on_it() {
    let names: Vec<String> = (0..200).map(|at| format!("f{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let schema = fields(&names);
    // Each field except the first of ten is shown depending on the one before it.
    let elements: Vec<Value> = (0..200)
        .map(|at| match at % 10 {
            0 => control(names[at]),
            _ => ruled(names[at], "SHOW", is(names[at - 1], json!("on"))),
        })
        .collect();
    let mut filling = filling(&schema, &vertical(json!(elements)), json!({}));
    let cost = |filling: &mut FormState, pointer: &str, value: &str| {
        let before = filling.evaluations();
        let change = filling.set(pointer, Some(json!(value)));
        (filling.evaluations() - before, change.states.len())
    };
    assert_eq!(
        filling.evaluations(),
        180,
        "each rule once when the form opens"
    );
    assert_eq!(
        cost(&mut filling, "/f9", "x"),
        (0, 0),
        "nobody reads the last of ten"
    );
    assert_eq!(cost(&mut filling, "/f0", "o"), (1, 0));
    assert_eq!(
        cost(&mut filling, "/f0", "on"),
        (2, 1),
        "the next one, and whoever reads that"
    );
    for at in 1..9 {
        filling.set(&format!("/f{at}"), Some(json!("on")));
    }
    assert_eq!(
        cost(&mut filling, "/f0", "off"),
        (9, 9),
        "a whole chain, each once"
    );
    assert_eq!(cost(&mut filling, "/f55", "on"), (1, 0), "another chain");
}
