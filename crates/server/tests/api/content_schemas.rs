//! The schemas for editors are up to date with the code, and agree with the server.

use crate::program::run;
use crate::server::content_with;
use portico_server::content::{Content, schemas};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

#[test]
fn the_schemas_in_the_demo_content_are_those_that_the_program_writes() {
    let folder = TempDir::new().unwrap();
    let content = folder.path().to_str().unwrap();
    let output = run(&["schemas", "--content", content]);
    assert!(output.status.success(), "{output:?}");
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/schemas");
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    let fresh = folder.path().join("schemas");
    assert_eq!(names(&demo), names(&fresh));
    for name in names(&demo) {
        let text = |folder: &Path| fs::read_to_string(folder.join(&name)).unwrap();
        assert!(
            text(&demo) == text(&fresh),
            "{} is stale: run `portico-server schemas --content content`",
            name.display()
        );
    }
}

/// A content file that consists of `document`, which is JSON and therefore YAML.
struct Case {
    file: &'static str,
    schema: &'static str,
    document: Value,
}

impl Case {
    /// The faults that the server reports for this file alone.
    fn faults(&self) -> Vec<String> {
        let folder = content_with(&[]);
        let text = match self.schema {
            "article" => format!("---\n{}\n---\n\nText.\n", self.document),
            _ => self.document.to_string(),
        };
        fs::write(folder.path().join(self.file), text).unwrap();
        let faults = Content::load(folder.path()).err().unwrap_or_default();
        let own = faults.into_iter().filter(|fault| fault.file == self.file);
        let reasons = own.map(|fault| fault.reason);
        reasons
            .filter(|reason| !reason.starts_with("there is no "))
            .collect()
    }

    fn is_valid(&self) -> bool {
        let name = format!("{}.schema.json", self.schema);
        let (_, schema) = schemas().into_iter().find(|(own, _)| *own == name).unwrap();
        jsonschema::validator_for(&schema)
            .unwrap()
            .is_valid(&self.document)
    }
}

/// Asserts that server and schema both accept the document, and both refuse it with each of the changes: a pointer and
/// the new value; `null` removes the member.
#[track_caller]
fn check(file: &'static str, schema: &'static str, document: &Value, wrong: &[(&str, Value)]) {
    let case = |document| Case {
        file,
        schema,
        document,
    };
    let right = case(document.clone());
    assert_eq!(right.faults(), [""; 0], "{file}");
    assert!(right.is_valid(), "{file}");
    for (pointer, value) in wrong {
        let mut document = document.clone();
        let (above, key) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(above).unwrap() {
            Value::Object(map) if value.is_null() => drop(map.remove(key)),
            Value::Object(map) => drop(map.insert(key.to_owned(), value.clone())),
            other => other[key.parse::<usize>().unwrap()] = value.clone(),
        }
        let wrong = case(document);
        assert_ne!(wrong.faults(), [""; 0], "{file}: {pointer} = {value}");
        assert!(!wrong.is_valid(), "{file}: {pointer} = {value}");
    }
}

#[test]
fn lists() {
    let person = json!([{
        "id": "p-anna", "name": "Anna Alt", "email": "anna@test.example", "department": "finance",
        "title": { "en": "Controller", "de": "Controllerin" }, "manager": "p-max", "location": "Hamburg",
        "language": "de", "roles": ["employee"], "persona": "An employee",
    }]);
    check(
        "people.yaml",
        "people",
        &person,
        &[
            ("/0/id", json!("Anna")),
            ("/0/id", json!(null)),
            ("/0/name", json!("")),
            ("/0/name", json!(7)),
            ("/0/email", json!("anna")),
            ("/0/department", json!(null)),
            ("/0/title", json!({})),
            ("/0/title", json!({ "en": 7 })),
            ("/0/title", json!(["Controller"])),
            ("/0/manager", json!("Max Mohn")),
            ("/0/language", json!("German")),
            ("/0/roles", json!("employee")),
            ("/0/roles", json!(["two words"])),
            ("/0/nmae", json!("Anna")),
            ("/0", json!("Anna")),
        ],
    );
    let category =
        json!([{ "id": "network", "icon": "network", "name": "Network", "summary": "Cables." }]);
    check(
        "categories.yaml",
        "categories",
        &category,
        &[
            ("/0/icon", json!("netwrok")),
            ("/0/icon", json!(null)),
            ("/0/name", json!(null)),
            ("/0/summary", json!(true)),
        ],
    );
    let announcement = json!([{
        "id": "always", "level": "info", "from": "2020-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z",
        "title": "Hello", "text": "Read this.", "link": "https://test.example",
    }]);
    check(
        "announcements.yaml",
        "announcements",
        &announcement,
        &[
            ("/0/level", json!("bad")),
            ("/0/from", json!("yesterday")),
            ("/0/until", json!(null)),
            ("/0/text", json!(null)),
            ("/0/link", json!("http://test.example")),
            ("/0/link", json!("service:VPN")),
            ("/0/link", json!("vpn-set-up")),
        ],
    );
}

