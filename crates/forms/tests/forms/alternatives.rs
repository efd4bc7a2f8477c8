//! Alternatives of `oneOf` and `anyOf`: the choice, its fields, and the input in unselected alternatives.

use super::{form, load, load_with};
use portico_forms::{FieldKind, Form, FormState};
use serde_json::{Value, json};
use std::sync::Arc;

fn delivery() -> Value {
    let way = |kind: &str, title: &str, field: &str| {
        json!({"title": title, "type": "object", "required": ["kind", field], "additionalProperties": false,
            "properties": {"kind": {"const": kind}, field: {"type": "string", "minLength": 2}, "note": {"type": "string"}}})
    };
    json!({"title": "Delivery", "oneOf": [way("pickup", "Pick up", "desk"), way("post", "Post", "street")]})
}

fn object(name: &str, schema: Value, required: bool) -> Value {
    let required: &[&str] = if required { &[name] } else { &[] };
    json!({"type": "object", "properties": {name: schema}, "required": required})
}

/// The control for the choice, with its labels.
fn chooser(form: &Form) -> (u32, Vec<String>) {
    fn find(element: &portico_forms::Element) -> Option<(u32, Vec<String>)> {
        match &element.kind {
            portico_forms::ElementKind::Vertical(inner) => inner.iter().find_map(find),
            portico_forms::ElementKind::Control(control) => match &control.kind {
                FieldKind::Alternatives { alternatives, .. } => {
                    let labels = alternatives
                        .iter()
                        .map(|one| one.label.clone().unwrap_or_default());
                    Some((element.id, labels.collect()))
                }
                FieldKind::Object { element } => find(element),
                FieldKind::List { item, .. } => find(item),
                _ => None,
            },
            _ => None,
        }
    }
    find(form.root()).unwrap()
}

fn errors(filling: &FormState) -> Vec<(String, &'static str)> {
    let errors = filling.check().into_iter();
    errors
        .map(|error| (error.pointer.clone(), error.code()))
        .collect()
}

#[test]
fn an_alternative_is_chosen_filled_and_left_without_loss() {
    let form = Arc::new(form(&object("delivery", delivery(), true), None));
    let (id, labels) = chooser(&form);
    assert_eq!(labels, ["Pick up", "Post"]);
    let mut filling = FormState::new(form.clone(), form.defaults());
    assert_eq!(filling.chosen("", id), None);
    assert_eq!(filling.pruned(), json!({}));
    assert_eq!(errors(&filling), [("/delivery".to_owned(), "required")]);
    assert_eq!(filling.name_of("/delivery"), "Delivery");

    filling.choose("", id, Some(0));
    assert_eq!(filling.pruned(), json!({"delivery": {"kind": "pickup"}}));
    assert_eq!(
        errors(&filling),
        [("/delivery/desk".to_owned(), "required")]
    );
    filling.set("/delivery/desk", Some(json!("B")));
    filling.set("/delivery/note", Some(json!("ring")));
    assert_eq!(
        errors(&filling),
        [("/delivery/desk".to_owned(), "minLength")]
    );
    assert_eq!(
        filling.check_at("/delivery/desk").map(|error| error.code()),
        Some("minLength")
    );
    assert_eq!(filling.name_of("/delivery/desk"), "Delivery, Desk");

    // A field that both alternatives have keeps its answer; the other fields are restored with their alternative.
    filling.choose("", id, Some(1));
    let posted = json!({"delivery": {"kind": "post", "note": "ring"}});
    assert_eq!(filling.pruned(), posted);
    let drawn = ["", "/desk", "/street", "/note"].map(|name| format!("/delivery{name}"));
    let drawn = drawn.map(|pointer| filling.is_drawn_at(&pointer));
    assert_eq!(drawn, [true, false, true, true]);
    filling.set("/delivery/street", Some(json!("Main Street")));
    let kept = filling.kept();
    filling.choose("", id, Some(0));
    assert_eq!(
        filling.data(),
        &json!({"delivery": {"kind": "pickup", "desk": "B", "note": "ring"}})
    );
    filling.choose("", id, None);
    assert_eq!(filling.pruned(), json!({}));
    filling.choose("", id, Some(1));
    let sent = json!({"delivery": {"kind": "post", "note": "ring", "street": "Main Street"}});
    assert_eq!(filling.pruned(), sent);
    assert_eq!(errors(&filling), []);
    assert_eq!(form.accept(sent.clone()), Ok(sent.clone()));
    assert_eq!(
        form.accept(kept.clone()),
        Ok(sent),
        "a draft on the server is what would be sent"
    );

    // A draft restores the selected alternative, and the input in the other one.
    let mut again = FormState::new(form, kept);
    assert_eq!(again.chosen("", id), Some(1));
    again.choose("", id, Some(0));
    assert_eq!(
        again.pruned(),
        json!({"delivery": {"kind": "pickup", "desk": "B", "note": "ring"}})
    );
}

