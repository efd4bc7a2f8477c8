//! The kind of field for each property, and the options that it receives.

use super::{layout, load, object, portico, widget};
use portico_forms::{Alternative, BooleanShape, FieldKind, NumberShape, Parameter, TextShape};
use serde_json::{Value, json};

/// The kind of a field as a short text.
fn word(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Text {
            shape, suggestions, ..
        } if suggestions.is_empty() => {
            format!("text {shape:?}")
        }
        FieldKind::Text {
            shape, suggestions, ..
        } => {
            format!("text {shape:?} of {}", suggestions.join(", "))
        }
        FieldKind::Alternatives {
            alternatives,
            shape,
            ..
        } => {
            let label = |one: &Alternative| one.label.clone().unwrap_or_else(|| "?".to_owned());
            let labels: Vec<String> = alternatives.iter().map(label).collect();
            format!("alternatives {shape:?} of {}", labels.join(", "))
        }
        FieldKind::Number { shape, integer, .. } => format!("number {shape:?} {integer}"),
        FieldKind::Boolean { shape } => format!("boolean {shape:?}"),
        FieldKind::Choice { choices, shape, .. } => {
            format!("choice {shape:?} of {}", choices.len())
        }
        FieldKind::MultiChoice { choices, shape, .. } => {
            format!("choices {shape:?} of {}", choices.len())
        }
        FieldKind::Lookup { source, many, .. } => format!("lookup {source} {many}"),
        FieldKind::Files { pictures, many, .. } => format!("files {pictures} {many}"),
        FieldKind::List {
            table,
            detail_beside,
            ..
        } => format!("list {table} {detail_beside}"),
        FieldKind::Object { .. } => "object".to_owned(),
        FieldKind::Unknown { asked } => format!("unknown {asked}"),
        other => format!("{other:?}"),
    }
}

/// Asserts the kind of field of a property with these options.
pub(super) fn check(property: Value, options: Value, expected: &str) {
    let form = load(&object(&property), Some(&layout(&options))).unwrap();
    let control = form.controls().find(|control| control.name == "x").unwrap();
    assert_eq!(word(&control.kind), expected, "{property} with {options}");
}

