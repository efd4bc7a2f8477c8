//! Fields that several alternatives share, and the state that is restored with a removed item.

use super::form;
use portico_forms::{ElementKind, FieldKind, Form, FormState};
use serde_json::{Value, json};
use std::sync::Arc;

/// An alternative with a field of its own, and fields that other alternatives may share.
fn way(own: &str, shared: Value) -> Value {
    let mut properties = json!({own: {"type": "string"}});
    let members = shared.as_object().unwrap().clone();
    properties.as_object_mut().unwrap().extend(members);
    json!({"title": own, "type": "object", "properties": properties})
}

fn choices(values: &[&str]) -> Value {
    json!({"type": "string", "enum": values})
}

/// The id of the first choice between alternatives.
fn chooser(form: &Form) -> u32 {
    fn find(element: &portico_forms::Element) -> Option<u32> {
        match &element.kind {
            ElementKind::Vertical(inner) => inner.iter().find_map(find),
            ElementKind::Control(control) => match &control.kind {
                FieldKind::Alternatives { .. } => Some(element.id),
                FieldKind::Object { element } => find(element),
                FieldKind::List { item, .. } => find(item),
                _ => None,
            },
            _ => None,
        }
    }
    find(form.root()).unwrap()
}

#[test]
fn what_was_answered_last_counts_in_every_alternative() {
    let text = json!({"type": "string"});
    let note = json!({"note": text});
    let first = json!({"note": {"type": "string", "default": "as usual"}});
    let all = |ways: [Value; 3]| json!({"type": "object", "properties": {"x": {"oneOf": ways}}});
    let same = all([
        way("a", note.clone()),
        way("b", note.clone()),
        way("c", json!({})),
    ]);
    let with_first = all([way("a", first.clone()), way("b", first), way("c", note)]);
    let colours = |values: &[&str]| json!({"note": choices(values)});
    let narrow = all([
        way("a", colours(&["red", "blue"])),
        way("b", colours(&["blue"])),
        way("c", colours(&["red", "blue", "green"])),
    ]);
    // Of the actions, a letter chooses an alternative and `-` none, `=` types a text or empties the field, and `reload`
    // closes the draft and opens it again.
    #[rustfmt::skip]
    let cases = [
        ("corrected", &same, "a =Ann b =Anna a", Some("Anna")),
        ("emptied", &same, "a =Ann b = a", None),
        ("emptied, and chosen again after a reload", &same, "a =Ann b = reload a", None),
        ("emptied before another visit", &same, "a =Ann b = c a", None),
        ("past one that does not ask", &same, "a =Ann c b", Some("Ann")),
        ("past none", &same, "a =Ann - b = - a", None),
        ("a first value", &with_first, "a b", Some("as usual")),
        ("a first value that was emptied", &with_first, "a = b", None),
        ("an emptied first value, after a reload", &with_first, "a = b reload a", None),
        ("a first value that nobody has emptied", &with_first, "c a", Some("as usual")),
        ("a choice that the other does not have", &narrow, "a =red b a", Some("red")),
        ("a choice that a third one has", &narrow, "a =red b c", Some("red")),
        ("a choice that was taken back", &narrow, "a =blue b = a", None),
    ];
    for (what, schema, actions, note) in cases {
        let form = Arc::new(form(schema, None));
        let id = chooser(&form);
        let mut filling = FormState::new(form.clone(), json!({}));
        for action in actions.split(' ') {
            match action.strip_prefix('=') {
                Some("") => drop(filling.set("/x/note", None)),
                Some(text) => drop(filling.set("/x/note", Some(json!(text)))),
                None if action == "reload" => {
                    filling = FormState::new(form.clone(), filling.kept());
                }
                None => drop(filling.choose("", id, "abc".find(action))),
            }
        }
        let now = filling.data().pointer("/x/note");
        assert_eq!(now.and_then(Value::as_str), note, "{what}");
    }
}

#[test]
fn what_only_one_alternative_asks_for_waits_for_it() {
    let text = json!({"type": "string"});
    let schema = json!({"type": "object", "properties": {"x": {"oneOf": [
        way("a", json!({"note": text})), way("b", json!({"note": text}))]}}});
    let form = Arc::new(form(&schema, None));
    let id = chooser(&form);
    let mut filling = FormState::new(form, json!({}));
    filling.choose("", id, Some(0));
    filling.set("/x/note", Some(json!("Ann")));
    filling.set("/x/a", Some(json!("own")));
    filling.choose("", id, Some(1));
    assert_eq!(filling.data(), &json!({"x": {"note": "Ann"}}));
    filling.set("/x/note", None);
    assert_eq!(filling.data(), &json!({}), "an emptied object is no answer");
    filling.choose("", id, Some(0));
    assert_eq!(filling.data(), &json!({"x": {"a": "own"}}));
}

#[test]
fn an_item_comes_back_with_what_was_typed_in_its_other_alternatives() {
    let item = json!({"type": "object", "properties": {"way": {"oneOf": [way("a", json!({})), way("b", json!({}))]}}});
    let plain = json!({"oneOf": [way("a", json!({})), way("b", json!({}))]});
    for (item, inner) in [(item, "/way"), (plain, "")] {
        let schema =
            json!({"type": "object", "properties": {"l": {"type": "array", "items": item}}});
        let form = Arc::new(form(&schema, None));
        let id = chooser(&form);
        let mut filling = FormState::new(form.clone(), json!({}));
        for at in 0..3 {
            filling.insert("/l", at);
            let (base, pointer) = (format!("/l/{at}"), format!("/l/{at}{inner}"));
            filling.choose(&base, id, Some(0));
            filling.set(&format!("{pointer}/a"), Some(json!(format!("a{at}"))));
            filling.choose(&base, id, Some(1));
            filling.set(&format!("{pointer}/b"), Some(json!(format!("b{at}"))));
        }
        // One that is selected and has no input yet.
        filling.choose("/l/1", id, Some(0));
        filling.set(&format!("/l/1{inner}/a"), None);
        let (before, kept) = (filling.data().clone(), filling.kept());
        for at in [0, 1, 2] {
            let item = filling.item("/l", at);
            filling.remove("/l", at);
            filling.put_back("/l", at, item);
            assert_eq!((filling.data(), filling.kept()), (&before, kept.clone()));
        }
        // It follows its item to another position.
        let item = filling.item("/l", 2);
        filling.remove("/l", 2);
        filling.put_back("/l", 0, item);
        assert_eq!(filling.chosen("/l/0", id), Some(1));
        assert_eq!(filling.chosen("/l/2", id), Some(0));
        for (at, other) in [(0, json!("a2")), (1, json!("a0")), (2, json!("b1"))] {
            let to = usize::from(at == 2);
            filling.choose(&format!("/l/{at}"), id, Some(to));
            let name = if to == 1 { "b" } else { "a" };
            let pointer = format!("/l/{at}{inner}/{name}");
            assert_eq!(filling.data().pointer(&pointer), Some(&other), "{pointer}");
        }
    }
}
