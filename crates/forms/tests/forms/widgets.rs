//! Widgets, options and roles: the parser, the schema for editors, docs/FORMS.md and the gallery have the same list.

use super::kinds::check;
use super::{layout, load, object, portico, widget};
use portico_forms::Widget;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A property that suits the widget, and the resulting field. A new widget does not compile without both.
fn drawn(widget: Widget) -> (Value, &'static str) {
    let string = json!({"type": "string"});
    let boolean = json!({"type": "boolean"});
    let choice = json!({"enum": ["a", "b"]});
    let choices = json!({"type": "array", "uniqueItems": true, "items": choice});
    match widget {
        // A date entered as text.
        Widget::Text => (json!({"type": "string", "format": "date"}), "text Line"),
        Widget::Lines => (string, "text Lines { rows: None }"),
        Widget::Markdown => (string, "text Markdown"),
        Widget::Masked => (string, "text Masked"),
        Widget::Phone => (string, "text Phone"),
        Widget::Duration => (string, "Duration"),
        Widget::Switch => (boolean, "boolean Switch"),
        Widget::Radio => (choice, "choice Radio of 2"),
        Widget::Consent => (boolean, "boolean Consent { link: None }"),
        Widget::Select => (choice, "choice Select of 2"),
        Widget::Combobox => (choice, "choice Combobox of 2"),
        Widget::Checkboxes => (choices, "choices Checkboxes of 2"),
        Widget::Tags => (choices, "choices Tags of 2"),
        Widget::Slider => (
            json!({"type": "number", "minimum": 0, "maximum": 9}),
            "number Slider false",
        ),
        Widget::Rating => (json!({"type": "integer"}), "number Rating { most: 5 } true"),
        Widget::DateRange => (
            json!({"type": "object", "properties": {"from": {"type": "string"}, "to": {"type": "string"}}}),
            "DateRange",
        ),
        Widget::Person => (string, "lookup people false"),
        Widget::Lookup => (string, "lookup assets false"),
        Widget::File => (string, "files false false"),
        Widget::Picture => (string, "files true false"),
        Widget::Table => (
            json!({"type": "array", "items": {"type": "object", "properties": {"y": {"type": "string"}}}}),
            "list true false",
        ),
        Widget::Fixed => (json!({"type": "string", "default": "v1"}), "Fixed"),
        // On a field, it is treated like an unknown widget.
        Widget::Heading => (string, "unknown heading"),
    }
}

#[test]
fn every_widget_draws_a_field() {
    for one in Widget::ALL {
        let (property, expected) = drawn(*one);
        let mut options = json!({"widget": one.name()});
        if *one == Widget::Lookup {
            options["lookup"] = json!({"source": "assets"});
        }
        check(property, portico(options), expected);
        assert_eq!(Widget::parse(one.name()), Some(*one));
    }
    assert_eq!(Widget::parse("hologram"), None);
}

#[test]
fn a_widget_is_refused_where_it_cannot_be_drawn() {
    let other = json!({"type": "object", "properties": {"y": {"type": "string"}}});
    let number = json!({"type": "number"});
    for one in Widget::ALL.iter().filter(|one| one.is_for_field()) {
        let property = match one.used_for() {
            ["any"] => continue,
            fits if fits.contains(&"object") => &number,
            _ => &other,
        };
        // A look-up or a file that is not a text reports something else; the others report what they can be used for.
        let refused = load(&object(property), Some(&layout(&widget(one.name())))).unwrap_err();
        let refused: Vec<String> = refused.iter().map(ToString::to_string).collect();
        let says = format!("the widget {:?} is for", one.name());
        assert!(
            refused.iter().any(|one| one.contains(&says)),
            "{one:?}: {refused:?}"
        );
    }
}

#[test]
fn editors_offer_the_widgets_options_and_roles_that_are_read() {
    let schema: Value = serde_json::from_str(&read("content/schemas/service.schema.json")).unwrap();
    let offered = &schema["$defs"]["porticoOptions"]["properties"];
    let names = |list: &Value| -> BTreeSet<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&offered["widget"]["anyOf"][0]["enum"]), widgets());
    let options = offered.as_object().unwrap().keys().cloned().collect();
    assert_eq!(known("no-such-option", json!(1)), options);
    assert_eq!(
        known("role", json!("none")),
        names(&offered["role"]["enum"])
    );
}

#[test]
fn the_documentation_names_the_widgets_options_and_roles_that_are_read() {
    let rows = table("| `widget` | for |");
    let all: BTreeSet<String> = rows.iter().flat_map(|(first, _)| spelt(first)).collect();
    assert_eq!(all, widgets());
    for one in Widget::ALL {
        let is_named = |(first, _): &&(String, String)| spelt(first).contains(one.name());
        let (_, used_for) = rows.iter().find(is_named).unwrap();
        for what in one.used_for() {
            assert!(used_for.contains(what), "{one:?} is for {what}: {used_for}");
        }
    }
    let options = table("| option | what it does |");
    let names = options.iter().flat_map(|(first, _)| spelt(first)).collect();
    assert_eq!(known("no-such-option", json!(1)), names);
    let (_, roles) = options.iter().find(|(first, _)| first == "`role`").unwrap();
    assert_eq!(known("role", json!("none")), spelt(roles));
}

#[test]
fn the_gallery_shows_every_widget() {
    let folder = root().join("content/gallery");
    let files = std::fs::read_dir(folder).unwrap();
    let texts: Vec<String> = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let is_shown = |name: &String| {
        let spelling = format!("\"widget\": \"{name}\"");
        texts.iter().any(|text| text.contains(&spelling))
    };
    let missing: Vec<String> = widgets().into_iter().filter(|one| !is_shown(one)).collect();
    assert_eq!(missing, [""; 0], "no form of content/gallery has these");
}

fn widgets() -> BTreeSet<String> {
    Widget::ALL
        .iter()
        .map(|one| one.name().to_owned())
        .collect()
}

/// The known names, as listed in the rejection of a wrong one.
fn known(option: &str, wrong: Value) -> BTreeSet<String> {
    let options = json!({"portico": {option: wrong}});
    let refused = load(&object(&json!({"type": "string"})), Some(&layout(&options))).unwrap_err();
    let reason = refused.first().unwrap().to_string();
    let (_, names) = reason.split_once("known are ").unwrap();
    names.split(", ").map(str::to_owned).collect()
}

/// The cells of the table in docs/FORMS.md with this header: the first column, and the others.
fn table(head: &str) -> Vec<(String, String)> {
    let text = read("docs/FORMS.md");
    let mut lines = text.lines().skip_while(|line| *line != head);
    assert!(lines.next().is_some(), "docs/FORMS.md has no {head}");
    let rows = lines.skip(1).take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches('|').split_once('|').unwrap());
    let cells = cells.map(|(first, rest)| (first.trim().to_owned(), rest.trim().to_owned()));
    cells.collect()
}

/// The texts in backticks.
fn spelt(text: &str) -> BTreeSet<String> {
    let parts = text.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}