#[test]
fn schema_and_options_tell_the_kind_of_a_field() {
    let none = json!({});
    let string = json!({"type": "string"});
    let number = json!({"type": "number", "minimum": 0, "maximum": 9});
    let integer = json!({"type": "integer"});
    let boolean = json!({"type": "boolean"});
    let choice = json!({"type": "string", "enum": ["a", "b"]});
    let titled = json!({"oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]});
    let many = json!({"type": "array", "uniqueItems": true, "items": choice});
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"y": {"type": "string"}}}});
    let nested = json!({"type": "object", "properties": {"y": {"type": "string"}}});
    let range = json!({"type": "object", "properties": {"from": {"type": "string"}, "to": {"type": "string"}}});
    let format = |format: &str| json!({"type": "string", "format": format});

    for (property, options, expected) in [
        (&string, none.clone(), "text Line"),
        (&string, json!({"multi": true}), "text Lines { rows: None }"),
        (
            &string,
            json!({"multi": true, "portico": {"rows": 7}}),
            "text Lines { rows: Some(7) }",
        ),
        (&string, json!({"format": "password"}), "text Masked"),
        (&string, json!({"format": "date"}), "Date"),
        (&string, widget("lines"), "text Lines { rows: None }"),
        (&string, widget("markdown"), "text Markdown"),
        (&string, widget("masked"), "text Masked"),
        (&string, widget("phone"), "text Phone"),
        (&string, widget("hologram"), "unknown hologram"),
        (&format("date"), none.clone(), "Date"),
        (&format("date"), widget("text"), "text Line"),
        (&format("time"), none.clone(), "Time { zoned: true }"),
        (&string, json!({"format": "time"}), "Time { zoned: false }"),
        (&format("date-time"), none.clone(), "DateTime"),
        (&format("duration"), none.clone(), "Duration"),
        (&format("email"), none.clone(), "text Email"),
        (&format("uri"), none.clone(), "text Url"),
        (&format("uuid"), none.clone(), "text Line"),
        (&string, widget("duration"), "Duration"),
        (&number, none.clone(), "number Plain false"),
        (&integer, none.clone(), "number Plain true"),
        (&number, json!({"slider": true}), "number Slider false"),
        (&integer, json!({"slider": true}), "number Plain true"),
        (&number, widget("slider"), "number Slider false"),
        (&integer, widget("rating"), "number Rating { most: 5 } true"),
        (
            &number,
            portico(json!({"money": {"currency": "EUR"}})),
            "number Money { currency: \"EUR\" } false",
        ),
        (&boolean, none.clone(), "boolean Checkbox"),
        (&boolean, json!({"toggle": true}), "boolean Switch"),
        (&boolean, json!({"format": "radio"}), "boolean Radios"),
        (&boolean, widget("switch"), "boolean Switch"),
        (&boolean, widget("radio"), "boolean Radios"),
        (
            &boolean,
            widget("consent"),
            "boolean Consent { link: None }",
        ),
        (
            &json!({"type": "boolean", "const": true}),
            none.clone(),
            "boolean Consent { link: None }",
        ),
        (&choice, none.clone(), "choice Select of 2"),
        (&choice, json!({"format": "radio"}), "choice Radio of 2"),
        (
            &choice,
            json!({"autocomplete": true}),
            "choice Combobox of 2",
        ),
        (&titled, widget("combobox"), "choice Combobox of 2"),
        (&titled, widget("radio"), "choice Radio of 2"),
        (&many, none.clone(), "choices Checkboxes of 2"),
        (&many, widget("tags"), "choices Tags of 2"),
        (&texts, none.clone(), "list false false"),
        (&rows, none.clone(), "list false false"),
        (&rows, widget("table"), "list true false"),
        (&nested, none.clone(), "object"),
        (&range, widget("dateRange"), "DateRange"),
        (&string, widget("person"), "lookup people false"),
        (&texts, widget("person"), "lookup people true"),
        (
            &string,
            portico(json!({"lookup": {"source": "assets"}})),
            "lookup assets false",
        ),
        (&string, widget("file"), "files false false"),
        (&texts, widget("picture"), "files true true"),
        (
            &texts,
            portico(json!({"attachment": {"maxFiles": 3}})),
            "files false true",
        ),
        (
            &json!({"type": "string", "default": "v1"}),
            widget("fixed"),
            "Fixed",
        ),
        (
            &json!({"type": ["null", "integer"]}),
            none.clone(),
            "number Plain true",
        ),
        (
            &json!({"anyOf": [{"type": "null"}, {"type": "boolean"}]}),
            none.clone(),
            "boolean Checkbox",
        ),
        (&json!({}), none.clone(), "unknown ?"),
        (&json!({"type": "array"}), none.clone(), "list false false"),
        (
            &json!({"oneOf": [{"type": "integer", "maximum": 3}, {"type": "integer", "minimum": 9}]}),
            none.clone(),
            "number Plain true",
        ),
        (
            &json!({"anyOf": [nested, {"properties": {"z": {"type": "string"}}}]}),
            none.clone(),
            "alternatives Radio of Y, Z",
        ),
        (
            &json!({"type": "string", "const": "v1"}),
            none.clone(),
            "choice Select of 1",
        ),
        (&json!({"const": 7}), none.clone(), "choice Select of 1"),
        (
            &json!({"anyOf": [{"enum": ["a", "b"]}, {"const": "c", "title": "C"}, {"type": "null"}]}),
            none.clone(),
            "choice Select of 3",
        ),
        (
            &json!({"anyOf": [{"title": "Few", "enum": ["a"]}, {"title": "Many", "enum": ["b", "c"]}]}),
            none.clone(),
            "alternatives Radio of Few, Many",
        ),
        (
            &json!({"anyOf": [{"type": "string"}, {"enum": ["a", "b"]}]}),
            none.clone(),
            "text Line of a, b",
        ),
        (
            &json!({"oneOf": [{"type": "string"}, {"type": "integer"}, {"const": true}]}),
            json!({"format": "radio"}),
            "alternatives Radio of ?, ?, ?",
        ),
        (
            &json!({"oneOf": (0..6).map(|n| json!({"title": n.to_string(), "type": "array", "items": nested})).collect::<Vec<_>>()}),
            none.clone(),
            "alternatives Select of 0, 1, 2, 3, 4, 5",
        ),
        (
            &json!({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}),
            none.clone(),
            "text Line",
        ),
    ] {
        check(property.clone(), options, expected);
    }
    let unknown_number = load(&object(&integer), Some(&layout(&widget("dial")))).unwrap();
    assert!(unknown_number.controls().any(|control| matches!(
        control.kind,
        FieldKind::Number {
            shape: NumberShape::Plain,
            ..
        }
    )));
}

