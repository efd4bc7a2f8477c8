//! Forms that are being filled in: required answers, fields named in errors, and the form's own messages.

use super::{control, form, load_with, vertical};
use portico_forms::{
    FormState,
    Requirement::{OneOfSeveral, Optional, Required},
};
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn an_answer_is_needed_as_the_others_are_now() {
    let text = json!({"type": "string"});
    let of = |more: Value| {
        let mut schema = json!({"type": "object", "properties": {
            "urgent": {"type": "boolean"}, "why": text, "mail": text, "phone": text,
            "site": {"type": "object", "properties": {"street": text, "city": text}},
        }});
        schema
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        schema
    };
    let urgent = json!({"properties": {"urgent": {"const": true}}, "required": ["urgent"]});
    let then = of(json!({"if": urgent, "then": {"required": ["why"]}}));
    let otherwise = of(json!({"if": urgent, "else": {"required": ["why"]}}));
    let dependent = of(json!({"dependentRequired": {"mail": ["why"]}}));
    let schemas = of(json!({"dependentSchemas": {"mail": {"required": ["why"]}}}));
    let deep = of(json!({"allOf": [{"if": urgent, "then": {"allOf": [{"required": ["why"]}]}}]}));
    let inside =
        of(json!({"if": urgent, "then": {"properties": {"site": {"required": ["street"]}}}}));
    let either = of(json!({"anyOf": [{"required": ["mail"]}, {"required": ["phone"]}]}));
    let draft7 = of(
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"mail": ["why"]}}),
    );
    for (schema, answers, pointer, expected) in [
        (&then, json!({}), "/why", Optional),
        (&then, json!({"urgent": true}), "/why", Required),
        (&then, json!({"urgent": false}), "/why", Optional),
        // It stays required after it was answered.
        (&then, json!({"urgent": true, "why": "x"}), "/why", Required),
        (&then, json!({"urgent": true}), "/mail", Optional),
        (&otherwise, json!({}), "/why", Required),
        (&otherwise, json!({"urgent": true}), "/why", Optional),
        (&dependent, json!({"mail": "x"}), "/why", Required),
        (&dependent, json!({"phone": "x"}), "/why", Optional),
        (&schemas, json!({"mail": "x", "why": "y"}), "/why", Required),
        (&schemas, json!({}), "/why", Optional),
        (&deep, json!({"urgent": true}), "/why", Required),
        (&inside, json!({"urgent": true}), "/site/street", Required),
        (
            &inside,
            json!({"urgent": true, "site": {"street": "x"}}),
            "/site/street",
            Required,
        ),
        (
            &inside,
            json!({"site": {"street": "x"}}),
            "/site/street",
            Optional,
        ),
        (&inside, json!({"urgent": true}), "/site/city", Optional),
        (&either, json!({}), "/mail", OneOfSeveral),
        (&either, json!({}), "/why", Optional),
        (&draft7, json!({"mail": "x"}), "/why", Required),
    ] {
        let filling = FormState::new(Arc::new(form(schema, None)), answers.clone());
        let control = filling.control_at(pointer).unwrap();
        assert_eq!(
            filling.need(pointer, control),
            expected,
            "{answers} at {pointer} of {schema}"
        );
    }
}

#[test]
fn alternatives_name_the_fields_between_which_they_choose() {
    let of = |more: Value| {
        let text = |title: &str| json!({"type": "string", "title": title});
        let mut schema = json!({"type": "object", "properties": {
            "note": text("Note"), "email": text("E-mail"), "phone": text("Phone"), "post": text("Post"),
        }});
        schema
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        schema
    };
    let email = json!({"required": ["email"]});
    let phone = json!({"required": ["phone"]});
    let any = of(json!({"anyOf": [email, phone]}));
    let one = of(json!({"oneOf": [email, phone]}));
    let referred = of(
        json!({"$defs": {"e": email}, "anyOf": [{"$ref": "#/$defs/e"}, {"allOf": [phone]}, {"required": ["post", "note"]}]}),
    );
    let then = of(json!({"if": {"required": ["note"]}, "then": {"anyOf": [email, phone]}}));
    let filled =
        of(json!({"anyOf": [{"required": ["note", "email"]}, {"required": ["note", "post"]}]}));
    let single = of(json!({"anyOf": [email, {"required": ["nowhere"]}]}));
    for (schema, answers, expected) in [
        (
            &any,
            json!({"note": "x"}),
            vec![("", "anyOf", "Answer one of these: E-mail, Phone.")],
        ),
        (&any, json!({"phone": "1"}), vec![]),
        (
            &one,
            json!({"note": "x"}),
            vec![("", "oneOf", "Answer one of these: E-mail, Phone.")],
        ),
        (
            &one,
            json!({"email": "x", "phone": "1"}),
            vec![("", "oneOf", "Answer only one of these: E-mail, Phone.")],
        ),
        (
            &referred,
            json!({"note": "x"}),
            vec![("", "anyOf", "Answer one of these: E-mail, Phone, Post.")],
        ),
        (&then, json!({}), vec![]),
        (
            &then,
            json!({"note": "x"}),
            vec![("", "anyOf", "Answer one of these: E-mail, Phone.")],
        ),
        (
            &filled,
            json!({"note": "x"}),
            vec![("", "anyOf", "Answer one of these: E-mail, Post.")],
        ),
        // Only one of several alternatives can be filled in on the screen.
        (
            &single,
            json!({}),
            vec![("/email", "required", "Enter an answer.")],
        ),
    ] {
        let mut filling = FormState::new(Arc::new(form(schema, None)), answers.clone());
        let errors = filling.check();
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let told: Vec<_> = errors
            .iter()
            .zip(&told)
            .map(|(error, told)| (error.pointer.as_str(), error.code(), told.as_str()))
            .collect();
        assert_eq!(told, expected, "{answers} of {schema}");
        if let Some(error) = errors.iter().find(|error| error.pointer.is_empty()) {
            assert_eq!(
                filling.check_at("").as_ref(),
                Some(error),
                "{answers} of {schema}"
            );
            if error
                .rule
                .fields()
                .iter()
                .all(|field| filling.data().pointer(&field.pointer).is_none())
            {
                filling.set(&error.rule.fields()[0].pointer, Some(json!("x")));
                assert_eq!(filling.check_at(""), None, "{answers} of {schema}");
            }
        }
    }
}

