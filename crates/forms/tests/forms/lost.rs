//! Options that other answers or a changed form have removed.

use super::{control, form, vertical};
use portico_forms::{Form, FormState, RemovedAnswer};
use serde_json::{Value, json};
use std::sync::Arc;

/// A device, its possible memory, extras, and a list of seats with its own options.
fn devices() -> Arc<Form> {
    let schema = json!({"type": "object", "properties": {
        "device": {"enum": ["14", "16"]},
        "memory": {"oneOf": [{"const": 16, "title": "16 GB"}, {"const": 64, "title": "64 GB"}]},
        "extras": {"type": "array", "uniqueItems": true, "items": {"enum": ["dock", "fan", "case"]}},
        "cooling": {"enum": ["quiet", "loud"]},
        "seats": {"type": "array", "items": {"type": "object", "properties": {
            "site": {"enum": ["HH", "LX"]}, "desk": {"enum": ["h1", "l1"]},
        }}},
    }});
    let by =
        |scope: &str, choices: Value| json!({"choicesBy": {"scope": scope, "choices": choices}});
    let mut memory = control("memory", by("#/properties/device", json!({"14": [16]})));
    memory["options"]["portico"]["prices"] = json!({"64": "300.00"});
    let extras = by("#/properties/device", json!({"14": ["dock", "case"]}));
    // An option that depends on an option that depends on another.
    let mut cooling = control(
        "cooling",
        by(
            "#/properties/memory",
            json!({"64": ["quiet", "loud"], "16": []}),
        ),
    );
    cooling["rule"] = json!({"effect": "HIDE", "condition": {"scope": "#/properties/device", "schema": {"const": "never"}, "failWhenUndefined": true}});
    let mut seats = control("seats", json!({}));
    let desk = by("#/properties/site", json!({"HH": ["h1"], "LX": ["l1"]}));
    seats["options"]["detail"] =
        vertical(json!([control("site", json!({})), control("desk", desk)]));
    let layout = vertical(json!([
        control("device", json!({})),
        memory,
        control("extras", extras),
        cooling,
        seats,
    ]));
    Arc::new(form(&schema, Some(&layout)))
}

#[test]
fn what_cannot_be_chosen_any_more_is_dropped() {
    let lost = |pointer: &str, field: &str, words: &str| RemovedAnswer {
        pointer: pointer.to_owned(),
        field: field.to_owned(),
        words: words.to_owned(),
    };
    // The answers in a draft, a change, the remaining answers, and the reports.
    for (draft, change, left, told) in [
        (
            json!({"device": "16", "memory": 64}),
            Some(("/device", json!("14"))),
            json!({"device": "14"}),
            vec![lost("/memory", "Memory", "64 GB")],
        ),
        // Whatever is still an option stays.
        (
            json!({"device": "16", "memory": 16}),
            Some(("/device", json!("14"))),
            json!({"device": "14", "memory": 16}),
            vec![],
        ),
        (
            json!({"device": "16", "extras": ["fan", "dock"]}),
            Some(("/device", json!("14"))),
            json!({"device": "14", "extras": ["dock"]}),
            vec![lost("/extras", "Extras", "fan")],
        ),
        (
            json!({"device": "16", "extras": ["fan"]}),
            Some(("/device", json!("14"))),
            json!({"device": "14"}),
            vec![lost("/extras", "Extras", "fan")],
        ),
        // In an item, by the item's own answer.
        (
            json!({"seats": [{"site": "HH", "desk": "h1"}, {"site": "HH", "desk": "h1"}]}),
            Some(("/seats/1/site", json!("LX"))),
            json!({"seats": [{"site": "HH", "desk": "h1"}, {"site": "LX"}]}),
            vec![lost("/seats/1/desk", "Desk", "h1")],
        ),
        // A draft from before the form or its options were changed.
        (
            json!({"memory": 32, "device": "16", "extras": ["pen", "case"]}),
            None,
            json!({"device": "16", "extras": ["case"]}),
            vec![
                lost("/memory", "Memory", "32"),
                lost("/extras", "Extras", "pen"),
            ],
        ),
        (
            json!({"device": "14", "memory": 64, "seats": [{"site": "LX", "desk": "h1"}]}),
            None,
            json!({"device": "14", "seats": [{"site": "LX"}]}),
            vec![
                lost("/memory", "Memory", "64 GB"),
                lost("/seats/0/desk", "Desk", "h1"),
            ],
        ),
        // One loss causes the next.
        (
            json!({"device": "16", "memory": 16, "cooling": "loud"}),
            None,
            json!({"device": "16", "memory": 16}),
            vec![lost("/cooling", "Cooling", "loud")],
        ),
    ] {
        let form = devices();
        let mut filling = FormState::new(form.clone(), draft.clone());
        if let Some((pointer, value)) = change {
            filling.set(pointer, Some(value));
        }
        let (dropped, _) = filling.remove_lost_options();
        assert_eq!(dropped, told, "{draft}");
        assert_eq!(*filling.data(), left, "{draft}");
        assert_eq!(filling.check(), [], "{draft}");
        assert_eq!(filling.remove_lost_options().0, [], "{draft}");
    }
}

#[test]
fn the_price_follows_a_choice_that_is_lost() {
    let form = devices();
    let mut filling = FormState::new(form.clone(), json!({"device": "16", "memory": 64}));
    let price = |filling: &FormState| form.price(Some("100.00"), &filling.pruned());
    assert_eq!(price(&filling).as_deref(), Some("400.00"));
    filling.set("/device", Some(json!("14")));
    filling.remove_lost_options();
    assert_eq!(price(&filling).as_deref(), Some("100.00"));
}

#[test]
fn what_rules_hide_or_nobody_may_change_is_not_dropped() {
    let schema = json!({"type": "object", "properties": {
        "hide": {"type": "boolean"}, "a": {"enum": [1]}, "b": {"enum": [1], "readOnly": true},
    }});
    let mut a = control("a", json!({}));
    a["rule"] = json!({"effect": "HIDE", "condition": {"scope": "#/properties/hide", "schema": {"const": true}, "failWhenUndefined": true}});
    let layout = vertical(json!([
        control("hide", json!({})),
        a,
        control("b", json!({}))
    ]));
    let form = Arc::new(form(&schema, Some(&layout)));
    let mut filling = FormState::new(form, json!({"hide": true, "a": 2, "b": 2}));
    assert_eq!(filling.remove_lost_options().0, []);
    // Once shown again, it is checked again.
    filling.set("/hide", Some(json!(false)));
    assert_eq!(filling.remove_lost_options().0.len(), 1);
}
