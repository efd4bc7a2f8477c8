//! Defaults that no field can display.

use super::{form, layout, load, load_with, object, widget};
use portico_forms::FormState;
use serde_json::json;
use std::sync::Arc;

/// A field has to display its default: invisible values must not be sent.
#[test]
fn defaults_that_their_fields_cannot_show() {
    let text = json!({"type": "string"});
    let format = |format: &str| json!({"type": "string", "format": format});
    let choice = json!({"enum": [1, "a"]});
    let many = json!({"type": "array", "uniqueItems": true, "items": choice});
    let range = json!({"type": "object", "properties": {"from": text, "to": text}});
    let list =
        json!({"type": "array", "items": {"type": "object", "properties": {"t": format("date")}}});
    let none = json!({});
    let option = |format: &str| json!({ "format": format });
    for (property, options, good, wrong) in [
        (
            &format("time"),
            none.clone(),
            json!("13:37:00+01:00"),
            json!("1:37 pm"),
        ),
        (
            &format("time"),
            none.clone(),
            json!("13:37:00"),
            json!("13.37"),
        ),
        (&text, option("time"), json!("13:37:00"), json!("13:37:00Z")),
        (&text, option("time"), json!("13:37"), json!("24:37")),
        (&text, option("date"), json!("2024-01-31"), json!("2024-01")),
        (
            &format("date"),
            none.clone(),
            json!("2024-02-29"),
            json!("2023-02-29"),
        ),
        (
            &text,
            option("date-time"),
            json!("2024-01-31T10:05"),
            json!("1999/12/11 10:05 am"),
        ),
        (
            &format("date-time"),
            none.clone(),
            json!("2024-01-31T10:05:00Z"),
            json!("today"),
        ),
        (
            &format("duration"),
            none.clone(),
            json!("P1Y"),
            json!("3 days"),
        ),
        (
            &json!({"type": "integer"}),
            none.clone(),
            json!(1.0),
            json!(9_007_199_254_740_993_u64),
        ),
        (
            &json!({"type": "boolean"}),
            none.clone(),
            json!(false),
            json!("false"),
        ),
        (&many, none.clone(), json!(["a", 1]), json!("a")),
        (
            &range,
            widget("dateRange"),
            json!({"from": "2026-01-01"}),
            json!({"from": "1.1.2026"}),
        ),
        (
            &list,
            none.clone(),
            json!([{"t": "2026-01-01"}]),
            json!({"t": "2026-01-01"}),
        ),
    ] {
        let layout = layout(&options);
        for (value, is_good) in [(&good, true), (&json!(null), true), (&wrong, false)] {
            let mut own = property.clone();
            own["default"] = value.clone();
            let schema = object(&own);
            let given = json!({ "x": value });
            let schema_given = load(&schema, Some(&layout)).err().unwrap_or_default();
            let document_given = load_with(&object(property), Some(&layout), Some(&given), None);
            let document_given = document_given.err().unwrap_or_default();
            for (errors, pointer) in [
                (schema_given, "/schema/properties/x/default"),
                (document_given, "/defaults/x"),
            ] {
                let told: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
                let expected = if is_good { vec![] } else { vec![pointer] };
                assert_eq!(
                    told, expected,
                    "{property} with {options}, {value}: {errors:?}"
                );
                assert!(
                    errors
                        .iter()
                        .all(|error| error.reason.contains("cannot show"))
                );
            }
        }
    }
    // In an item, and through a reference.
    let errors = load_with(
        &object(&list),
        None,
        Some(&json!({"x": [{"t": "2026-01-01"}, {"t": "one"}]})),
        None,
    );
    assert_eq!(errors.unwrap_err()[0].pointer, "/defaults/x/1/t");
    let schema = json!({"type": "object", "$defs": {"day": {"type": "string", "format": "date", "default": "soon"}},
        "properties": {"days": {"type": "array", "items": {"$ref": "#/$defs/day"}}}});
    assert_eq!(
        load(&schema, None).unwrap_err()[0].pointer,
        "/schema/$defs/day/default"
    );
    // Defaults of the document take precedence over those of the schema, which then have no effect.
    let schema = object(&json!({"type": "boolean", "default": "one"}));
    assert!(load_with(&schema, None, Some(&json!({"x": true})), None).is_ok());
}

/// A time without a required offset is interpreted in the user's offset, also in new items.
#[test]
fn times_without_an_offset_get_that_of_the_reader() {
    let zoned = json!({"type": "string", "format": "time", "default": "09:00"});
    let schema = json!({"type": "object", "properties": {
        "a": zoned,
        "list": {"type": "array", "items": {"type": "object", "properties": {"b": zoned}}},
    }});
    let form = Arc::new(form(&schema, None));
    let data = json!({"a": "13:37:00", "list": [{"b": "09:00:00Z"}, {"b": "noon"}]});
    let mut filling = FormState::new(form, data).at_offset("+05:30".to_owned());
    filling.insert("/list", 2);
    let expected = json!({"a": "13:37:00+05:30",
        "list": [{"b": "09:00:00Z"}, {"b": "noon"}, {"b": "09:00:00+05:30"}]});
    assert_eq!(filling.pruned(), expected);
    let errors = filling.check();
    let told: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(told, ["/list/1/b"]);
}