#[test]
fn the_form_says_in_its_own_words_what_is_wrong() {
    let schema = json!({"type": "object", "required": ["a", "c"], "properties": {
        "a": {"type": "string", "pattern": "^[0-9]{4}$"}, "b": {"type": "integer"},
        "c": {"type": "string"}, "d": {"type": "object", "properties": {"e": {"type": "string", "maxLength": 1}}},
        "f": {"type": "string", "minLength": 3, "i18n": "name"},
    }});
    let texts = json!({
        "a.error.pattern": "Four digits", "b": {"error": {"custom": "Count them"}},
        "error.required": "Fill this in", "d.e.error.maxLength": "One letter", "name.error.minLength": "Three letters",
    });
    let texts = texts.as_object();
    let form = Arc::new(load_with(&schema, None, None, texts).unwrap());
    let answers = json!({"a": "x", "b": "y", "d": {"e": "zz"}, "f": "w"});
    let filling = FormState::new(form, answers);
    let told: Vec<_> = filling.check().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "Four digits",
            "Count them",
            "Fill this in",
            "One letter",
            "Three letters"
        ]
    );
    let alone = filling.check_at("/a").map(|error| error.to_string());
    assert_eq!(alone.as_deref(), Some("Four digits"));
}

#[test]
fn a_required_yes_or_no_is_an_answer_and_a_consent_is_a_yes() {
    use portico_forms::{BooleanShape, FieldKind};
    let shape = |property: Value, options: Value, required: &[&str]| {
        let schema = json!({"type": "object", "properties": {"x": property}, "required": required});
        let layout = json!({"type": "Control", "scope": "#/properties/x", "options": options});
        let form = form(&schema, Some(&layout));
        let control = form.controls().next().unwrap().clone();
        let FieldKind::Boolean { shape } = control.kind else {
            panic!("no yes or no");
        };
        (shape, form.defaults()["x"].clone())
    };
    let plain = json!({"type": "boolean"});
    let radios = (BooleanShape::Radios, Value::Null);
    assert_eq!(shape(plain.clone(), json!({}), &["x"]), radios);
    assert_eq!(
        shape(plain.clone(), json!({}), &[]),
        (BooleanShape::Checkbox, Value::Null)
    );
    let given = json!({"type": "boolean", "default": false});
    assert_eq!(
        shape(given, json!({}), &["x"]),
        (BooleanShape::Checkbox, json!(false))
    );
    let toggle = json!({"toggle": true});
    assert_eq!(
        shape(plain.clone(), toggle.clone(), &["x"]),
        (BooleanShape::Switch, json!(false))
    );
    assert_eq!(
        shape(plain, toggle, &[]),
        (BooleanShape::Switch, Value::Null)
    );
    let consent = json!({"type": "boolean", "const": true});
    let (shape, first) = shape(consent, json!({}), &["x"]);
    assert!(matches!(shape, BooleanShape::Consent { .. }) && first.is_null());
}

