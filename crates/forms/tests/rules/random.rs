//! Random forms and changes, compared with a slow and simple implementation of the same rules.

use super::reading::{Element, ITEM, OBJECT, ROOT, settled};
use crate::rng::Rng;
use portico_forms::{Document, Form, FormState, State};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

fn schema(rng: &mut Rng) -> Value {
    let mut field = || match rng.below(3) {
        0 => json!({"type": "string", "enum": ["on", "off"]}),
        _ => json!({"type": "string", "maxLength": 2}),
    };
    let mut object = |names: &[&str]| {
        let properties: Map<String, Value> = names
            .iter()
            .map(|name| ((*name).to_owned(), field()))
            .collect();
        json!({"type": "object", "properties": properties, "required": names[..names.len() / 2]})
    };
    let mut root = object(&["a", "b", "c", "d"]);
    root["properties"]["o"] = object(&OBJECT);
    root["properties"]["l"] = json!({"type": "array", "items": object(&ITEM), "maxItems": 3});
    root
}

type States = BTreeMap<(String, u32), State>;

fn states(filling: &FormState) -> States {
    let count = filling.data()["l"].as_array().map_or(0, Vec::len);
    let items = (0..count).map(|at| format!("/l/{at}"));
    let mut states = BTreeMap::new();
    for base in items.chain([String::new(), "/o".to_owned()]) {
        for (id, level) in ids(&filling.form()) {
            let is_here = match level {
                "l" => base.starts_with("/l/"),
                "o" => base == "/o",
                _ => base.is_empty(),
            };
            if is_here {
                states.insert((base.clone(), id), filling.state(&base, id));
            }
        }
    }
    states
}

/// The ids of all elements, with the kind of place that contains them.
fn ids(form: &Form) -> Vec<(u32, &'static str)> {
    fn walk(
        element: &portico_forms::Element,
        level: &'static str,
        found: &mut Vec<(u32, &'static str)>,
    ) {
        use portico_forms::{ElementKind, FieldKind};
        found.push((element.id, level));
        match &element.kind {
            ElementKind::Vertical(inner)
            | ElementKind::Group {
                elements: inner, ..
            } => {
                inner.iter().for_each(|one| walk(one, level, found));
            }
            ElementKind::Control(control) => match &control.kind {
                FieldKind::Object { element } => walk(element, "o", found),
                FieldKind::List { item, .. } => walk(item, "l", found),
                _ => {}
            },
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(form.root(), "", &mut found);
    found
}

fn leaf(rng: &mut Rng, data: &Value) -> String {
    let count = data["l"].as_array().map_or(0, Vec::len);
    if count > 0 && rng.below(2) == 0 {
        format!("/l/{}/{}", rng.below(count), rng.pick(&ITEM))
    } else {
        format!("/{}", rng.pick(&ROOT))
    }
}

/// Makes one change. Its report must contain exactly the states that have changed.
fn change(rng: &mut Rng, filling: &mut FormState) {
    let before = states(filling);
    let count = filling.data()["l"].as_array().map_or(0, Vec::len);
    let change = match rng.below(10) {
        0 if count < 4 => filling.insert("/l", rng.below(count + 1)),
        1 if count > 0 => filling.remove("/l", rng.below(count)),
        2 if count > 1 => filling.shift("/l", rng.below(count), rng.below(count)),
        3 => filling.set(
            "/o",
            [None, Some(json!({"x": "on", "y": "off"}))][rng.below(2)].clone(),
        ),
        _ => {
            let pointer = leaf(rng, filling.data());
            let value = [None, Some("on"), Some("on"), Some("off"), Some("long")][rng.below(5)];
            filling.set(&pointer, value.map(Value::from))
        }
    };
    let after = states(filling);
    let free = State {
        shown: true,
        enabled: true,
    };
    let expected: States = after
        .into_iter()
        .filter(|(place, state)| before.get(place).copied().unwrap_or(free) != *state)
        .collect();
    let told: States = change
        .states
        .into_iter()
        .map(|(base, id, state)| ((base, id), state))
        .collect();
    assert_eq!(told, expected);
}

/// Plays one form. Returns whether it could be loaded.
fn play(seed: u64) -> bool {
    let mut rng = Rng::new(seed);
    let elements = Element::several(&mut rng, &ROOT, 3);
    let schema = schema(&mut rng);
    let uischema = json!({"type": "VerticalLayout", "elements": elements.iter().map(Element::json).collect::<Vec<_>>()});
    let form = match Form::load(&Document {
        schema: &schema,
        uischema: Some(&uischema),
        defaults: None,
        texts: None,
    }) {
        Ok(form) => Arc::new(form),
        Err(errors) => {
            assert!(
                errors.iter().all(|error| error.reason.contains("cycle")),
                "{errors:?} in {uischema:#}"
            );
            return false;
        }
    };
    let mut filling = FormState::new(form.clone(), json!({"l": [{}, {"p": "on"}]}));
    for _ in 0..30 {
        change(&mut rng, &mut filling);
        let data = filling.data().clone();
        let sent = filling.pruned();
        assert_eq!(
            sent,
            settled(&elements, &data),
            "seed {seed}: {data} in {uischema:#}"
        );
        let fresh = FormState::new(form.clone(), data.clone());
        assert_eq!(states(&filling), states(&fresh), "seed {seed}");
        let errors = filling.check();
        assert_eq!(errors, fresh.check(), "seed {seed}");
        for error in &errors {
            // The error of a field in a missing object is only reported by the check of the whole form.
            let (parent, _) = error.pointer.rsplit_once('/').unwrap();
            if sent.pointer(parent).is_some() {
                assert_eq!(
                    filling.check_at(&error.pointer).as_ref(),
                    Some(error),
                    "seed {seed}: {data} in {uischema:#}"
                );
            }
        }
        for control in form.controls().filter(|control| !control.scope.is_empty()) {
            if let Some(error) = filling
                .check_at(&control.scope)
                .filter(|_| ROOT.contains(&&control.scope[1..]))
            {
                assert!(
                    errors.contains(&error),
                    "seed {seed}: {error:?} in {errors:?}"
                );
            }
        }
        match form.accept(data) {
            Ok(accepted) => {
                assert!(errors.is_empty());
                assert_eq!(form.accept(accepted.clone()), Ok(accepted), "seed {seed}");
            }
            Err(told) => assert_eq!(told, errors),
        }
        assert_eq!(
            form.accept(sent.clone()).is_ok(),
            errors.is_empty(),
            "seed {seed}: what was pruned is judged as before"
        );
    }
    true
}

#[test]
fn random_forms_behave_like_the_simple_reading() {
    let played = (0..600).filter(|seed| play(*seed)).count();
    assert!(played > 150, "only {played} forms had no cycle");
}