#[test]
fn answers_tell_which_alternative_they_are() {
    let form = Arc::new(form(&object("delivery", delivery(), false), None));
    let (id, _) = chooser(&form);
    for (answers, chosen) in [
        (json!({}), None),
        (json!({"delivery": {}}), None),
        (json!({"delivery": {"kind": "post"}}), Some(1)),
        (json!({"delivery": {"street": "x"}}), Some(1)),
        (
            json!({"delivery": {"kind": "pickup", "street": "x"}}),
            Some(0),
        ),
        (json!({"delivery": {"note": "n"}}), Some(0)),
        (json!({"delivery": "text"}), None),
    ] {
        let filling = FormState::new(form.clone(), answers.clone());
        assert_eq!(filling.chosen("", id), chosen, "{answers}");
    }
    let described: Vec<_> = form
        .described(&json!({"delivery": {"kind": "post", "street": "Main Street"}}))
        .into_iter()
        .map(|one| (one.label, one.text))
        .collect();
    assert_eq!(
        described,
        [
            ("Delivery".to_owned(), Some("Post".to_owned())),
            ("Delivery, Street".to_owned(), None)
        ]
    );
    // Answers that were sent without the form are matched to an alternative, and rejected for a specific reason.
    let sent = json!({"delivery": {"kind": "post", "street": "Main Street"}});
    assert_eq!(
        form.accept(json!({"delivery": {"street": "Main Street"}})),
        Ok(sent)
    );
    for (answers, pointer, code) in [
        (json!({"delivery": {"kind": "boat"}}), "/delivery", "oneOf"),
        (
            json!({"delivery": {"kind": "post"}}),
            "/delivery/street",
            "required",
        ),
        (
            json!({"delivery": {"kind": "post", "street": "x"}}),
            "/delivery/street",
            "minLength",
        ),
        (json!({"delivery": "post"}), "/delivery", "oneOf"),
        (
            json!({"delivery": {"kind": "post", "street": "xx", "odd": 1}}),
            "/delivery/odd",
            "additionalProperties",
        ),
    ] {
        let errors = form.accept(answers.clone()).unwrap_err();
        assert_eq!(
            (errors[0].pointer.as_str(), errors[0].code()),
            (pointer, code),
            "{answers}"
        );
    }
}

#[test]
fn links_fill_alternatives() {
    let form = Arc::new(form(&object("delivery", delivery(), false), None));
    assert_eq!(
        form.prefill("delivery.kind", "post"),
        Some(("/delivery/kind".to_owned(), json!("post")))
    );
    assert_eq!(form.prefill("delivery.kind", "boat"), None);
    assert_eq!(
        form.prefill("delivery.street", "x"),
        Some(("/delivery/street".to_owned(), json!("x")))
    );
    let contact = json!({"oneOf": [{"title": "Phone", "type": "integer"}, {"title": "E-mail", "type": "string"}]});
    let form = load(&object("contact", contact, false), None).unwrap();
    assert_eq!(
        form.prefill("contact", "112"),
        Some(("/contact".to_owned(), json!(112)))
    );
    assert_eq!(
        form.prefill("contact", "a@b.example"),
        Some(("/contact".to_owned(), json!("a@b.example")))
    );
}