#[test]
fn an_item_that_was_removed_can_be_put_back() {
    let schema = json!({"type": "object", "properties": {"l": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}}});
    let first = json!({"l": [{"a": "1"}, {"a": "2"}]});
    let mut filling = FormState::new(Arc::new(form(&schema, None)), first.clone());
    for at in [0, 1] {
        let item = filling.item("/l", at);
        filling.remove("/l", at);
        filling.put_back("/l", at, item);
        assert_eq!(*filling.data(), first);
    }
    filling.remove("/l", 0);
    let last = filling.item("/l", 0);
    filling.remove("/l", 0);
    assert_eq!(*filling.data(), json!({}));
    filling.put_back("/l", 0, last);
    assert_eq!(*filling.data(), json!({"l": [{"a": "2"}]}));
}

#[test]
fn an_answer_belongs_to_the_nearest_field() {
    let range = json!({"type": "object", "properties": {"from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date"}}});
    let schema = json!({"type": "object", "properties": {
        "range": range, "l": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
    }});
    let layout = vertical(json!([
        control("range", json!({"widget": "dateRange"})),
        control("l", json!({}))
    ]));
    let filling = FormState::new(Arc::new(form(&schema, Some(&layout))), json!({"l": [{}]}));
    for (pointer, field) in [
        ("/range", Some("/range")),
        ("/range/from", Some("/range")),
        ("/l/0/a", Some("/l/0/a")),
        ("/l/0/b", Some("/l")),
        ("/other", None),
        ("", None),
    ] {
        assert_eq!(filling.field_of(pointer).as_deref(), field, "{pointer}");
    }
}

#[test]
fn a_choice_of_fields_in_one_list_is_not_that_of_another() {
    let list = |item: Value| json!({"type": "array", "items": item});
    let tool = json!({"type": "object", "oneOf": [
        {"title": "By hand", "properties": {"grip": {"type": "string"}}},
        {"title": "Powered", "properties": {"volts": {"type": "string"}}}]});
    let person = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let schema =
        json!({"type": "object", "properties": {"tools": list(tool), "people": list(person)}});
    let filling = FormState::new(
        Arc::new(form(&schema, None)),
        json!({"tools": [{"grip": "x"}], "people": [{"name": "Ann"}]}),
    );
    assert!(filling.control_at("/tools/0").is_some());
    assert!(filling.control_at("/people/0").is_none());
}

#[test]
fn an_item_is_called_by_the_words_of_what_was_chosen() {
    let sizes =
        json!({"oneOf": [{"const": "s", "title": "Small"}, {"const": 2, "title": "Large"}]});
    let many = json!({"type": "array", "uniqueItems": true, "items": {"oneOf": [
        {"const": "hh", "title": "Hamburg"}, {"const": "ls", "title": "Leeds"}]}});
    let nested = json!({"type": "object", "properties": {"size": sizes}});
    let way = |kind: &str, title: &str| {
        json!({"title": title, "properties": {
            "kind": {"const": kind}, kind: {"type": "string"}}})
    };
    let ways =
        json!({"type": "object", "oneOf": [way("desk", "At my desk"), way("post", "By post")]});
    let of = |property: Value| json!({"type": "object", "properties": {"x": property}});
    for (item, by, answers, text) in [
        (of(sizes.clone()), None, json!({"x": "s"}), Some("Small")),
        (of(sizes.clone()), None, json!({"x": 2.0}), Some("Large")),
        (
            of(many),
            Some("x"),
            json!({"x": ["ls", "hh"]}),
            Some("Leeds, Hamburg"),
        ),
        (
            of(nested),
            Some("x.size"),
            json!({"x": {"size": "s"}}),
            Some("Small"),
        ),
        (
            ways.clone(),
            None,
            json!({"kind": "post", "post": "y"}),
            Some("By post"),
        ),
        (
            of(ways),
            Some("x.kind"),
            json!({"x": {"kind": "desk"}}),
            Some("At my desk"),
        ),
        // The values of these are self-explanatory.
        (
            of(json!({"type": "string"})),
            None,
            json!({"x": "Ann"}),
            None,
        ),
        (
            of(json!({"type": "integer"})),
            None,
            json!({"x": 2026}),
            None,
        ),
    ] {
        let schema =
            json!({"type": "object", "properties": {"l": {"type": "array", "items": item}}});
        let options = by.map_or_else(|| json!({}), |by| json!({"elementLabelProp": by}));
        let layout = json!({"type": "Control", "scope": "#/properties/l", "options": options});
        let form = Arc::new(form(&schema, Some(&layout)));
        let list = form.controls().find(|control| control.name == "l").unwrap();
        let portico_forms::FieldKind::List {
            label_prop: Some(name),
            ..
        } = &list.kind
        else {
            panic!("{schema} has no name for its items");
        };
        let filling = FormState::new(form.clone(), json!({"l": [{}, answers]}));
        let described = filling.described_at(&format!("/l/1{name}")).unwrap();
        assert_eq!(described.text.as_deref(), text, "{answers} of {schema}");
        assert!(filling.described_at(&format!("/l/0{name}")).is_none());
    }
}
