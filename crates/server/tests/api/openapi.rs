//! The OpenAPI document: a public contract, so every change of it is seen.

use crate::server::{Ask, Server};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::Value;

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
    assert_eq!(paths.len(), 24);
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
            // In a script whose letters are long in an address.
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