#[test]
fn alternatives_are_named_by_title_constant_or_fields() {
    let text = json!({"type": "string"});
    let named = |schema: Value| {
        chooser(&load(&object("x", schema, false), None).unwrap())
            .1
            .join(" / ")
    };
    for (schema, labels) in [
        (
            json!({"anyOf": [{"$ref": "#/$defs/a"}, {"type": "object", "title": "B", "properties": {"b": text}}], "$defs": {}}),
            "A / B",
        ),
        (
            json!({"oneOf": [{"properties": {"kind": {"const": "onSite"}, "a": text}}, {"properties": {"kind": {"enum": ["remote"]}, "b": text}}]}),
            "On Site / Remote",
        ),
        (
            json!({"oneOf": [{"properties": {"street": {"title": "Street and number"}, "city": text}}, {"properties": {"boxNumber": text}}]}),
            "Street and number, City / Box Number",
        ),
    ] {
        let mut schema = object("x", schema, false);
        schema["$defs"] = json!({"a": {"type": "object", "title": "A", "properties": {"a": text}}});
        let form = load(&schema, None).unwrap();
        assert_eq!(chooser(&form).1.join(" / "), labels, "{schema}");
    }
    let texts = json!({"delivery.Post": "Mit der Post", "delivery.Pick up": "Abholen", "delivery.street.label": "Straße"});
    let form = load_with(
        &object("delivery", delivery(), false),
        None,
        None,
        texts.as_object(),
    )
    .unwrap();
    assert_eq!(chooser(&form).1, ["Abholen", "Mit der Post"]);
    assert!(
        form.controls()
            .any(|control| control.label.as_deref() == Some("Straße"))
    );
    assert_eq!(named(delivery()), "Pick up / Post");
}

#[test]
fn fields_that_all_alternatives_share_stand_once() {
    let text = json!({"type": "string"});
    let schema = json!({"type": "object", "required": ["name", "kind"],
        "properties": {"name": text, "kind": {"type": "string", "title": "What for?"}},
        "oneOf": [
            {"properties": {"kind": {"const": "work"}, "team": text}, "required": ["team"]},
            {"properties": {"kind": {"const": "home"}, "city": text, "name": {"minLength": 2}}, "required": ["city"]}]});
    for schema in [schema.clone(), object("x", schema, true)] {
        let is_inner = schema["properties"].get("x").is_some();
        let base = if is_inner { "/x" } else { "" };
        let form = Arc::new(form(&schema, None));
        let (id, labels) = chooser(&form);
        assert_eq!(labels, ["Work", "Home"]);
        assert_eq!(form.controls().filter(|one| one.name == "name").count(), 1);
        let mut filling = FormState::new(form.clone(), form.defaults());
        assert_eq!(filling.chosen(base, id), None);
        filling.set(&format!("{base}/name"), Some(json!("Li")));
        assert_eq!(
            filling.name_of(base),
            if is_inner { "X" } else { "What for?" }
        );
        filling.choose(base, id, Some(0));
        filling.set(&format!("{base}/team"), Some(json!("IT")));
        filling.choose(base, id, Some(1));
        let at = |value: &Value| value.pointer(base).cloned().unwrap();
        assert_eq!(at(&filling.pruned()), json!({"name": "Li", "kind": "home"}));
        assert_eq!(errors(&filling), [(format!("{base}/city"), "required")]);
        filling.choose(base, id, Some(0));
        assert_eq!(
            at(&filling.pruned()),
            json!({"name": "Li", "kind": "work", "team": "IT"})
        );
        assert_eq!(errors(&filling), []);
        let sent = filling.pruned();
        assert_eq!(form.accept(sent.clone()), Ok(sent.clone()));
        // The identifying member selects the alternative, wherever it comes from.
        assert_eq!(FormState::new(form, sent).chosen(base, id), Some(0));
    }
}

