//! The elements of a form: their order, their texts, and the targets of their scopes.

use super::{lint, load, load_with};
use portico_forms::{Element, ElementKind, FieldKind, Form};
use serde_json::{Value, json};

/// The elements by type, indented by depth.
fn outline(element: &Element, depth: usize, found: &mut Vec<String>) {
    let mut say = |words: String| found.push(format!("{}{words}", "  ".repeat(depth)));
    match &element.kind {
        ElementKind::Vertical(inner) | ElementKind::Horizontal(inner) => {
            say(if matches!(element.kind, ElementKind::Vertical(_)) {
                "vertical"
            } else {
                "horizontal"
            }
            .to_owned());
            inner.iter().for_each(|one| outline(one, depth + 1, found));
        }
        ElementKind::Group { label, elements } => {
            say(format!("group {label:?}"));
            elements
                .iter()
                .for_each(|one| outline(one, depth + 1, found));
        }
        ElementKind::Categorization {
            stepper,
            categories,
        } => {
            say(format!("pages {stepper}"));
            for category in categories {
                found.push(format!("{}page {}", "  ".repeat(depth + 1), category.label));
                category
                    .elements
                    .iter()
                    .for_each(|one| outline(one, depth + 2, found));
            }
        }
        ElementKind::Label { text, heading } => say(format!("label {text} {heading}")),
        ElementKind::Control(control) => {
            say(format!(
                "{} {}",
                control.scope,
                control.label.as_deref().unwrap_or("-")
            ));
            match &control.kind {
                FieldKind::Object { element: inner } | FieldKind::List { item: inner, .. } => {
                    outline(inner, depth + 1, found)
                }
                _ => {}
            }
        }
    }
}

fn outlined(form: &Form) -> Vec<String> {
    let mut found = Vec::new();
    outline(form.root(), 0, &mut found);
    found
}

#[test]
fn layouts_keep_their_order_and_words() {
    let schema = json!({"type": "object", "properties": {
        "firstName": {"type": "string"}, "b_c": {"type": "string"}, "hidden": {"type": "string"},
        "own": {"type": "string", "title": "Title"}, "VPNAccess2": {"type": "string"},
    }});
    let control = |name: &str, label: Value| json!({"type": "Control", "scope": format!("#/properties/{name}"), "label": label});
    let bare = |name: &str| json!({"type": "Control", "scope": format!("#/properties/{name}")});
    let layout = json!({"type": "Categorization", "options": {"variant": "stepper", "showNavButtons": true}, "elements": [
        {"type": "Category", "label": "One", "elements": [
            {"type": "Label", "text": "Read this"},
            {"type": "Label", "text": "Head", "options": {"portico": {"widget": "heading"}}},
            {"type": "HorizontalLayout", "elements": [bare("firstName"), bare("b_c")]},
        ]},
        {"type": "Categorization", "i18n": "pages.two", "elements": [{"type": "Category", "label": "Inner", "elements": [
            {"type": "Group", "label": "G", "elements": [control("own", json!("Mine")), control("hidden", json!(false))]},
            control("VPNAccess2", json!({"text": "Shown", "show": true})),
            bare("VPNAccess2"),
        ]}]},
    ]});
    let form = load(&schema, Some(&layout)).unwrap();
    assert_eq!(
        outlined(&form),
        [
            "pages true",
            "  page One",
            "    label Read this false",
            "    label Head true",
            "    horizontal",
            "      /firstName First Name",
            "      /b_c B C",
            "  page Two",
            "    pages false",
            "      page Inner",
            "        group Some(\"G\")",
            "          /own Mine",
            "          /hidden -",
            "        /VPNAccess2 Shown",
            "        /VPNAccess2 VPN Access 2",
        ]
    );
    let mut ids = Vec::new();
    fn collect(element: &Element, ids: &mut Vec<u32>) {
        ids.push(element.id);
        if let ElementKind::Categorization { categories, .. } = &element.kind {
            for category in categories {
                ids.push(category.id);
                category.elements.iter().for_each(|one| collect(one, ids));
            }
        }
    }
    collect(form.root(), &mut ids);
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn without_a_ui_schema_the_properties_are_shown() {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "home": {"$ref": "#/definitions/address"},
            "stays": {"type": "array", "items": {"type": "object", "properties": {
                "where": {"$ref": "#/definitions/address"}, "nights": {"type": "integer"},
            }}},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "allOf": [{"properties": {"more": {"type": "boolean"}}}],
        "definitions": {"address": {"type": "object", "title": "Address", "properties": {"city": {"type": "string"}}}},
    });
    let form = load(&schema, None).unwrap();
    assert_eq!(
        outlined(&form),
        [
            "vertical",
            "  /name Name",
            "  /home Address",
            "    vertical",
            "      /city City",
            "  /stays Stays",
            "    vertical",
            "      /where Address",
            "        vertical",
            "          /city City",
            "      /nights Nights",
            "  /tags Tags",
            "     -",
            "  /more More",
        ]
    );
    let stays = form
        .controls()
        .find(|control| control.name == "stays")
        .unwrap();
    assert!(
        matches!(&stays.kind, FieldKind::List { label_prop: Some(prop), sortable: true, .. } if prop == "/nights")
    );
}

