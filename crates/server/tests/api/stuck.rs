//! The server's responses while a database hangs or panics. The time is simulated.

mod store;

use crate::server::{Answer, Ask, Server, demo, vpn};
use crate::storage::person;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::stream;
use portico_domain::State;
use portico_server::UploadOptions;
use portico_server::db::snapshot::Service;
use portico_server::db::{RequestListing, SearchedRequest};
use std::convert::Infallible;
use std::future::pending;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Stuck;
use tempfile::TempDir;
use tokio::join;
use tokio::task::JoinSet;

async fn server() -> (Server, String) {
    let (server, cookie, _) = server_and_store().await;
    (server, cookie)
}

async fn server_and_store() -> (Server, String, Arc<Stuck>) {
    let store = Arc::new(Stuck::default());
    let server = Server::over(demo(), Arc::clone(&store)).await;
    (server, format!("portico_demo={}", "0".repeat(64)), store)
}

async fn send(server: &Server, cookie: &str) -> Answer {
    server.order(cookie, "k", &vpn()).await
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

#[tokio::test(start_paused = true)]
async fn searches_wait_for_their_turn_but_not_for_long() {
    let (server, cookie) = server().await;
    let started = tokio::time::Instant::now();
    let search = async || {
        let ask = Ask::get("/requests?q=word").cookie(&cookie);
        let answer = server.send(ask).await;
        answer.is_problem(503, "");
        assert_eq!(answer.header("retry-after"), "5");
        started.elapsed().as_secs()
    };
    let (one, two, three) = join!(search(), search(), search());
    assert_eq!([one, two, three], [30, 30, 5]);
    // Abandoned requests have freed their places.
    assert_eq!(search().await, 60);
}

#[tokio::test(start_paused = true)]
async fn a_database_that_is_away_is_asked_for_a_user_once_in_a_while() {
    let (server, cookie, store) = server_and_store().await;
    let read = async || {
        let ask = Ask::get("/portal").cookie(&cookie);
        let user = server.send(ask).await.json()["signIn"]["user"].clone();
        assert!(user.is_object(), "{user}");
        store.users_asked.load(Ordering::Relaxed)
    };
    assert_eq!(read().await, 1);
    store.is_away.store(true, Ordering::Relaxed);
    // Each of these would wait until the query times out.
    for asked in [2, 3] {
        tokio::time::advance(Duration::from_secs(11)).await;
        for _ in 0..3 {
            assert_eq!(read().await, asked);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_is_asked_for_once_in_a_while() {
    let (server, cookie, store) = server_and_store().await;
    let read = async || {
        let ask = Ask::get("/portal").cookie(&cookie);
        assert_eq!(server.send(ask).await.status, StatusCode::OK);
        store.sessions_asked.load(Ordering::Relaxed)
    };
    for _ in 0..20 {
        assert_eq!(read().await, 1);
    }
    // A change by another process is noticed.
    tokio::time::advance(Duration::from_secs(10)).await;
    assert_eq!(read().await, 2);
    // A change by this process is noticed at once.
    let out = Ask::raw(Method::DELETE, "/api/v1/session", Body::empty());
    let out = server.send(out.own().cookie(&cookie)).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert_eq!(read().await, 3);
}

/// On a single thread, work without pauses blocks everything else.
#[tokio::test(flavor = "current_thread")]
async fn a_search_keeps_nobody_else_waiting() {
    let words = |n: usize| (n * 200..n * 200 + 200).map(|word| format!("word{word} "));
    let summary = |n: usize| RequestListing {
        id: n.to_string(),
        number: format!("R-{n}"),
        service: Service {
            id: "vpn".to_owned(),
            name: "VPN".to_owned(),
            icon: None,
        },
        state: State::New,
        created_at: 1,
        updated_at: 1,
        due_at: None,
        requester: person("p-anna"),
        assignee: None,
    };
    let searched = |n| SearchedRequest {
        summary: summary(n),
        words: words(n).collect(),
    };
    let store = Stuck {
        searched: (0..500).map(searched).collect(),
        ..Stuck::default()
    };
    let server = Arc::new(Server::over(demo(), Arc::new(store)).await);
    let cookie = format!("portico_demo={}", "0".repeat(64));
    let answered = Arc::new(Mutex::new(Vec::new()));
    let mut asks = JoinSet::new();
    for path in ["/requests?q=word777", "/requests?q=word77777", "/portal"] {
        let (server, answered) = (Arc::clone(&server), Arc::clone(&answered));
        let ask = Ask::get(path).cookie(&cookie);
        asks.spawn(async move {
            let answer = server.send(ask).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            answered.lock().unwrap().push((path, answer));
        });
    }
    while let Some(asked) = asks.join_next().await {
        asked.unwrap();
    }
    let answered = answered.lock().unwrap();
    assert_eq!(answered[0].0, "/portal");
    let search = answered.iter().find(|(path, _)| path.ends_with("word777"));
    assert_eq!(search.unwrap().1.items("number")[0], "R-3");
}

#[tokio::test]
async fn failures_and_panics_are_problems_without_secrets() {
    let (server, cookie) = server().await;
    let panicked = server.send(Ask::get("/requests").cookie(&cookie)).await;
    panicked.is_problem(500, "");
    assert!(!panicked.text().contains("secret"));
    // The time after which a client should return, and the reason.
    for (key, status, after) in [
        ("full", 507, "30"),
        ("unavailable", 503, "5"),
        ("damaged", 503, "5"),
        ("failed", 500, ""),
    ] {
        let comment = serde_json::json!({"text": "Hello"});
        let ask = Ask::post("/requests/x/comments", &comment);
        let failed = server.send(ask.own().cookie(&cookie).key(key)).await;
        failed.is_problem(status, "");
        assert_eq!(failed.header("retry-after"), after, "{key}");
        assert!(!failed.text().contains("secret"));
    }
    let health = Ask::raw(Method::GET, "/healthz", Body::empty());
    assert_eq!(server.send(health).await.status, StatusCode::OK);
    let ready = server
        .send(Ask::raw(Method::GET, "/readyz", Body::empty()))
        .await;
    ready.is_problem(503, "");
    assert!(
        ready.text().contains("the disk is full"),
        "{}",
        ready.text()
    );
}

#[tokio::test]
async fn a_full_disk_does_not_stop_the_search() {
    let (server, _) = server().await;
    for path in ["/index", "/index?since=something"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            "application/vnd.portico.index"
        );
    }
}

/// A server with uploads, and an announced upload of ten bytes.
async fn announced(folder: &TempDir) -> (Server, String, String) {
    let mut options = demo();
    options.uploads = Some(UploadOptions::new(folder.path().to_owned()));
    let server = Server::over(options, Arc::new(Stuck::default())).await;
    let cookie = format!("portico_demo={}", "0".repeat(64));
    let ask = Ask::raw(Method::POST, "/api/v1/uploads", Body::empty());
    let ask = ask.own().cookie(&cookie).header("tus-resumable", "1.0.0");
    let ask = ask.header("upload-metadata", "filename YS50eHQ=");
    let answer = server.send(ask.header("upload-length", "10")).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let path = answer.header("location").to_owned();
    (server, cookie, path)
}

/// Sends this many bytes, one every fifteen seconds, and then nothing more, without ending.
async fn trickle(server: &Server, cookie: &str, path: &str, bytes: usize) -> Answer {
    let frames = stream::unfold(0, move |sent| async move {
        tokio::time::sleep(Duration::from_secs(15)).await;
        if sent == bytes && bytes < 10 {
            pending::<()>().await;
        }
        (sent < bytes).then(|| (Ok::<_, Infallible>("x"), sent + 1))
    });
    let ask = Ask::raw(Method::PATCH, path, Body::from_stream(frames));
    let ask = ask.own().cookie(cookie).header("tus-resumable", "1.0.0");
    let ask = ask.header("content-type", "application/offset+octet-stream");
    server.send(ask.header("upload-offset", "0")).await
}

#[tokio::test(start_paused = true)]
async fn an_upload_may_be_slow_but_not_stand_still() {
    let folder = TempDir::new().unwrap();
    let (server, cookie, path) = announced(&folder).await;
    let started = tokio::time::Instant::now();
    let answer = trickle(&server, &cookie, &path, 10).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    assert!(started.elapsed().as_secs() >= 150);

    let folder = TempDir::new().unwrap();
    let (server, cookie, path) = announced(&folder).await;
    let started = tokio::time::Instant::now();
    let answer = trickle(&server, &cookie, &path, 3).await;
    answer.is_problem(408, "");
    assert_eq!(started.elapsed().as_secs(), 3 * 15 + 20);
    let head = Ask::raw(Method::HEAD, &path, Body::empty()).cookie(&cookie);
    let head = server.send(head.header("tus-resumable", "1.0.0")).await;
    assert_eq!(head.header("upload-offset"), "3", "what arrived is kept");
}
