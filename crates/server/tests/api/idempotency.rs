//! A request that is sent twice is recorded once.

use crate::server::{Answer, Ask, Server, vpn};
use axum::http::StatusCode;
use serde_json::json;
use std::collections::BTreeSet;
use tokio::task::JoinSet;

async fn send(server: &Server, cookie: &str, key: &str, body: &serde_json::Value) -> Answer {
    server.order(cookie, key, body).await
}

async fn count(server: &Server, cookie: &str) -> usize {
    server
        .send(Ask::get("/requests").cookie(cookie))
        .await
        .items("id")
        .len()
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let first = send(&server, &cookie, "\"one\"", &vpn()).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let path = format!("/api/v1/requests/{}", first.json()["id"].as_str().unwrap());
    assert_eq!(first.header("location"), path);
    assert_eq!(first.header("idempotent-replayed"), "");
    // The key is the same with and without quotes, and parameters of the structured field are ignored.
    for key in ["\"one\"", "one", "\"one\";v=1", "  \"one\" "] {
        let again = send(&server, &cookie, key, &vpn()).await;
        assert_eq!(again.status, StatusCode::CREATED);
        assert_eq!(again.body, first.body);
        assert_eq!(again.header("location"), path);
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
    assert_eq!(count(&server, &cookie).await, 1);
    let mut other = vpn();
    other["answers"]["reason"] = json!("Something else");
    let reused = send(&server, &cookie, "one", &other).await;
    reused.is_problem(422, "key-reused");
    assert_eq!(reused.json()["current"], first.json());
    assert_eq!(count(&server, &cookie).await, 1);
}

#[tokio::test]
async fn twins_at_once_give_one_request() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let server = std::sync::Arc::new(server);
    let mut twins = JoinSet::new();
    for _ in 0..16 {
        let (server, cookie) = (std::sync::Arc::clone(&server), cookie.clone());
        twins.spawn(async move { send(&server, &cookie, "twin", &vpn()).await });
    }
    let answers = twins.join_all().await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.status == StatusCode::CREATED)
    );
    let first = |answer: &&Answer| answer.header("idempotent-replayed").is_empty();
    assert_eq!(answers.iter().filter(first).count(), 1);
    let bodies: BTreeSet<_> = answers.into_iter().map(|answer| answer.body).collect();
    assert_eq!(bodies.len(), 1);
    assert_eq!(count(&server, &cookie).await, 1);
}

#[tokio::test]
async fn a_refusal_leaves_the_key_free() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let wrong = json!({"service": "vpn-access", "formVersion": "2", "answers": {}});
    send(&server, &cookie, "k", &wrong)
        .await
        .is_problem(422, "invalid");
    let right = send(&server, &cookie, "k", &vpn()).await;
    assert_eq!(
        right.status,
        StatusCode::CREATED,
        "corrected answers may use the same key"
    );
}

#[tokio::test]
async fn a_key_stands_for_one_place() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let sent = send(&server, &cookie, "k", &vpn()).await.json();
    let path = format!("/requests/{}/comments", sent["id"].as_str().unwrap());
    let comment = || {
        Ask::post(&path, &json!({"text": "Hello"}))
            .own()
            .cookie(&cookie)
    };
    server
        .send(comment().key("k"))
        .await
        .is_problem(422, "key-reused");
    let first = server.send(comment().key("c")).await;
    let again = server.send(comment().key("c")).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!(first.body, again.body);
}

#[tokio::test]
async fn keys_are_checked() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let long = "x".repeat(256);
    for key in [
        "", "\"\"", "\"open", "a b", "\"a\"b\"", "\"a\\b\"", "é", &long,
    ] {
        send(&server, &cookie, key, &vpn())
            .await
            .is_problem(400, "key-missing");
    }
    let ask = || Ask::post("/requests", &vpn()).own().cookie(&cookie);
    server.send(ask()).await.is_problem(400, "key-missing");
    server
        .send(ask().key("a").key("b"))
        .await
        .is_problem(400, "key-missing");
    for key in ["\"a\\\"b\"", &"x".repeat(255), "01a2-~!"] {
        let answer = send(&server, &cookie, key, &vpn()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{key}");
    }
}
