//! The gallery accepts any form document, and no document can do harm.

use crate::server::{Answer, Ask, HOST, Server, demo};
use axum::http::{Method, StatusCode};
use portico_server::Options;
use serde_json::{Value, json};

fn form() -> Value {
    json!({"schema": {"title": "Try", "type": "object", "properties": {"a": {"type": "string", "title": "A"}}}})
}

async fn bring(server: &Server, body: &str) -> Answer {
    let ask = Ask::raw(Method::POST, "/gallery", body.to_owned());
    server
        .send(ask.header("content-type", "application/json"))
        .await
}

/// As a browser's own form sends it.
async fn submit(server: &Server, parts: &[(&str, &str)], origin: &str) -> Answer {
    let mut body = String::new();
    for (disposition, content) in parts {
        body +=
            &format!("--xx\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n");
    }
    body += "--xx--\r\n";
    let ask = Ask::raw(Method::POST, "/gallery", body)
        .header("content-type", "multipart/form-data; boundary=xx")
        .header("origin", origin);
    server.send(ask).await
}

/// The document that a `Location` refers to.
async fn shown(server: &Server, answer: &Answer) -> Answer {
    let id = answer.header("location").strip_prefix("/gallery/").unwrap();
    server.get(&format!("/gallery/{id}")).await
}

#[tokio::test]
async fn examples_are_listed_and_shown() {
    let server = Server::start().await;
    let list = server.get("/gallery").await.json();
    assert_eq!(
        list["items"],
        json!([{"id": "text", "title": "One line", "summary": "A text field."}])
    );
    let example = server.get("/gallery/text").await.json();
    assert_eq!(example["schema"]["title"], "One line");
    assert_eq!(
        (&example["id"], &example["version"]),
        (&json!("form"), &json!("1"))
    );
    server.get("/gallery/none").await.is_problem(404, "");
}

#[tokio::test]
async fn a_document_is_brought_by_tools_and_by_browsers() {
    let server = Server::start().await;
    let made = bring(&server, &form().to_string()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert_eq!(made.json()["title"], "Try");
    let document = shown(&server, &made).await.json();
    assert_eq!(document["schema"], form()["schema"]);

    let own = format!("http://{HOST}");
    let text = form().to_string();
    let file = "name=\"file\"; filename=\"../../x.json\"";
    for parts in [
        [(file, text.as_str()), ("name=\"text\"", "")],
        [(file, ""), ("name=\"text\"", text.as_str())],
    ] {
        let made = submit(&server, &parts, &own).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        let document = shown(&server, &made).await.json();
        assert_eq!(document["schema"], form()["schema"]);
    }
}

#[tokio::test]
async fn a_broken_document_is_named_with_its_place() {
    let server = Server::start().await;
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let mut remote = form();
    remote["schema"]["properties"]["a"] = json!({"$ref": "https://example.com/x"});
    for (text, pointer) in [
        ("", ""),
        ("[]", ""),
        ("{}", ""),
        ("{\"schema\": {}, \"id\": 7}", "/id"),
        ("{\"schema\": {}, \"texts\": []}", "/texts"),
        (&remote.to_string(), "/schema/properties/a/$ref"),
    ] {
        let refused = bring(&server, text).await;
        refused.is_problem(422, "invalid");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{text}");
    }
    bring(&server, &deep).await.is_problem(422, "invalid");
    let large = format!("\"{}\"", "x".repeat(600 * 1024));
    bring(&server, &large).await.is_problem(413, "");

    // A browser is redirected to the page, which displays the errors.
    let own = format!("http://{HOST}");
    let part = "name=\"text\"";
    let broken = submit(&server, &[(part, &remote.to_string())], &own).await;
    assert_eq!(broken.status, StatusCode::SEE_OTHER);
    let document = shown(&server, &broken).await.json();
    assert_eq!(document["schema"], remote["schema"]);
    let noise = submit(&server, &[(part, "noise")], &own).await;
    assert_eq!(noise.status, StatusCode::SEE_OTHER);
    shown(&server, &noise).await.is_problem(422, "invalid");
    submit(&server, &[(part, &large)], &own)
        .await
        .is_problem(413, "");
    submit(&server, &[(part, "{}")], "https://evil.example")
        .await
        .is_problem(403, "cross-site");
    let wrong = Ask::raw(Method::POST, "/gallery", "x").header("content-type", "text/plain");
    server.send(wrong).await.is_problem(415, "");
}

#[tokio::test]
async fn the_oldest_documents_go_first() {
    let server = Server::start().await;
    let first = bring(&server, &form().to_string()).await;
    for _ in 0..99 {
        bring(&server, &form().to_string()).await;
    }
    assert_eq!(shown(&server, &first).await.status, StatusCode::OK);
    bring(&server, &form().to_string()).await;
    shown(&server, &first).await.is_problem(404, "");
}

#[tokio::test]
async fn only_a_demonstration_has_one() {
    let options = Options {
        demo: false,
        ..demo()
    };
    let server = Server::with(options).await;
    assert_eq!(server.get("/gallery").await.json()["items"], json!([]));
    server.get("/gallery/text").await.is_problem(404, "");
    bring(&server, &form().to_string())
        .await
        .is_problem(405, "");
}
