//! The OpenAPI document is a public contract, so every change to it is made visible.

use crate::server::{Ask, Server};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::Value;
use std::path::Path;

async fn document() -> Value {
    Server::start().await.get("/openapi.json").await.json()
}

#[tokio::test]
async fn the_document_is_as_reviewed() {
    let document = document().await;
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_json_snapshot!("openapi", document);
    });
}

#[tokio::test]
async fn what_is_documented_is_there_and_nothing_else() {
    let document = document().await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let server = Server::start().await;
    let paths = document["paths"].as_object().unwrap();
    for (path, operations) in paths {
        let real = path.replace(['{', '}'], "");
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ] {
            let documented = operations.get(method.as_str().to_lowercase()).is_some();
            let ask = Ask::raw(method.clone(), &format!("/api/v1{real}"), Body::empty()).own();
            let status = server.send(ask).await.status;
            let known = status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(known, documented, "{method} {path} answers {status}");
        }
    }
    assert!(!paths.is_empty());
}

/// The path of the document itself.
const NOT_ON_THE_PAGE: &str = "/openapi.json";

#[tokio::test]
async fn the_reference_names_every_endpoint_parameter_and_capability() {
    let document = document().await;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/API.md");
    let page = std::fs::read_to_string(page).unwrap();
    let spelt = without_names(&page.replace("/api/v1", ""));
    let is_named = |name: &str| page.contains(&format!("`{name}`"));
    let mut missing = Vec::new();
    let paths = document["paths"].as_object().unwrap();
    for (path, operations) in paths.iter().filter(|(path, _)| *path != NOT_ON_THE_PAGE) {
        for (method, operation) in operations.as_object().unwrap() {
            let method = method.to_uppercase();
            let endpoint = format!("{method} {}", without_names(path));
            // Not as the beginning of a longer path.
            let ends =
                |rest: &str| !rest.starts_with(|next: char| next == '/' || next.is_alphanumeric());
            if !spelt.split(&endpoint).skip(1).any(ends) {
                missing.push(format!("{method} {path}"));
            }
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let names = parameters
                .filter(|parameter| parameter["in"] == "query")
                .map(|parameter| parameter["name"].as_str().unwrap());
            missing.extend(
                names
                    .filter(|name| !is_named(name))
                    .map(|name| format!("the parameter {name} of {path}")),
            );
        }
    }
    let capabilities = &document["components"]["schemas"]["Capabilities"]["properties"];
    let names = capabilities.as_object().unwrap().keys();
    let unnamed = names.filter(|name| !is_named(name));
    missing.extend(unnamed.map(|name| format!("the capability {name}")));
    assert!(
        missing.is_empty(),
        "docs/API.md does not describe {missing:#?}"
    );
}

/// A path with its parameters unnamed: `/services/{id}` as `/services/{}`.
fn without_names(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |before, part| {
        let rest = part.split_once('}').map_or(part, |(_, rest)| rest);
        format!("{before}{{}}{rest}")
    })
}

#[tokio::test]
async fn query_parameters_are_as_long_as_documented_and_no_longer() {
    let document = document().await;
    let server = Server::start().await;
    let anna = server.sign_in("p-anna").await;
    let mut tried = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let parameters = operations["get"]["parameters"].as_array();
        for parameter in parameters.into_iter().flatten() {
            let schema = &parameter["schema"];
            let is_text = schema["type"] == "string" && schema["enum"].is_null();
            if parameter["in"] != "query" || !(is_text || schema["type"] == "array") {
                continue;
            }
            let most = schema.pointer(if is_text {
                "/maxLength"
            } else {
                "/items/maxLength"
            });
            let most = usize::try_from(most.unwrap().as_u64().unwrap()).unwrap();
            let name = parameter["name"].as_str().unwrap();
            // In a script whose letters take several bytes in a URL.
            let ask = async |characters: usize| {
                let path = path.replace("{source}", "people").replace(['{', '}'], "");
                let path = format!("{path}?{name}={}", "%F0%90%90%80".repeat(characters));
                let answer = server.send(Ask::get(&path).cookie(&anna)).await;
                (answer.status, answer.text().contains("characters"))
            };
            let (status, refused) = ask(most).await;
            assert!(!refused, "{path} {name}: {status}");
            let (status, refused) = ask(most + 1).await;
            assert!(refused && status == 400, "{path} {name}: {status}");
            tried += 1;
        }
    }
    assert!(tried > 12, "{tried}");
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| match (key.as_str(), value) {
                    ("$ref", Value::String(reference)) => found.push(reference.clone()),
                    _ => references(value, found),
                }),
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document().await;
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        let pointer = reference.trim_start_matches('#');
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}