#[test]
fn scopes_find_what_conditions_and_alternatives_declare() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/thing"}, "kind": {"type": "string"}, "e/f": {"type": "string"}},
        "allOf": [{"properties": {"all": {"type": "string"}}}, {"$ref": "#/$defs/more"}],
        "if": {"properties": {"kind": {"const": "x"}}},
        "then": {"properties": {"then": {"type": "string"}}, "required": ["then"]},
        "else": {"properties": {"else": {"type": "string"}}},
        "anyOf": [{"oneOf": [{"properties": {"deep": {"type": "string"}}}]}, {"properties": {"b": {"type": "number"}}}],
        "dependentSchemas": {"kind": {"properties": {"dependent": {"type": "string"}}}},
        "$defs": {
            "thing": {"$anchor": "t", "type": "object", "properties": {"in": {"type": "string"}, "again": {"$ref": "#t"}}},
            "more": {"$id": "more.json", "properties": {"more": {"type": "string"}}},
        },
    });
    for (scope, pointer) in [
        ("#/properties/a/properties/in", "/a/in"),
        (
            "#/properties/a/properties/again/properties/again/properties/in",
            "/a/again/again/in",
        ),
        ("/properties/kind", "/kind"),
        ("#/properties/all", "/all"),
        ("#/allOf/0/properties/all", "/all"),
        ("#/properties/more", "/more"),
        ("#/properties/then", "/then"),
        ("#/then/properties/then", "/then"),
        ("#/properties/else", "/else"),
        ("#/properties/deep", "/deep"),
        ("#/anyOf/1/properties/b", "/b"),
        ("#/properties/dependent", "/dependent"),
        ("#/properties/e~1f", "/e~1f"),
    ] {
        let layout = json!({"type": "Control", "scope": scope});
        let form = load(&schema, Some(&layout)).unwrap();
        assert_eq!(form.controls().next().unwrap().scope, pointer, "{scope}");
    }
    for scope in [
        "#/properties/nothing",
        "#/properties",
        "#/properties/a/in",
        "kind",
        "#/$defs/thing",
        "#/definitions/thing",
        "#/properties/kind/properties/x",
        "#/allOf/9/properties/all",
        "#/anyOf/properties/b",
        "#/items",
    ] {
        let layout =
            json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": scope}]});
        let errors = load(&schema, Some(&layout)).unwrap_err();
        assert_eq!(errors[0].pointer, "/uischema/elements/0/scope", "{scope}");
    }
}

#[test]
fn a_scope_can_be_the_answers_as_a_whole() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    for scope in ["#", "#/"] {
        let form = load(&schema, Some(&json!({"type": "Control", "scope": scope}))).unwrap();
        assert_eq!(outlined(&form), [" -", "  vertical", "    /a A"], "{scope}");
        assert_eq!(form.accept(json!({"a": "x"})), Ok(json!({"a": "x"})));
    }
}

