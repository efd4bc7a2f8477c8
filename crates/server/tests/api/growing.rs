//! Data that grows with use: no response of the API grows with it without limit.

use crate::server::{Answer, Ask, Server, vpn};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// The maximum that the portal reads.
const PORTAL_READS: usize = 8 * 1024 * 1024;

/// A user with a request.
struct Requester {
    server: Server,
    cookie: String,
    path: String,
}

impl Requester {
    async fn new() -> Self {
        let server = Server::start().await;
        let cookie = server.sign_in("p-anna").await;
        let sent = server.order(&cookie, "k", &vpn()).await;
        let path = format!("/requests/{}", sent.json()["id"].as_str().unwrap());
        Self {
            server,
            cookie,
            path,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.server.send(Ask::get(path).cookie(&self.cookie)).await
    }

    async fn comment(&self, key: usize, text: &str) -> Value {
        let path = format!("{}/comments", self.path);
        let ask = Ask::post(&path, &json!({ "text": text })).own();
        let ask = ask.cookie(&self.cookie).key(&key.to_string());
        let answer = self.server.send(ask).await;
        answer.created()
    }

    async fn comments(&self, times: usize, text: &str) {
        for key in 0..times {
            self.comment(key, text).await;
        }
    }

    /// Submits answers to the form of the request.
    async fn answer(&self, service: &str, answers: Value) -> Answer {
        let version = if service == "vpn-access" { "2" } else { "1" };
        let body = json!({"service": service, "formVersion": version, "answers": answers});
        self.server.order(&self.cookie, "another", &body).await
    }
}

fn ids(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    let ids = list
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned());
    ids.collect()
}

#[tokio::test]
async fn a_request_of_many_long_comments_can_still_be_read() {
    let anna = Requester::new().await;
    let text = "*a* ".repeat(1250);
    anna.comments(120, &text).await;
    let read = anna.get(&anna.path).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(
        read.body.len() < PORTAL_READS / 4,
        "{} bytes",
        read.body.len()
    );
    let request = read.json();
    assert!(!request["events"].as_array().unwrap().is_empty());
    assert_eq!(request["number"], "R-10001");
}

#[tokio::test]
async fn events_come_in_pages() {
    let anna = Requester::new().await;
    let mut all = ids(&anna.get(&anna.path).await.json()["events"]);
    for key in 0..120 {
        let event = anna.comment(key, "A word").await;
        all.push(event["id"].as_str().unwrap().to_owned());
    }
    let request = anna.get(&anna.path).await.json();
    let newest = ids(&request["events"]);
    assert_eq!(newest, all[71..], "the newest fifty, oldest first");

    // Earlier ones, newest first.
    let mut seen: Vec<String> = newest.into_iter().rev().collect();
    let mut next = request["earlierEvents"].as_str().map(str::to_owned);
    while let Some(cursor) = next {
        let path = format!("{}/events?limit=30&cursor={cursor}", anna.path);
        let page = anna.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let page = page.json();
        assert!(page["items"].as_array().unwrap().len() <= 30);
        seen.extend(ids(&page["items"]));
        next = page["next"].as_str().map(str::to_owned);
    }
    seen.reverse();
    assert_eq!(seen, all, "each of them once");

    let path = format!("{}/events", anna.path);
    let first = anna.get(&path).await;
    let items = &first.json()["items"];
    assert_eq!(items[0], request["events"][49], "the newest first");
    let again = Ask::get(&path).cookie(&anna.cookie);
    let again = again.header("if-none-match", first.header("etag"));
    let again = anna.server.send(again).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);

    for query in ["?cursor=eA", "?cursor=%00", "?limit=101", "?order=up"] {
        anna.get(&format!("{path}{query}"))
            .await
            .is_problem(400, "");
    }
    anna.get("/requests/none/events").await.is_problem(404, "");
    anna.server.get(&path).await.is_problem(401, "sign-in");
    let kim = anna.server.sign_in("p-kim").await;
    let other = anna.server.send(Ask::get(&path).cookie(&kim)).await;
    other.is_problem(404, "");
}

#[tokio::test]
async fn long_events_fill_a_page_sooner() {
    let anna = Requester::new().await;
    let text = "🙂🙂🙂🙂 *a* ".repeat(555);
    anna.comments(60, &text).await;
    let mut page = anna.get(&anna.path).await;
    let mut events = page.json()["events"].as_array().unwrap().len();
    assert!((10..50).contains(&events), "{events}");
    let mut next = page.json()["earlierEvents"].as_str().map(str::to_owned);
    while let Some(cursor) = next {
        assert!(page.body.len() < 2 * 1024 * 1024);
        let path = format!("{}/events?limit=100&cursor={cursor}", anna.path);
        page = anna.get(&path).await;
        let items = page.json()["items"].as_array().unwrap().len();
        assert!((1..50).contains(&items), "{items}");
        events += items;
        next = page.json()["next"].as_str().map(str::to_owned);
    }
    assert_eq!(events, 61);
}

