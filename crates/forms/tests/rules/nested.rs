//! Rules in objects and in list items.

use super::{check, control, filling, is, load, ruled, vertical};
use serde_json::{Value, json};

#[test]
fn objects_lose_members_and_go_with_the_last() {
    let schema = json!({"type": "object", "required": ["address"], "properties": {
        "a": {"type": "string"},
        "address": {"type": "object", "required": ["street", "zip"], "properties": {
            "street": {"type": "string"}, "zip": {"type": "string"}, "note": {"type": "string"},
        }},
    }});
    let inside = |name: &str, effect: &str, value: &str| {
        let mut control = control(&format!("address/properties/{name}"));
        control["rule"] = json!({"effect": effect, "condition": is("a", json!(value))});
        control
    };
    let layout = vertical(json!([
        control("a"),
        inside("street", "HIDE", "x"),
        inside("zip", "DISABLE", "x"),
    ]));
    let address = json!({"street": "s", "zip": "z"});
    check(
        &schema,
        &layout,
        json!({"a": "x", "address": address}),
        json!({"a": "x"}),
    );
    check(&schema, &layout, json!({"a": "x"}), json!({"a": "x"}));
    // The note has no field, so no rule removes it.
    let noted = json!({"a": "x", "address": {"street": "s", "zip": "z", "note": "n"}});
    check(
        &schema,
        &layout,
        noted,
        json!({"a": "x", "address": {"note": "n"}}),
    );
    let kept = json!({"a": "y", "address": {"street": "s", "zip": "z"}});
    check(&schema, &layout, kept.clone(), kept);
    // An object that is rendered as one is removed with its contents.
    let layout = vertical(json!([
        control("a"),
        ruled("address", "HIDE", is("a", json!("x")))
    ]));
    let noted = json!({"a": "x", "address": {"street": "s", "note": "n"}});
    check(&schema, &layout, noted, json!({"a": "x"}));
}

#[test]
fn a_needed_object_that_is_missing_tells_what_is_needed_in_it() {
    let schema = json!({"type": "object", "required": ["o", "p"], "properties": {
        "o": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}},
        "p": {"type": "object", "properties": {"y": {"type": "string"}}},
    }});
    let layout = vertical(json!([
        control("o/properties/x"),
        control("p/properties/y")
    ]));
    let form = load(&schema, &layout).unwrap();
    let errors = form.accept(json!({})).unwrap_err();
    assert_eq!(
        errors
            .iter()
            .map(|f| f.pointer.as_str())
            .collect::<Vec<_>>(),
        ["/o/x"]
    );
    let accepted = form.accept(json!({"o": {"x": "1"}}));
    assert_eq!(accepted, Ok(json!({"o": {"x": "1"}, "p": {}})));
}

