//! Searches without results: counted, and listed for the operator of the server.

use crate::database::{execute, location, store};
use crate::program::run;
use crate::server::{Answer, Ask, HOST, Server, content_with, demo};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use portico_server::db::{ImprovementStore, ZeroResultSearch, improvements};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

async fn send(server: &Server, words: &str) -> Answer {
    let body = json!({"kind": "search", "words": words});
    server.send(Ask::post("/improvements", &body)).await
}

/// Search words with their language and count, the most frequent first.
async fn counted(data: &Path) -> Vec<(String, String, u64)> {
    let found = improvements(&location(data)).await.unwrap().into_iter();
    found
        .map(|one| (one.words, one.language, one.count))
        .collect()
}

fn row(words: &str, language: &str, count: u64) -> (String, String, u64) {
    (words.to_owned(), language.to_owned(), count)
}

fn english((words, count): (&str, u64)) -> (String, String, u64) {
    row(words, "en", count)
}

#[tokio::test]
async fn equal_words_are_counted_together() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    for words in [
        "standing desk",
        "  Standing \t\n DESK\u{a0}",
        "standing\u{1b} desk",
        "standing-desk",
        "ÄRGER",
        "ärger",
    ] {
        let answer = send(&server, words).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        assert!(answer.body.is_empty());
    }
    let body = json!({"kind": "search", "words": "Ärger"});
    let german = Ask::post("/improvements", &body).header("accept-language", "de-AT");
    assert_eq!(server.send(german).await.status, StatusCode::NO_CONTENT);
    let all = counted(data.path()).await;
    assert_eq!(all[0], row("standing desk", "en", 3));
    assert_eq!(all[1], row("ärger", "en", 2));
    assert_eq!(all.len(), 4);
    assert!(all.contains(&row("standing-desk", "en", 1)));
    assert!(all.contains(&row("ärger", "de", 1)));
    // They survive a restart of the server.
    drop(server);
    let server = Server::at(demo(), data.path()).await;
    send(&server, "standing desk").await;
    assert_eq!(counted(data.path()).await[0], row("standing desk", "en", 4));
}

#[tokio::test]
async fn whoever_may_read_the_catalogue_may_say_so() {
    for (signed_out, persona, status) in [
        ("[catalogue, articles]", "", 204),
        ("[catalogue]", "", 204),
        ("[articles]", "", 401),
        ("[]", "", 401),
        ("[]", "p-kim", 204),
    ] {
        let content = content_with(&[("organisation.yaml", "[catalogue, articles]", signed_out)]);
        let data = TempDir::new().unwrap();
        let server = Server::of(demo(), data.path(), content.path()).await;
        let body = json!({"kind": "search", "words": "a desk"});
        let mut ask = Ask::post("/improvements", &body).own();
        if !persona.is_empty() {
            ask = ask.cookie(&server.sign_in(persona).await);
        }
        let answer = server.send(ask).await;
        assert_eq!(answer.status.as_u16(), status, "{signed_out} {persona}");
        let expected = usize::from(status == 204);
        assert_eq!(counted(data.path()).await.len(), expected);
    }
}

#[tokio::test]
async fn what_is_refused_is_not_counted() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    let long = "ä".repeat(201);
    for (words, code) in [
        ("", "required"),
        (" \t\u{2003}", "required"),
        ("\u{1}\u{1b}\u{9b}", "required"),
        (long.as_str(), "maxLength"),
    ] {
        let answer = send(&server, words).await;
        answer.is_problem(422, "invalid");
        let error = &answer.json()["errors"][0];
        assert_eq!(error["pointer"], "/words");
        assert_eq!(error["code"], code, "{words:?}");
    }
    for body in [
        json!({}),
        json!({"kind": "search"}),
        json!({"words": "desk"}),
        json!({"kind": "other", "words": "desk"}),
        json!({"kind": "search", "words": 1}),
        json!({"kind": "search", "words": "desk", "person": "p-anna"}),
    ] {
        let answer = server.send(Ask::post("/improvements", &body)).await;
        answer.is_problem(400, "malformed");
    }
    let large = "x".repeat(4 * 1024);
    send(&server, &large).await.is_problem(413, "");
    let body = json!({"kind": "search", "words": "desk"});
    let plain = Ask::raw(Method::POST, "/api/v1/improvements", body.to_string());
    server.send(plain).await.is_problem(415, "");
    let read = Ask::raw(Method::GET, "/api/v1/improvements", Body::empty());
    server.send(read).await.is_problem(405, "");
    // A page of another site cannot count anything in a user's name.
    let cookie = server.sign_in("p-anna").await;
    let foreign = Ask::post("/improvements", &body).cookie(&cookie);
    let foreign = foreign.header("origin", &format!("http://not.{HOST}"));
    server.send(foreign).await.is_problem(403, "cross-site");
    assert_eq!(counted(data.path()).await, []);

    for words in ["ä".repeat(200), format!(" {}  b ", "a".repeat(198))] {
        let answer = send(&server, &words).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{words}");
    }
}