#[tokio::test]
async fn a_comment_is_not_many_times_longer_than_its_text() {
    let anna = Requester::new().await;
    let cases = [
        ("*a*", 5000 / 3),
        ("a\n\n", 5000 / 3),
        ("- a\n", 5000 / 4),
        ("> ", 2500),
        ("<http://a.b>", 400),
        ("[a](/b)", 700),
        ("`a`", 5000 / 3),
        ("|a", 2500),
    ];
    for (key, (pattern, times)) in cases.into_iter().enumerate() {
        let text = pattern.repeat(times);
        let event = anna.comment(key, &text).await;
        let bytes = event["body"].to_string().len();
        assert!(bytes <= 8 * text.len(), "{pattern}: {bytes}");
    }
    let table = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(400),
        "-|".repeat(400),
        "|\n".repeat(800)
    );
    let event = anna.comment(100, &table).await;
    assert!(event["body"].to_string().len() <= 8 * table.len());

    // Markup that is refused as a tree is kept as typed.
    let text = "*a* ".repeat(1250);
    let event = anna.comment(101, &text).await;
    assert_eq!(
        event["body"],
        json!({"blocks": [{"type": "code", "text": text}]})
    );
    // Ordinary texts are not.
    let text = "- **one**\n- *two*\n\n1. `three`\n\n> four\n\n[five](https://x.example)";
    let event = anna.comment(102, text).await;
    assert_eq!(event["body"]["blocks"].as_array().unwrap().len(), 4);
}

#[track_caller]
fn is_shorter(answer: &Answer, bytes: usize) {
    let length = answer.body.len();
    assert!(length < bytes, "{length} bytes");
}

#[tokio::test]
async fn only_the_first_errors_are_listed() {
    let anna = Requester::new().await;
    let strange: Map<String, Value> = (0..25_000).map(|n| (n.to_string(), json!(1))).collect();
    let refused = anna.answer("vpn-access", strange.into()).await;
    refused.is_problem(422, "invalid");
    is_shorter(&refused, 32 * 1024);
    let problem = refused.json();
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 100);
    assert_eq!(errors[0]["pointer"], "/answers/reason", "fields come first");
    assert_eq!(problem["errorsOmitted"], 25_002 - 100);

    // A few very long ones.
    let long = "y".repeat(20_000);
    let strange: Map<String, Value> = (0..10).map(|n| (format!("{n}{long}"), json!(1))).collect();
    let refused = anna.answer("vpn-access", strange.into()).await;
    refused.is_problem(422, "invalid");
    is_shorter(&refused, 96 * 1024);
    let problem = refused.json();
    let listed = problem["errors"].as_array().unwrap().len();
    assert_eq!(problem["errorsOmitted"], 12 - listed);

    // A few errors are reported completely.
    let refused = anna.answer("vpn-access", json!({})).await;
    assert_eq!(refused.json().get("errorsOmitted"), None);

    // An undocumented member of the body.
    let body = format!(r#"{{"service": "x", "formVersion": "1", "answers": {{}}, "{long}": 1}}"#);
    let ask = Ask::raw(axum::http::Method::POST, "/api/v1/requests", body);
    let ask = ask.header("content-type", "application/json").own();
    let refused = anna.server.send(ask.cookie(&anna.cookie).key("z")).await;
    refused.is_problem(400, "malformed");
    is_shorter(&refused, 32 * 1024);
}

#[tokio::test]
async fn what_is_recorded_of_a_request_is_bounded() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-max").await;
    let max = Requester {
        server,
        cookie,
        path: String::new(),
    };
    let many = |count: usize, one: Value| Value::from(vec![one; count]);
    for (answers, pointer, code) in [
        (
            json!({"device": "phone", "watchers": (0..30_000).map(|n| n.to_string()).collect::<Vec<_>>()}),
            "/answers/watchers/0",
            "lookup",
        ),
        (
            json!({"device": "phone", "people": many(6_000, json!({"name": "A"}))}),
            "/answers/people",
            "maxItems",
        ),
    ] {
        let refused = max.answer("workplace", answers).await;
        refused.is_problem(422, "invalid");
        assert!(refused.body.len() < PORTAL_READS / 8);
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!(pointer), &json!(code))
        );
    }
    let people = many(5_000, json!({"name": "Somebody with a name"}));
    let sent = max.answer("workplace", json!({"device": "phone", "people": people}));
    let sent = sent.await;
    assert!(
        sent.body.len() < PORTAL_READS / 2,
        "{} bytes",
        sent.body.len()
    );
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
}
