//! The demo organisation is completely translated: German readers see nothing in English.

use crate::server::{Ask, Server, demo};
use portico_forms::{Document, Form};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// Texts of forms that are equal in both languages, apart from names of places, products and units.
const SAME: [&str; 14] = [
    "Bank", "China", "Halal", "IT", "Japan", "Name", "Online", "Partner", "Person", "Port",
    "Ports", "Portugal", "Test", "Vegan",
];

/// The contents of names of places, products and units.
const NAMES: [&str; 11] = [
    "Business Central",
    "Docker",
    "GB",
    "Galaxy",
    "Hamburg",
    "Leeds",
    "Mac",
    "Mbit/s",
    "US international",
    "Windows",
    "iPhone",
];

#[tokio::test]
async fn the_demo_has_german_words_for_everything() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let data = TempDir::new().unwrap();
    let server = Server::of(demo(), data.path(), &content).await;
    let cookie = server.sign_in("p-mara-voss").await;
    let german = async |path: &str| {
        let ask = Ask::get(path).header("accept-language", "de");
        server.send(ask.cookie(&cookie)).await.json()
    };
    let portal = german("/portal").await;
    assert_eq!(portal["contact"]["language"], "de");
    assert_eq!(portal["privacyLanguage"], "de");
    let announced = portal["announcements"].as_array().unwrap();
    let mut left = Vec::new();
    let mut note = |what: &str, one: &Value| {
        if one["language"] != "de" {
            left.push(format!("{what} {}", one["id"]));
        }
    };
    announced.iter().for_each(|one| note("announcement", one));
    for list in ["/categories", "/services?limit=100", "/articles?limit=100"] {
        let page = german(list).await;
        assert_eq!(page["next"], Value::Null, "{list} has more");
        let items = page["items"].as_array().unwrap();
        items.iter().for_each(|one| note(list, one));
    }
    let services = german("/services?limit=100").await;
    for service in services["items"].as_array().unwrap() {
        let id = service["id"].as_str().unwrap();
        let document = german(&format!("/services/{id}/form")).await;
        for text in untranslated(&document) {
            left.push(format!("{id}: {text}"));
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

/// The texts of a form document that its German form shows unchanged.
fn untranslated(document: &Value) -> Vec<String> {
    let shown = |texts| {
        let form = Form::load(&Document {
            schema: &document["schema"],
            uischema: document.get("uischema"),
            defaults: document.get("defaults"),
            texts,
        });
        format!("{:?}", form.unwrap().root())
    };
    let (english, german) = (shown(None), shown(document["texts"].as_object()));
    let mut own = Vec::new();
    texts(&document["schema"], &mut own);
    texts(&document["uischema"], &mut own);
    own.retain(|text| {
        // The word may also be the name of a property, which has no language.
        let times = |form: &str| form.matches(&format!("{text:?}")).count();
        let is_same = SAME.contains(&text.as_str()) || NAMES.iter().any(|name| text.contains(name));
        !is_same && times(&german) > 0 && times(&german) == times(&english)
    });
    own
}

/// The visible texts of a schema or a UI schema.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                match (name.as_str(), inner) {
                    (
                        "title" | "description" | "label" | "text" | "why" | "unit",
                        Value::String(text),
                    ) => found.push(text.clone()),
                    _ => texts(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|one| texts(one, found)),
        _ => {}
    }
}