#[test]
fn organisation() {
    let document = json!({
        "name": "Test Works", "tagline": "Ask.", "languages": ["en", "de"], "timeZone": "Europe/Berlin",
        "workingHours": { "days": ["mon"], "from": "08:00", "to": "18:00", "holidays": ["2026-12-25"] },
        "accent": "#0b6e6e", "signedOut": ["catalogue"],
        "contact": { "name": "Help", "phone": "+49 40 1", "email": "help@test.example", "hours": "Always" },
        "privacy": "We keep little.", "anythingElse": "vpn-access",
        "departments": [{ "id": "finance", "name": "Finance" }, { "id": "it", "name": "IT" }],
        "teams": [{ "id": "desk", "name": "Desk", "email": "desk@test.example" }],
    });
    check(
        "organisation.yaml",
        "organisation",
        &document,
        &[
            ("/name", json!(null)),
            ("/languages", json!([])),
            ("/languages", json!(["English"])),
            ("/languages", json!(null)),
            ("/timeZone", json!("Berlin, Europe")),
            ("/workingHours/days", json!(["monday"])),
            ("/workingHours/days", json!([])),
            ("/workingHours/from", json!("8:00")),
            ("/workingHours/to", json!("24:00")),
            ("/workingHours/holidays/0", json!("25.12.2026")),
            ("/accent", json!("teal")),
            ("/signedOut", json!(["requests"])),
            ("/contact/name", json!(null)),
            ("/contact/phone", json!("by mail")),
            ("/contact/email", json!("help")),
            ("/contact/fax", json!("+49 40 2")),
            ("/departments/0/id", json!(null)),
            ("/departments/0/name", json!(null)),
            ("/departments/0/email", json!("f@test.example")),
            ("/teams/0/email", json!("desk")),
        ],
    );
}

#[test]
fn services() {
    let document = json!({
        "category": "network", "icon": "shield", "name": "VPN", "summary": "Work.", "description": "Safe.",
        "included": { "en": ["A client"], "de": ["Ein Programm"] }, "keywords": ["remote"],
        "owner": "p-anna", "provider": "desk", "price": { "amount": "12.50", "currency": "EUR", "per": "month" },
        "target": { "duration": "P2D", "hours": "business" }, "approvals": ["manager", "p-max"],
        "steps": ["We start."], "audience": { "order": ["role:employee"], "see": ["department:it"], "why": "So." },
        "articles": ["vpn-set-up"], "related": [], "popularity": 90,
        "form": { "version": "1", "schema": { "type": "object", "properties": { "a": { "type": "string", "title": "A" } } } },
    });
    check(
        "services/vpn-access.yaml",
        "service",
        &document,
        &[
            ("/category", json!(null)),
            ("/included", json!("A client")),
            ("/included", json!({ "en": "A client" })),
            ("/price/amount", json!("12.")),
            ("/price/amount", json!(12)),
            ("/price/currency", json!("Euro")),
            ("/price/per", json!("week")),
            ("/price/per", json!(null)),
            ("/target/duration", json!("2 days")),
            ("/target/hours", json!("working")),
            ("/approvals", json!(["The boss"])),
            ("/audience/order", json!(["everybody"])),
            ("/audience/see", json!(["role:"])),
            ("/audience/seen", json!(["role:employee"])),
            ("/popularity", json!(101)),
            ("/popularity", json!("90")),
            ("/prize", json!(1)),
            ("/form/version", json!(1)),
            ("/form/schema", json!(null)),
            ("/form/schema/properties/a/minLength", json!(-3)),
            (
                "/form/uischema",
                json!({ "type": "Controll", "scope": "#/properties/a" }),
            ),
        ],
    );
}

#[test]
fn articles_and_records() {
    let document = json!({
        "title": "VPN", "summary": "Install it.", "category": "network", "keywords": ["vpn"], "owner": "p-anna",
        "reviewed": "2026-10-02", "services": ["vpn-access"], "related": [], "audience": { "see": ["role:employee"] },
        "popularity": 80,
    });
    check(
        "articles/vpn-set-up.md",
        "article",
        &document,
        &[
            ("/title", json!(null)),
            ("/title", json!({ "en": "VPN" })),
            ("/owner", json!(null)),
            ("/reviewed", json!("lately")),
            ("/audience/order", json!(["role:employee"])),
            ("/keywords", json!("vpn")),
            ("/tags", json!(["vpn"])),
        ],
    );
    let translation = json!({ "title": "VPN", "summary": "So geht es.", "reviewed": "2026-10-02" });
    check(
        "articles/vpn-set-up.de.md",
        "article",
        &translation,
        &[
            ("/summary", json!(null)),
            ("/category", json!("network")),
            ("/popularity", json!(80)),
        ],
    );
    let records = json!({
        "audience": { "see": ["role:employee"] },
        "items": [{ "id": "bw-1", "label": "Laptop", "detail": "Grey", "attributes": { "owner": "p-anna", "kind": "laptop" } }],
    });
    check(
        "lookups/assets.yaml",
        "lookup",
        &records,
        &[
            ("/items", json!(null)),
            ("/items/0/id", json!("BW 1")),
            ("/items/0/label", json!(null)),
            ("/items/0/attributes/kind", json!(7)),
            ("/items/0/attributes/q", json!("x")),
            ("/items/0/price", json!("1.00")),
            ("/audience/order", json!(["role:employee"])),
        ],
    );
}

#[test]
fn every_example_is_right() {
    fn walk(at: &Value, seen: &mut usize) {
        if let (Some(pattern), Some(examples)) = (at.get("pattern"), at.get("examples")) {
            let own = json!({ "type": "string", "pattern": pattern });
            let own = jsonschema::validator_for(&own).unwrap();
            for example in examples.as_array().unwrap() {
                assert!(own.is_valid(example), "{pattern} refuses {example}");
                *seen += 1;
            }
        }
        let children: Vec<&Value> = match at {
            Value::Object(map) => map.values().collect(),
            Value::Array(items) => items.iter().collect(),
            _ => Vec::new(),
        };
        children.into_iter().for_each(|child| walk(child, seen));
    }
    let mut seen = 0;
    for (_, schema) in schemas() {
        walk(&schema, &mut seen);
    }
    assert!(seen > 20, "{seen}");
}
