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

/// An action on the form.
enum Deed {
    Choose(Option<usize>),
    Type(&'static str, Value),
    /// Closes the draft and opens it again.
    Reopen,
}

use Deed::{Choose, Reopen, Type};

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
    let typed = |text: &str| Type("/x/note", json!(text));
    let empty = || Type("/x/note", Value::Null);
    for (what, schema, deeds, note) in [
        (
            "corrected",
            &same,
            vec![
                Choose(Some(0)),
                typed("Ann"),
                Choose(Some(1)),
                typed("Anna"),
                Choose(Some(0)),
            ],
            json!("Anna"),
        ),
        (
            "emptied",
            &same,
            vec![
                Choose(Some(0)),
                typed("Ann"),
                Choose(Some(1)),
                empty(),
                Choose(Some(0)),
            ],
            Value::Null,
        ),
        (
            "emptied, and chosen again after a reload",
            &same,
            vec![
                Choose(Some(0)),
                typed("Ann"),
                Choose(Some(1)),
                empty(),
                Reopen,
                Choose(Some(0)),
            ],
            Value::Null,
        ),
        (
            "emptied before another visit",
            &same,
            vec![
                Choose(Some(0)),
                typed("Ann"),
                Choose(Some(1)),
                empty(),
                Choose(Some(2)),
                Choose(Some(0)),
            ],
            Value::Null,
        ),
        (
            "past one that does not ask",
            &same,
            vec![
                Choose(Some(0)),
                typed("Ann"),
                Choose(Some(2)),
                Choose(Some(1)),
            ],
            json!("Ann"),
        ),
        (
            "past none",
            &same,
            vec![
                Choose(Some(0)),
                typed("Ann"),
                Choose(None),
                Choose(Some(1)),
                empty(),
                Choose(None),
                Choose(Some(0)),
            ],
            Value::Null,
        ),
        (
            "a first value",
            &with_first,
            vec![Choose(Some(0)), Choose(Some(1))],
            json!("as usual"),
        ),
        (
            "a first value that was emptied",
            &with_first,
            vec![Choose(Some(0)), empty(), Choose(Some(1))],
            Value::Null,
        ),
        (
            "an emptied first value, after a reload",
            &with_first,
            vec![
                Choose(Some(0)),
                empty(),
                Choose(Some(1)),
                Reopen,
                Choose(Some(0)),
            ],
            Value::Null,
        ),
        (
            "a first value that nobody has emptied",
            &with_first,
            vec![Choose(Some(2)), Choose(Some(0))],
            json!("as usual"),
        ),
        (
            "a choice that the other does not have",
            &narrow,
            vec![
                Choose(Some(0)),
                typed("red"),
                Choose(Some(1)),
                Choose(Some(0)),
            ],
            json!("red"),
        ),
        (
            "a choice that a third one has",
            &narrow,
            vec![
                Choose(Some(0)),
                typed("red"),
                Choose(Some(1)),
                Choose(Some(2)),
            ],
            json!("red"),
        ),
        (
            "a choice that was taken back",
            &narrow,
            vec![
                Choose(Some(0)),
                typed("blue"),
                Choose(Some(1)),
                empty(),
                Choose(Some(0)),
            ],
            Value::Null,
        ),
    ] {
        let form = Arc::new(form(schema, None));
        let id = chooser(&form);
        let mut filling = FormState::new(form.clone(), json!({}));
        for deed in deeds {
            match deed {
                Choose(to) => drop(filling.choose("", id, to)),
                Type(pointer, value) => {
                    drop(filling.set(pointer, Some(value).filter(|value| !value.is_null())))
                }
                Reopen => filling = FormState::new(form.clone(), filling.kept()),
            }
        }
        let now = filling.data().pointer("/x/note").cloned();
        assert_eq!(now.unwrap_or_default(), note, "{what}");
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
