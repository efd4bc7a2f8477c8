//! Files in one piece, and how large and how many they may be.

use super::{Person, Site, files, png, record, refused, sum, tus};
use crate::database;
use crate::server::{Ask, Server, demo};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

#[tokio::test]
async fn discovery_says_what_is_taken() {
    let server = Server::start().await;
    let portal = server.get("/portal").await.json();
    let said = &portal["capabilities"]["attachments"];
    assert_eq!(said["maxBytes"], 25 * 1024 * 1024);
    assert_eq!(said["maxFiles"], 20);
    assert_eq!(said["resumable"], true);
    let types = said["types"].as_array().unwrap();
    assert!(types.contains(&json!("application/pdf")));
    assert!(!types.contains(&json!("image/svg+xml")));

    let data = TempDir::new().unwrap();
    let store = Arc::new(database::store(data.path()).await);
    let without = Server::over(demo(), store).await;
    let portal = without.get("/portal").await.json();
    assert_eq!(portal["capabilities"]["attachments"], Value::Null);
    let anna = Person::new(&without, "p-anna").await;
    anna.announce(10).await.is_problem(404, "");
}

#[tokio::test]
async fn a_file_in_one_piece_comes_back_as_it_was() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    // More than two chunks, and not a whole number of them.
    let bytes = png(2_500_000);
    let name = "B%C3%BCro%20%22plan%22.png";
    let answer = anna.whole(name, "image/png", &bytes).await;
    let upload = answer.created();
    let path = answer.header("location").strip_prefix("/api/v1").unwrap();
    assert_eq!(path, format!("/uploads/{}", upload["id"].as_str().unwrap()));
    let expected = json!({
        "id": upload["id"],
        "name": "Büro _plan_.png",
        "size": bytes.len(),
        "mediaType": "image/png",
        "sha256": sum(&bytes),
        "complete": true,
        "received": bytes.len()
    });
    assert_eq!(upload, expected);
    assert_eq!(anna.get(path).await.json(), expected);

    let content = anna.get(&format!("{path}/content")).await;
    assert_eq!(content.status, StatusCode::OK);
    assert!(content.body == bytes, "other bytes came back");
    for (header, value) in [
        ("content-type", "image/png"),
        ("content-length", "2500000"),
        (
            "content-disposition",
            "attachment; filename=\"B_ro _plan_.png\"; filename*=UTF-8''B%C3%BCro%20_plan_.png",
        ),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, no-cache"),
        ("etag", &format!("\"{}\"", sum(&bytes))),
    ] {
        assert_eq!(content.header(header), value, "{header}");
    }
    let again =
        Ask::get(&format!("{path}/content")).header("if-none-match", content.header("etag"));
    let again = anna.send(again).await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
}

#[tokio::test]
async fn sizes_are_limited() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let most = 25 * 1024 * 1024;
    refused(
        &anna.whole("a.png", "image/png", b"").await,
        422,
        "/size",
        "minBytes",
    );
    refused(&anna.announce(0).await, 422, "/size", "minBytes");
    refused(&anna.announce(most + 1).await, 413, "/size", "maxBytes");
    // What it is said to hold decides, before a byte is read.
    let ask = Ask::raw(Method::POST, "/api/v1/uploads", "x").header("upload-name", "a.txt");
    let lie = anna
        .send(ask.header("content-length", &(most + 1).to_string()))
        .await;
    refused(&lie, 413, "/size", "maxBytes");
    // Nobody can say how large it will be, or says it in two ways.
    let ask = || Ask::raw(Method::POST, "/api/v1/uploads", "x").header("upload-name", "a.txt");
    anna.send(ask()).await.is_problem(411, "");
    for wrong in ["-1", "+1", "1.0", "many", "", "99999999999999999999999"] {
        anna.send(ask().header("content-length", wrong))
            .await
            .is_problem(400, "");
    }
    let twice = ask()
        .header("content-length", "1")
        .header("content-length", "2");
    anna.send(twice).await.is_problem(400, "");
    let shorter = ask().header("content-length", "5");
    anna.send(shorter).await.is_problem(400, "");
    let longer = Ask::raw(Method::POST, "/api/v1/uploads", "longer").header("upload-name", "a.txt");
    let longer = anna.send(longer.header("content-length", "5")).await;
    refused(&longer, 413, "/size", "size");
}

#[tokio::test]
async fn unused_files_are_limited_in_number_and_bytes() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let used = anna.picture(&png(100)).await;
    record(&site.store, "p-anna", &[&used], &[]).await.unwrap();
    for _ in 0..10 {
        anna.announced(25 * 1024 * 1024).await;
    }
    refused(&anna.announce(1).await, 422, "/size", "quota");
    let max = site.person("p-max").await;
    for _ in 0..100 {
        max.announced(1).await;
    }
    refused(&max.announce(1).await, 422, "/size", "quota");
    refused(
        &max.whole("a.txt", "text/plain", b"a").await,
        422,
        "/size",
        "quota",
    );
    // One that goes makes room.
    let kim = site.person("p-kim").await;
    let mut last = String::new();
    for _ in 0..100 {
        last = kim.announced(1).await;
    }
    let gone = kim.send(tus(Method::DELETE, &last, Body::empty())).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    kim.announced(1).await;
}

#[tokio::test]
async fn a_file_that_fails_leaves_nothing() {
    let site = Site::start().await;
    let anna = site.person("p-anna").await;
    let folder = site.uploads();
    let lying = anna
        .whole("a.pdf", "application/pdf", &png(3_000_000))
        .await;
    refused(&lying, 415, "/mediaType", "content");
    let short =
        Ask::raw(Method::POST, "/api/v1/uploads", png(1_500_000)).header("upload-name", "a.png");
    anna.send(short.header("content-length", "2000000"))
        .await
        .is_problem(400, "");
    assert_eq!(files(&folder), 0);
    let path = anna.announced(2_000_000).await;
    let lying = anna.patch(&path, 0, vec![b'x'; 2_000_000]).await;
    refused(&lying, 415, "/mediaType", "content");
    anna.get(&path).await.is_problem(404, "");
    assert_eq!(files(&folder), 0);
}
