//! Searching one's own requests: little is searched, whatever was answered, and earlier requests are included.

use crate::database::{column, execute};
use crate::server::{Answer, Ask, Server, demo};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

async fn order(server: &Server, cookie: &str, service: &str, answers: Value) -> String {
    let version = if service == "vpn-access" { "2" } else { "1" };
    let body = json!({"service": service, "formVersion": version, "answers": answers});
    let key = uuid::Uuid::now_v7().to_string();
    let answer = server.order(cookie, &key, &body).await;
    answer.created()["number"].as_str().unwrap().to_owned()
}

async fn search(server: &Server, cookie: &str, q: &str) -> Vec<String> {
    let found = list(server, cookie, &format!("?q={q}")).await;
    found.items("number")
}

async fn list(server: &Server, cookie: &str, query: &str) -> Answer {
    let ask = Ask::get(&format!("/requests{query}")).cookie(cookie);
    let answer = server.send(ask).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer
}

async fn number(data: &Path, sql: &str) -> i64 {
    column(data, &format!("SELECT CAST(({sql}) AS BIGINT)")).await[0]
}

#[tokio::test]
async fn long_answers_leave_room_for_the_others() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    let max = server.sign_in("p-max").await;
    let people: Vec<_> = (0..40)
        .map(|n| json!({"name": format!("Zora{n} {}", "filler ".repeat(200))}))
        .collect();
    let answers = json!({
        "device": "phone", "hurry": true, "why": format!("umbrella {}", "rain ".repeat(20_000)),
        "pin": "4711-quiet", "people": people
    });
    let long = order(&server, &max, "workplace", answers).await;
    let short = order(&server, &max, "printer", json!({"reason": "No paper"})).await;
    for (q, expected) in [
        ("umbrela", vec![&long]),
        ("zora39", vec![&long]),
        ("workplace", vec![&long]),
        ("papr", vec![&short]),
        ("4711-quiet", vec![]),
    ] {
        let found = search(&server, &max, q).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{q}");
    }
    let longest = "SELECT max(length(words)) FROM request_summaries";
    assert!(number(data.path(), longest).await <= 2048);
}

#[tokio::test]
async fn lists_and_searches_read_no_whole_requests() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    let anna = server.sign_in("p-anna").await;
    let sent = order(&server, &anna, "printer", json!({"reason": "No paper"})).await;
    let before = list(&server, &anna, "").await.json();
    let unreadable = "UPDATE requests SET snapshot = 'unreadable'";
    execute(data.path(), unreadable).await;
    assert_eq!(search(&server, &anna, "paper").await, [sent]);
    assert_eq!(list(&server, &anna, "").await.json(), before);
}

#[tokio::test]
async fn requests_of_an_earlier_release_are_found_too() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    let anna = server.sign_in("p-anna").await;
    let mut sent = Vec::new();
    for n in 0..120 {
        let answers = json!({"reason": format!("Tray {n} is stuck")});
        sent.push(order(&server, &anna, "printer", answers).await);
    }
    let before = list(&server, &anna, "?limit=100").await.json();
    drop(server);
    // As the migration leaves requests of an earlier release; one of them is no longer readable.
    let earlier = [
        "DELETE FROM request_summaries",
        "INSERT INTO backfills (name, after) VALUES ('request_summaries', '')",
        "UPDATE requests SET snapshot = '{}' WHERE number = 'R-10001'",
    ];
    execute(data.path(), &earlier.join(";")).await;
    let server = Server::at(demo(), data.path()).await;
    assert_eq!(list(&server, &anna, "?limit=100").await.json(), before);
    assert_eq!(
        search(&server, &anna, "tray%20119").await,
        [sent[119].as_str()]
    );
    let next = format!("?limit=100&cursor={}", before["next"].as_str().unwrap());
    let rest = list(&server, &anna, &next).await.json();
    let unreadable = rest["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        unreadable["service"],
        json!({"id": "printer", "name": "printer"})
    );
    drop(server);

    // A start that was interrupted half way resumes there.
    let broken = [
        "DELETE FROM request_summaries WHERE request_id > (SELECT id FROM requests WHERE number = 'R-10050')",
        "INSERT INTO backfills (name, after) SELECT 'request_summaries', id FROM requests WHERE number = 'R-10050'",
    ];
    execute(data.path(), &broken.join(";")).await;
    let server = Server::at(demo(), data.path()).await;
    assert_eq!(list(&server, &anna, "?limit=100").await.json(), before);
    assert_eq!(
        number(data.path(), "SELECT count(*) FROM backfills").await,
        0
    );
}