#[test]
fn alternatives_of_values_and_lists_are_each_the_whole_answer() {
    let schema = json!({"oneOf": [
        {"title": "Colours", "type": "array", "items": {"enum": ["Red", "Blue"]}},
        {"title": "Numbers", "type": "array", "items": {"enum": ["One"]}},
        {"title": "Other", "type": "string", "minLength": 3}]});
    let form = Arc::new(form(&object("x", schema, true), None));
    let (id, labels) = chooser(&form);
    assert_eq!(labels, ["Colours", "Numbers", "Other"]);
    let mut filling = FormState::new(form.clone(), json!({}));
    filling.choose("", id, Some(0));
    filling.insert("/x", 0);
    filling.set("/x/0", Some(json!("Blue")));
    assert_eq!(filling.pruned(), json!({"x": ["Blue"]}));
    filling.choose("", id, Some(1));
    assert_eq!(errors(&filling), [("/x".to_owned(), "required")]);
    filling.insert("/x", 0);
    filling.set("/x/0", Some(json!("One")));
    filling.choose("", id, Some(2));
    filling.set("/x", Some(json!("no")));
    assert_eq!(errors(&filling), [("/x".to_owned(), "minLength")]);
    assert!(
        filling
            .control_at("/x")
            .is_some_and(|one| matches!(one.kind, FieldKind::Text { .. }))
    );
    for (at, sent) in [
        (0, json!({"x": ["Blue"]})),
        (1, json!({"x": ["One"]})),
        (2, json!({"x": "no"})),
    ] {
        filling.choose("", id, Some(at));
        assert_eq!(filling.pruned(), sent);
    }
    for (answers, at) in [
        (json!({"x": ["One"]}), 1),
        (json!({"x": ["Red"]}), 0),
        (json!({"x": "yes"}), 2),
    ] {
        let filling = FormState::new(form.clone(), answers.clone());
        assert_eq!(filling.chosen("", id), Some(at), "{answers}");
        assert_eq!(form.accept(answers.clone()), Ok(answers));
    }
}

#[test]
fn each_item_of_a_list_has_its_own_alternative() {
    let schema = object(
        "stops",
        json!({"type": "array", "items": delivery()}),
        false,
    );
    let form = Arc::new(form(&schema, None));
    let (id, _) = chooser(&form);
    let mut filling = FormState::new(form, json!({}));
    for (at, chosen, field) in [(0, 0, "desk"), (1, 1, "street")] {
        filling.insert("/stops", at);
        filling.choose(&format!("/stops/{at}"), id, Some(chosen));
        filling.set(&format!("/stops/{at}/{field}"), Some(json!("value")));
    }
    let first = json!({"kind": "pickup", "desk": "value"});
    let second = json!({"kind": "post", "street": "value"});
    filling.choose("/stops/1", id, Some(0));
    filling.shift("/stops", 1, 0);
    assert_eq!(filling.chosen("/stops/0", id), Some(0));
    filling.choose("/stops/0", id, Some(1));
    assert_eq!(filling.pruned(), json!({"stops": [second, first]}));
    filling.insert("/stops", 0);
    assert_eq!(filling.chosen("/stops/0", id), None);
    assert_eq!(filling.chosen("/stops/1", id), Some(1));
    filling.remove("/stops", 1);
    assert_eq!(filling.chosen("/stops/1", id), Some(0));
    assert_eq!(filling.pruned()["stops"][1], first);
}

#[test]
fn alternatives_that_only_want_members_leave_the_fields_as_they_are() {
    let text = json!({"type": "string"});
    let schema = json!({"type": "object", "properties": {"email": text, "phone": text},
        "anyOf": [{"required": ["email"]}, {"required": ["phone"]}]});
    let form = load(&schema, None).unwrap();
    let names: Vec<_> = form
        .controls()
        .map(|control| control.name.as_str())
        .collect();
    assert_eq!(names, ["email", "phone"]);
}

#[test]
fn an_alternative_that_was_chosen_wants_its_answer() {
    let schema = json!({"oneOf": [
        {"title": "Some days", "type": "integer"},
        {"title": "A person", "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}]});
    let form = Arc::new(form(&object("x", schema, false), None));
    let (id, _) = chooser(&form);
    let mut filling = FormState::new(form, json!({}));
    for (chosen, error) in [
        (None, None),
        (Some(0), Some(("/x".to_owned(), "required"))),
        (Some(1), Some(("/x/name".to_owned(), "required"))),
    ] {
        filling.choose("", id, chosen);
        assert_eq!(errors(&filling), Vec::from_iter(error), "{chosen:?}");
        assert_eq!(filling.pruned(), json!({}));
    }
}