#[test]
fn rules_in_items_are_relative_to_the_item() {
    let schema = json!({"type": "object", "properties": {
        "all": {"type": "string"},
        "people": {"type": "array", "items": {"type": "object", "required": ["name", "until"], "properties": {
            "name": {"type": "string"}, "kind": {"enum": ["staff", "guest"]}, "until": {"type": "string"},
        }}},
    }});
    let mut people = ruled("people", "HIDE", is("all", json!("none")));
    people["options"] = json!({"detail": vertical(json!([
        control("name"), control("kind"), ruled("until", "SHOW", is("kind", json!("guest"))),
    ]))});
    let layout = vertical(json!([control("all"), people]));
    let guest = json!({"name": "G", "kind": "guest", "until": "May"});
    let staff = json!({"name": "S", "kind": "staff", "until": "typed before"});
    let pruned = json!({"name": "S", "kind": "staff"});
    check(
        &schema,
        &layout,
        json!({"people": [guest, staff]}),
        json!({"people": [guest, pruned]}),
    );
    check(
        &schema,
        &layout,
        json!({"all": "none", "people": [guest]}),
        json!({"all": "none"}),
    );

    let mut filling = filling(&schema, &layout, json!({"people": [guest, staff]}));
    let form = filling.form();
    let until = form.controls().position(|one| one.name == "until").unwrap();
    let until = u32::try_from(until).unwrap();
    // Layouts have ids too, so the id is found by its state.
    let id = (until..until + 10)
        .find(|id| !filling.state("/people/1", *id).shown)
        .unwrap();
    assert!(filling.state("/people/0", id).shown);
    let change = filling.shift("/people", 0, 1);
    assert!(!filling.state("/people/0", id).shown);
    assert_eq!(change.states.len(), 2, "{change:?}");
    assert_eq!(filling.pruned(), json!({"people": [pruned, guest]}));
    let change = filling.insert("/people", 0);
    assert!(
        change
            .states
            .contains(&("/people/1".to_owned(), id, filling.state("/people/1", id)))
    );
    filling.remove("/people", 1);
    assert_eq!(filling.pruned(), json!({"people": [{}, guest]}));
    let told: Vec<_> = filling
        .check()
        .into_iter()
        .map(|error| error.pointer)
        .collect();
    assert_eq!(
        told,
        ["/people/0/name"],
        "what is hidden in the item is not needed"
    );
    filling.set("/people/0/kind", Some(json!("guest")));
    let told: Vec<_> = filling
        .check()
        .into_iter()
        .map(|error| error.pointer)
        .collect();
    assert_eq!(told, ["/people/0/name", "/people/0/until"]);
}

#[test]
fn a_rule_that_reads_nothing_holds_for_new_items_too() {
    let schema = json!({"type": "object", "properties": {"l": {"type": "array", "items": {
        "type": "object", "properties": {"x": {"type": "string", "default": "first"}},
    }}}});
    let mut list = control("l");
    let never = json!({"type": "OR", "conditions": []});
    list["options"] = json!({"detail": vertical(json!([ruled("x", "SHOW", never)]))});
    let mut filling = filling(&schema, &vertical(json!([list])), json!({}));
    let change = filling.insert("/l", 0);
    assert_eq!(change.states.len(), 1, "{change:?}");
    assert_eq!(filling.pruned(), json!({"l": [{}]}));
}

#[test]
fn an_object_that_pruning_may_empty_is_read_as_a_whole_only_where_that_matters() {
    let schema = json!({"type": "object", "properties": {"address": {"type": "object", "properties": {
        "country": {"type": "string"}, "zip": {"type": "string"},
    }}}});
    let layout = |condition: Value| {
        let mut zip = control("address/properties/zip");
        zip["rule"] = json!({"effect": "SHOW", "condition": condition});
        vertical(json!([control("address/properties/country"), zip]))
    };
    let country = json!({"properties": {"country": {"const": "US"}}, "required": ["country"]});
    let strict =
        json!({"scope": "#/properties/address", "schema": country, "failWhenUndefined": true});
    let both = json!({"address": {"country": "US", "zip": "1"}});
    check(&schema, &layout(strict.clone()), both.clone(), both.clone());
    check(
        &schema,
        &layout(strict),
        json!({"address": {"zip": "1"}}),
        json!({}),
    );
    // Without an answer, this rule would show the zip code, whose answer would hide it.
    let loose = json!({"scope": "#/properties/address", "schema": country});
    assert!(load(&schema, &layout(loose)).is_err());
    // Within the object's own layout, the object always exists.
    let mut zip = control("zip");
    zip["rule"] = json!({"effect": "SHOW", "condition": {"scope": "#", "schema": country}});
    let mut address = control("address");
    address["options"] = json!({"detail": vertical(json!([control("country"), zip]))});
    check(&schema, &vertical(json!([address])), both.clone(), both);
    check(
        &schema,
        &vertical(json!([address])),
        json!({"address": {"zip": "1"}}),
        json!({}),
    );
}