#[test]
fn options_reach_the_field() {
    let schema = json!({"type": "object", "required": ["text"], "properties": {
        "text": {"type": "string", "title": "Text", "description": "Help.", "maxLength": 9, "examples": ["an example"]},
        "asset": {"type": "string"}, "site": {"type": "string"},
        "files": {"type": "array", "items": {"type": "string"}, "maxItems": 4},
        "size": {"type": "integer", "minimum": 1, "maximum": 10, "multipleOf": 2},
        "terms": {"type": "boolean"},
    }});
    let of = |name: &str, options: Value| json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": options});
    let layout = json!({"type": "VerticalLayout", "elements": [
        of("text", json!({
            "placeholder": "Type", "restrict": true, "trim": true, "suggestion": ["a", "b"],
            "showUnfocusedDescription": true,
            "portico": {"why": "So that we know.", "autocomplete": "street-address", "example": "Elm St"},
        })),
        of("asset", json!({"readonly": true, "portico": {"lookup": {
            "source": "assets", "params": {"site": "#/properties/site", "kind": "laptop"},
        }}})),
        of("site", json!({})),
        of("files", json!({"portico": {"widget": "picture", "attachment": {"types": ["image/png"], "maxFiles": 9, "maxBytes": 100}}})),
        of("size", json!({"portico": {"unit": "GB"}})),
        of("terms", json!({"portico": {"widget": "consent", "link": {"text": "Terms", "href": "/terms"}}})),
    ]});
    let form = load(&schema, Some(&layout)).unwrap();
    let named = |name: &str| {
        form.controls()
            .find(|control| control.name == name)
            .unwrap()
    };
    let text = named("text");
    assert_eq!(
        (text.label.as_deref(), text.help.as_deref()),
        (Some("Text"), Some("Help."))
    );
    assert_eq!(text.why.as_deref(), Some("So that we know."));
    assert_eq!(text.example.as_deref(), Some("Elm St"));
    assert_eq!(text.placeholder.as_deref(), Some("Type"));
    assert!(text.required && text.help_always && !text.read_only);
    let FieldKind::Text {
        shape: TextShape::Line,
        max_length: Some(9),
        restrict: Some(9),
        narrow: true,
        autocomplete,
        suggestions,
    } = &text.kind
    else {
        panic!("{text:?}");
    };
    assert_eq!(autocomplete.as_deref(), Some("street-address"));
    assert_eq!(suggestions, &["a", "b"]);
    let asset = named("asset");
    assert!(asset.read_only && !asset.required);
    let FieldKind::Lookup { params, .. } = &asset.kind else {
        panic!("{asset:?}");
    };
    assert_eq!(
        params,
        &[
            ("site".to_owned(), Parameter::Answer("/site".to_owned())),
            ("kind".to_owned(), Parameter::Literal("laptop".to_owned())),
        ]
    );
    assert!(
        matches!(&named("files").kind, FieldKind::Files { types, max_files: Some(4), max_bytes: Some(100), .. } if types == &["image/png"])
    );
    assert!(
        matches!(&named("size").kind, FieldKind::Number { minimum: Some(1.0), maximum: Some(10.0), step: Some(2.0), unit: Some(unit), .. } if unit == "GB")
    );
    let terms = named("terms");
    assert!(terms.required);
    assert!(
        matches!(&terms.kind, FieldKind::Boolean { shape: BooleanShape::Consent { link: Some(link) } } if link.href == "/terms")
    );
}
