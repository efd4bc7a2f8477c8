//! A database that does not answer, or panics: what a server says then. Time is made, not waited for.

use crate::server::{Answer, Ask, Server, demo, vpn};
use async_trait::async_trait;
use axum::http::StatusCode;
use portico_backend::store::{
    EventRecord, Key, Listing, MakeAnswer, Millis, Record, RequestStore, Session, SessionStore,
    StoreError, StoredAnswer,
};
use std::future::pending;
use std::sync::Arc;
use tokio::join;

/// Knows one session, and hangs or panics when it is asked for more.
struct Stuck;

#[async_trait]
impl RequestStore for Stuck {
    async fn record(
        &self,
        _: Record,
        _: EventRecord,
        _: Key,
        _: MakeAnswer,
    ) -> Result<StoredAnswer, StoreError> {
        pending().await
    }

    async fn comment(
        &self,
        _: EventRecord,
        _: Key,
        _: StoredAnswer,
    ) -> Result<StoredAnswer, StoreError> {
        Err(StoreError::Failed("the disk is full".to_owned()))
    }

    async fn answered(
        &self,
        _: &str,
        _: &str,
    ) -> Result<Option<(String, StoredAnswer)>, StoreError> {
        Ok(None)
    }

    async fn list(&self, _: Listing) -> Result<Vec<Record>, StoreError> {
        panic!("a secret that nobody may read")
    }

    async fn get(
        &self,
        _: &str,
        _: &str,
    ) -> Result<Option<(Record, Vec<EventRecord>)>, StoreError> {
        pending().await
    }

    async fn prune(&self, _: Millis, _: Millis) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl SessionStore for Stuck {
    async fn open(&self, _: String, _: Session) -> Result<(), StoreError> {
        Ok(())
    }

    async fn find(&self, hash: &str) -> Result<Option<Session>, StoreError> {
        if hash.is_empty() {
            return Err(StoreError::Failed("the disk is full".to_owned()));
        }
        let seen_at = jiff::Timestamp::now().as_millisecond();
        Ok(Some(Session {
            user: "p-anna".to_owned(),
            seen_at,
        }))
    }

    async fn touch(&self, _: String, _: Millis) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self, _: String) -> Result<(), StoreError> {
        Ok(())
    }
}

async fn server() -> (Server, String) {
    let server = Server::over(demo(), Arc::new(Stuck)).await;
    (server, format!("portico_demo={}", "0".repeat(64)))
}

async fn send(server: &Server, cookie: &str) -> Answer {
    server
        .send(Ask::post("/requests", &vpn()).own().cookie(cookie).key("k"))
        .await
}

#[tokio::test(start_paused = true)]
async fn a_twin_waits_five_seconds_and_is_told_to_come_back() {
    let (server, cookie) = server().await;
    let (first, twin) = join!(send(&server, &cookie), send(&server, &cookie));
    first.is_problem(503, "");
    assert_eq!(first.header("retry-after"), "5");
    twin.is_problem(409, "key-in-flight");
    assert_eq!(twin.header("retry-after"), "1");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_takes_too_long_is_given_up() {
    let (server, cookie) = server().await;
    let started = tokio::time::Instant::now();
    server
        .send(Ask::get("/requests/x").cookie(&cookie))
        .await
        .is_problem(503, "");
    assert_eq!(started.elapsed().as_secs(), 30);
}

#[tokio::test]
async fn failures_and_panics_are_problems_without_secrets() {
    let (server, cookie) = server().await;
    let panicked = server.send(Ask::get("/requests").cookie(&cookie)).await;
    panicked.is_problem(500, "");
    assert!(!panicked.text().contains("secret"));
    let comment = serde_json::json!({"text": "Hello"});
    let ask = Ask::post("/requests/x/comments", &comment)
        .own()
        .cookie(&cookie)
        .key("k");
    let failed = server.send(ask).await;
    failed.is_problem(500, "");
    assert!(!failed.text().contains("disk"));
    let health = Ask::raw(
        axum::http::Method::GET,
        "/healthz",
        axum::body::Body::empty(),
    );
    assert_eq!(
        server.send(health).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}
