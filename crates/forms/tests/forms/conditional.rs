//! Properties that only `then`, `else` and `dependentSchemas` describe, constants, and recursive schemas.

use super::{form, load};
use portico_forms::{Element, ElementKind, FieldKind, Form, FormState};
use serde_json::{Value, json};
use std::sync::Arc;

/// The names of the visible fields, except those in objects and lists.
fn shown(filling: &FormState) -> Vec<String> {
    fn walk(filling: &FormState, element: &Element, found: &mut Vec<String>) {
        if !filling.state("", element.id).shown {
            return;
        }
        match &element.kind {
            ElementKind::Control(control) => found.push(control.name.clone()),
            ElementKind::Vertical(inner) => {
                inner.iter().for_each(|one| walk(filling, one, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(filling, filling.form().root(), &mut found);
    found
}

/// Asserts which fields a form shows for answers, and what is sent.
#[track_caller]
fn check(schema: &Value, uischema: Option<&Value>, answers: Value, fields: &str, sent: Value) {
    let filling = FormState::new(Arc::new(form(schema, uischema)), answers.clone());
    assert_eq!(shown(&filling).join(" "), fields, "{schema} with {answers}");
    assert_eq!(filling.pruned(), sent, "{schema} with {answers}");
}

fn kind() -> Value {
    json!({"type": "string", "enum": ["laptop", "program"]})
}

fn is(value: &str) -> Value {
    json!({"properties": {"kind": {"const": value}}, "required": ["kind"]})
}

#[test]
fn a_property_comes_and_goes_with_what_describes_it() {
    let text = json!({"type": "string"});
    let then = json!({"type": "object", "properties": {"kind": kind()}, "if": is("laptop"),
        "then": {"properties": {"serial": text}, "required": ["serial"]}, "else": {"properties": {"program": text}}});
    let referred = json!({"type": "object", "properties": {"kind": kind()}, "if": {"$ref": "#/$defs/if"},
        "then": {"$ref": "#/$defs/then"},
        "$defs": {"if": {"allOf": [is("laptop")]}, "then": {"properties": {"serial": text}}}});
    let several = json!({"type": "object", "properties": {"kind": kind()}, "allOf": [
        {"if": is("laptop"), "then": {"properties": {"serial": text, "note": text}}},
        {"if": is("program"), "then": {"properties": {"program": text, "note": text}}}]});
    let inside = json!({"type": "object", "properties": {"kind": kind()}, "if": is("laptop"), "then": {
        "properties": {"serial": text}, "dependentSchemas": {"serial": {"properties": {"place": text}}}}});
    let both = json!({"type": "object", "properties": {"kind": kind()}, "if": is("laptop"),
        "then": {"properties": {"note": text}}, "else": {"properties": {"note": text}}});
    let dependent = json!({"type": "object", "properties": {"credit": text},
        "dependentSchemas": {"credit": {"properties": {"billing": text}, "required": ["billing"]}}});
    let dependencies = json!({"type": "object", "properties": {"credit": text},
        "dependencies": {"credit": {"properties": {"billing": text}}}});
    let described = json!({"type": "object", "properties": {"kind": kind(), "note": text}, "if": is("laptop"),
        "then": {"properties": {"note": {"minLength": 3}}}});
    let open = json!({"type": "object", "properties": {"kind": kind()}, "if": {"minProperties": 1},
        "then": {"properties": {"note": text}}});
    let laid_out = json!({"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/kind"},
        {"type": "Control", "scope": "#/properties/serial"},
        {"type": "Control", "scope": "#/else/properties/program",
         "rule": {"effect": "HIDE", "condition": {"scope": "#/properties/kind", "schema": {"const": "none"}}}},
    ]});
    let all =
        json!({"kind": "laptop", "serial": "1", "program": "p", "note": "n", "place": "here"});
    #[rustfmt::skip]
    let cases = [
        (&then, None, json!({}), "kind program", json!({})),
        (&then, None, all.clone(), "kind serial", json!({"kind": "laptop", "serial": "1", "note": "n", "place": "here"})),
        (&then, None, json!({"kind": "program", "serial": "1", "program": "p"}), "kind program", json!({"kind": "program", "program": "p"})),
        (&referred, None, json!({"kind": "laptop"}), "kind serial", json!({"kind": "laptop"})),
        (&referred, None, json!({"kind": "program", "serial": "1"}), "kind", json!({"kind": "program"})),
        (&several, None, json!({}), "kind", json!({})),
        (&several, None, json!({"kind": "laptop", "note": "n"}), "kind serial note", json!({"kind": "laptop", "note": "n"})),
        (&several, None, json!({"kind": "program", "serial": "1"}), "kind note program", json!({"kind": "program"})),
        (&inside, None, json!({"kind": "laptop"}), "kind serial", json!({"kind": "laptop"})),
        (&inside, None, json!({"kind": "laptop", "serial": "1"}), "kind serial place", json!({"kind": "laptop", "serial": "1"})),
        (&inside, None, json!({"kind": "program", "serial": "1", "place": "x"}), "kind", json!({"kind": "program"})),
        (&both, None, json!({}), "kind note", json!({})),
        (&dependent, None, json!({"billing": "b"}), "credit", json!({})),
        (&dependent, None, json!({"credit": "1"}), "credit billing", json!({"credit": "1"})),
        (&dependencies, None, json!({"credit": "1"}), "credit billing", json!({"credit": "1"})),
        (&described, None, json!({}), "kind note", json!({})),
        (&open, None, json!({}), "kind", json!({})),
        (&open, None, json!({"kind": "laptop"}), "kind note", json!({"kind": "laptop"})),
        // A layout may contain them; an explicit rule replaces the implied one.
        (&then, Some(&laid_out), json!({"kind": "laptop"}), "kind serial program", json!({"kind": "laptop"})),
        (&then, Some(&laid_out), json!({"kind": "program"}), "kind program", json!({"kind": "program"})),
    ];
    for (schema, ui, answers, fields, sent) in cases {
        check(schema, ui, answers, fields, sent);
    }
}

#[test]
fn what_comes_with_a_condition_is_asked_for_in_objects_and_items_too() {
    let part = json!({"type": "object", "properties": {"kind": kind()}, "if": is("laptop"),
        "then": {"properties": {"serial": {"type": "string"}}, "required": ["serial"]}});
    let schema = json!({"type": "object", "properties": {
        "one": part, "many": {"type": "array", "items": part}}});
    let form = Arc::new(form(&schema, None));
    let answers = json!({"one": {"kind": "program", "serial": "1"},
        "many": [{"kind": "laptop", "serial": "2"}, {"kind": "program", "serial": "3"}, {"kind": "laptop"}]});
    let filling = FormState::new(form, answers);
    assert_eq!(
        filling.pruned(),
        json!({"one": {"kind": "program"}, "many": [{"kind": "laptop", "serial": "2"}, {"kind": "program"}, {"kind": "laptop"}]})
    );
    let errors = filling.check();
    let errors: Vec<_> = errors
        .iter()
        .map(|error| (error.pointer.as_str(), error.code()))
        .collect();
    assert_eq!(errors, [("/many/2/serial", "required")]);
}

/// The number of times that a list with this name is nested in itself.
fn depth(form: &Form, name: &str) -> usize {
    let lists = form.controls().filter(|one| one.name == name);
    lists
        .filter(|one| {
            matches!(
                one.kind,
                FieldKind::List { .. } | FieldKind::Object { .. } | FieldKind::Alternatives { .. }
            )
        })
        .count()
}

#[test]
fn a_schema_that_contains_itself_is_drawn_as_deep_as_there_is_room() {
    let folder = json!({"type": "object", "properties": {
        "name": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/folder"}}}});
    let folders = json!({"type": "object", "properties": {"root": {"type": "array", "items": {"$ref": "#/$defs/folder"}}},
        "$defs": {"folder": folder}});
    let form = Arc::new(form(&folders, None));
    assert_eq!(depth(&form, "children"), 6);
    let mut filling = FormState::new(form.clone(), json!({}));
    filling.insert("/root", 0);
    filling.insert("/root/0/children", 0);
    filling.insert("/root/0/children/0/children", 0);
    filling.set("/root/0/children/0/children/0/name", Some(json!("deep")));
    let answers = json!({"root": [{"children": [{"children": [{"name": "deep"}]}]}]});
    assert_eq!(filling.pruned(), answers);
    assert_eq!(form.accept(answers.clone()), Ok(answers));

    let fields: serde_json::Map<String, Value> = (0..9)
        .map(|n| (format!("f{n}"), json!({"type": "string"})))
        .collect();
    let mut wide = json!({"type": "object", "properties": fields});
    for name in ["a", "b", "c"] {
        wide["properties"][name] = json!({"type": "array", "items": {"$ref": "#"}});
    }
    assert!(load(&wide, None).unwrap().controls().count() > 9 * 3 * 3);

    let tree = json!({"type": "object", "properties": {"tree": {"$ref": "#/$defs/tree"}}, "$defs": {
        "tree": {"oneOf": [
            {"title": "Leaf", "type": "string"},
            {"title": "Branch", "type": "object", "required": ["left"], "properties": {"left": {"$ref": "#/$defs/tree"}}}]}}});
    assert_eq!(depth(&load(&tree, None).unwrap(), "left"), 6);
}

#[test]
fn a_constant_that_must_be_there_is_filled_in() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {
        "a": {"const": "fixed"}, "b": {"type": "string", "const": "maybe"}, "c": {"type": "boolean", "const": true}}});
    assert_eq!(
        load(&schema, None).unwrap().defaults(),
        json!({"a": "fixed"})
    );
}