#[tokio::test]
async fn what_is_missed_least_makes_room() {
    let data = TempDir::new().unwrap();
    let store = store(data.path()).await;
    let search = async |words: &str, at| {
        let search = ZeroResultSearch {
            kind: "search".to_owned(),
            words: words.to_owned(),
            language: "en".to_owned(),
            at,
        };
        store.count(search, 3).await.unwrap();
    };
    for (at, words) in [(1, "often"), (2, "often"), (3, "old"), (4, "new")] {
        search(words, at).await;
    }
    // Known words are counted even if the list is full.
    search("often", 5).await;
    assert_eq!(counted(data.path()).await.len(), 3);
    search("newer", 6).await;
    let expected = [("often", 3), ("newer", 1), ("new", 1)];
    assert_eq!(counted(data.path()).await, expected.map(english));
    // Whoever was first is not gone first if somebody missed it again.
    search("new", 7).await;
    search("new", 8).await;
    search("newest", 9).await;
    let expected = [("new", 3), ("often", 3), ("newest", 1)];
    assert_eq!(counted(data.path()).await, expected.map(english));
}

#[tokio::test]
async fn ten_thousand_are_counted() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    let fill = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) \
                INSERT INTO improvements SELECT 'search', 'word ' || i, 'en', 2, i, i FROM n";
    execute(data.path(), fill).await;
    for (words, there) in [
        ("the last that fits", vec!["the last that fits", "word 1"]),
        ("one more", vec!["one more", "word 1"]),
        ("word 1", vec!["one more", "word 1", "word 2"]),
    ] {
        assert_eq!(send(&server, words).await.status, StatusCode::NO_CONTENT);
        let all = counted(data.path()).await;
        assert_eq!(all.len(), 10_000);
        for word in there {
            assert!(all.iter().any(|one| one.0 == word), "{words}: {word}");
        }
    }
    let all = counted(data.path()).await;
    assert_eq!(all[0], row("word 1", "en", 3));
    assert!(!all.iter().any(|one| one.0 == "the last that fits"));
}

#[tokio::test]
async fn the_command_prints_what_is_wanted_most() {
    let data = TempDir::new().unwrap();
    let store = store(data.path()).await;
    let command = |json: bool| {
        let folder = data.path().to_str().unwrap();
        let mut arguments = vec!["improvements", "--data", folder];
        arguments.extend(json.then_some("--json"));
        let output = run(&arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(command(false), "No searches without results.\n");
    assert_eq!(command(true), "");
    for (words, language, at) in [
        ("standing desk", "en", 1_795_348_800_000),
        ("sitz \"ball\"", "de", 1_795_348_800_000),
        ("standing desk", "en", 1_795_435_200_000),
    ] {
        let search = ZeroResultSearch {
            kind: "search".to_owned(),
            words: words.to_owned(),
            language: language.to_owned(),
            at,
        };
        store.count(search, 10).await.unwrap();
    }
    let table = "\
count  kind    language  last        words
    2  search  en        2026-11-23  standing desk
    1  search  de        2026-11-22  sitz \"ball\"
";
    let lines = [
        json!({
            "kind": "search", "words": "standing desk", "language": "en", "count": 2,
            "firstAt": "2026-11-22T12:00:00.000Z", "lastAt": "2026-11-23T12:00:00.000Z",
        }),
        json!({
            "kind": "search", "words": "sitz \"ball\"", "language": "de", "count": 1,
            "firstAt": "2026-11-22T12:00:00.000Z", "lastAt": "2026-11-22T12:00:00.000Z",
        }),
    ];
    let check = || {
        assert_eq!(command(false), table);
        let printed = command(true);
        let printed = printed.lines().map(serde_json::from_str::<Value>);
        let printed: Result<Vec<_>, _> = printed.collect();
        assert_eq!(printed.unwrap(), lines);
    };
    // While a server writes, and when no process has it open.
    check();
    drop(store);
    check();
}