#[test]
fn texts_win_over_words_in_the_document() {
    let schema = json!({"type": "object", "properties": {
        "size": {"oneOf": [{"const": "s", "title": "Small"}, {"const": "m", "title": "Medium"}]},
        "colour": {"type": "string", "enum": ["red", "blue"], "i18n": "farbe", "title": "Colour"},
        "home": {"type": "object", "properties": {"city": {"type": "string"}}},
    }});
    let layout = json!({"type": "VerticalLayout", "elements": [
        {"type": "Label", "text": "Hello"},
        {"type": "Group", "label": "Group", "i18n": "gruppe", "elements": [
            {"type": "Control", "scope": "#/properties/size", "options": {"portico": {"why": "Because."}}},
            {"type": "Control", "scope": "#/properties/colour"},
        ]},
        {"type": "Control", "scope": "#/properties/home/properties/city", "label": "City"},
    ]});
    let texts = json!({
        "Hello": "Hallo",
        "gruppe.label": "Gruppe",
        "size": {"label": "Größe", "s": "Klein", "why": "Darum.", "description": "Hilfe"},
        "size.Medium": "Mittel",
        "farbe.label": "Farbe", "farbe.red": "Rot",
        "home.city.label": "Ort",
    });
    let form = load_with(&schema, Some(&layout), None, texts.as_object()).unwrap();
    assert_eq!(
        outlined(&form),
        [
            "vertical",
            "  label Hallo false",
            "  group Some(\"Gruppe\")",
            "    /size Größe",
            "    /colour Farbe",
            "  /home/city Ort",
        ]
    );
    let labels = |name: &str| {
        let control = form
            .controls()
            .find(|control| control.name == name)
            .unwrap();
        let (choices, _) = control.kind.choices().unwrap();
        choices
            .iter()
            .map(|choice| choice.label.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("size"), ["Klein", "Mittel"]);
    assert_eq!(labels("colour"), ["Rot", "blue"]);
    let size = form.controls().next().unwrap();
    assert_eq!(
        (size.why.as_deref(), size.help.as_deref()),
        (Some("Darum."), Some("Hilfe"))
    );
}

/// Each text of a form has a key, flat or nested, so that every text can be translated.
#[test]
fn every_text_has_a_key() {
    let portico = |name: &str, portico: Value| json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": {"portico": portico, "placeholder": "PLACEHOLDER"}});
    let schema = json!({"type": "object", "properties": {
        "terms": {"type": "boolean"},
        "weight": {"type": "number"},
        "plain": {"type": "number"},
        "name": {"type": "string", "examples": ["EXAMPLE"]},
        "size": {"oneOf": [
            {"const": "s", "title": "S", "description": "SMALL"},
            {"const": "m", "title": "M", "description": "MEDIUM"},
            {"const": "l", "title": "L", "description": "LARGE", "i18n": "sizes.large"},
        ]},
        "extras": {"type": "array", "uniqueItems": true, "items": {"oneOf": [{"const": 1, "title": "One", "description": "MORE"}]}},
        "way": {"oneOf": [
            {"title": "Post", "description": "BY POST", "properties": {"street": {"type": "string"}}, "required": ["street"]},
            {"properties": {"kind": {"const": "desk"}, "desk": {"type": "string", "title": "DESK"}}, "required": ["kind"]},
            {"properties": {"room": {"type": "string", "title": "ROOM"}}, "required": ["room"]},
        ]},
    }});
    let layout = json!({"type": "VerticalLayout", "elements": [
        portico("terms", json!({"widget": "consent", "link": {"text": "LINK", "href": "/articles/terms"}})),
        portico("weight", json!({"unit": "UNIT"})),
        portico("plain", json!({})),
        portico("name", json!({})),
        portico("size", json!({})),
        portico("extras", json!({})),
        portico("way", json!({})),
    ]});
    let flat = json!({
        "terms.link": "a0", "weight.unit": "a1", "name.example": "a2", "name.placeholder": "a3",
        "size.s.description": "a4", "size.M.description": "a5", "sizes.large.description": "a6",
        "extras.1.description": "a7", "way.Post.description": "a8", "way.room.label": "a9",
    });
    let nested = json!({
        "terms": {"link": "a0"}, "weight": {"unit": "a1"}, "name": {"example": "a2", "placeholder": "a3"},
        "size": {"s": "Small", "s.description": "a4", "M": {"description": "a5"}}, "sizes": {"large": {"description": "a6"}},
        "extras": {"1": {"description": "a7"}}, "way": {"Post": {"description": "a8"}, "room": {"label": "a9"}},
    });
    let told = |texts: &Value, unused: &[&str]| {
        let document = json!({"schema": schema, "uischema": layout, "texts": texts});
        lint::check(document, unused);
    };
    for texts in [flat, nested] {
        let form = load_with(&schema, Some(&layout), None, texts.as_object()).unwrap();
        let seen = format!("{:?}", form.root());
        for own in (0..10).map(|n| format!("\"a{n}\"")) {
            assert!(seen.contains(&own), "{own} is not in {seen}");
        }
        for other in [
            "LINK", "UNIT", "EXAMPLE", "SMALL", "MEDIUM", "LARGE", "MORE", "BY POST",
        ] {
            assert!(
                !seen.contains(&format!("\"{other}\"")),
                "{other} is still in {seen}"
            );
        }
        told(&texts, &[]);
    }
    // Whether a number is a quantity does not depend on the language.
    let texts =
        json!({"plain.unit": "pieces", "terms.link.href": "/x", "size.x.description": "none"});
    let unused = [
        "/texts/plain.unit",
        "/texts/terms.link.href",
        "/texts/size.x.description",
    ];
    told(&texts, &unused);
}

#[test]
fn the_document_that_the_reference_shows_can_be_loaded() {
    let reference = include_str!("../../../../docs/FORMS.md");
    let example = reference.split("```json").nth(1).unwrap();
    let example: Value = serde_json::from_str(example.split("```").next().unwrap()).unwrap();
    let form = load(&example["schema"], example.get("uischema")).unwrap();
    assert_eq!(
        outlined(&form),
        ["vertical", "  /model Model", "  /reason Why a fast one?"]
    );
}
