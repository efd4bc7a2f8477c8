//! JSON Schemas of the content files, for editors.

use super::article;
use super::field_type::{Definitions, FieldType};
use super::lookup::Lookup;
use super::object::Object;
use super::organisation::Organisation;
use super::people::{ANNOUNCEMENTS_FILE, CATEGORIES_FILE, PEOPLE_FILE};
use super::service::Service;
use serde_json::{Map, Value, json};

/// Each schema with its file name, such as `service.schema.json`.
#[must_use]
pub fn schemas() -> Vec<(String, Value)> {
    let people = "Who works here: content/people.yaml. docs/CONTENT.md describes it.";
    let categories = "The categories of the catalogue, in the order of the screen: content/categories.yaml. docs/CONTENT.md describes it.";
    let announcements = "What everybody should know today: content/announcements.yaml. docs/CONTENT.md describes it.";
    let article = "The front matter of content/articles/<id>.md and of its translations <id>.<language>.md. docs/CONTENT.md describes it.";
    vec![
        schema("organisation", "Organisation", None, Organisation::schema),
        schema("people", "People", Some(people), |own| {
            PEOPLE_FILE.schema(own)
        }),
        schema("categories", "Categories", Some(categories), |own| {
            CATEGORIES_FILE.schema(own)
        }),
        schema(
            "announcements",
            "Announcements",
            Some(announcements),
            |own| ANNOUNCEMENTS_FILE.schema(own),
        ),
        schema("service", "Service", None, Service::schema),
        schema("article", "Article", Some(article), article::schema),
        schema("lookup", "Lookup source", None, Lookup::schema),
    ]
}

fn schema(
    name: &str,
    title: &str,
    description: Option<&str>,
    describe: impl FnOnce(&mut Definitions) -> Value,
) -> (String, Value) {
    let mut definitions = Definitions::default();
    let mut whole = Map::new();
    let described = describe(&mut definitions);
    whole.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    whole.insert("title".to_owned(), json!(title));
    whole.extend(described.as_object().cloned().unwrap_or_default());
    if let Some(description) = description {
        whole.insert("description".to_owned(), json!(description));
    }
    if !definitions.0.is_empty() {
        whole.insert("$defs".to_owned(), Value::Object(definitions.0));
    }
    (format!("{name}.schema.json"), Value::Object(whole))
}
