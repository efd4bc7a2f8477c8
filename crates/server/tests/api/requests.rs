//! From an order to a request that can be tracked.

use crate::server::{Ask, Server, vpn};
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn order(server: &Server, cookie: &str, key: &str, body: &Value) -> Value {
    server.order(cookie, key, body).await.created()
}

/// A request for a service whose form asks for a reason.
fn request_for(service: &str, reason: &str) -> Value {
    json!({"service": service, "formVersion": "1", "answers": {"reason": reason}})
}

#[tokio::test]
async fn everybody_who_has_to_approve_is_named() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let body = request_for("laptop", "Old one broke");
    let request = order(&server, &cookie, "k", &body).await;
    let who: Vec<_> = request["approvals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["person"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(who.len(), 2, "{who:?}");
    assert_eq!(
        request["nextStep"],
        format!(
            "{} and {} need to approve this. Next: Service desk.",
            who[0], who[1]
        )
    );
    let path = format!("/requests/{}", request["id"].as_str().unwrap());
    let german = Ask::get(&path)
        .cookie(&cookie)
        .header("accept-language", "de");
    let german = server.send(german).await.json();
    assert_eq!(
        german["nextStep"],
        format!(
            "{} und {} müssen zustimmen. Danach: Service desk.",
            who[0], who[1]
        )
    );
}

#[tokio::test]
async fn a_request_is_recorded_and_followed() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let request = order(&server, &cookie, "k", &vpn()).await;
    assert_eq!(request["number"], "R-10001");
    assert_eq!(
        request["state"],
        json!({"category": "waitingApproval", "label": "Waiting for approval"})
    );
    assert_eq!(
        request["service"],
        json!({"id": "vpn-access", "name": "VPN access", "icon": "shield"})
    );
    let approval = json!([{"by": "manager", "person": {"id": "p-max", "name": "Max Mohn"}, "decision": "pending"}]);
    assert_eq!(request["approvals"], approval);
    let answers = json!([
        {"pointer": "/reason", "label": "Why do you need it?", "value": "From home"},
        {"pointer": "/device", "label": "Device", "value": "phone", "text": "Phone"}
    ]);
    assert_eq!(request["answers"], answers);
    assert_eq!(
        request["actions"],
        json!([{ "id": "comment" }, { "id": "cancel", "reason": "required" }])
    );
    assert_eq!(
        request["nextStep"],
        "Max Mohn needs to approve this. Next: Service desk."
    );
    assert_eq!(request["requester"]["name"], "Anna Alt");
    assert_eq!(request["provider"], "Service desk");
    assert_eq!(request["events"][0]["kind"], "created");
    assert_eq!(request["events"][0]["actor"]["name"], "Anna Alt");
    assert!(request["dueAt"].as_str().unwrap() > request["createdAt"].as_str().unwrap());

    let path = format!("/requests/{}", request["id"].as_str().unwrap());
    let read = server.send(Ask::get(&path).cookie(&cookie)).await;
    assert_eq!(read.json(), request, "what is read is what was answered");
    let german = Ask::get(&path)
        .cookie(&cookie)
        .header("accept-language", "de");
    let german = server.send(german).await.json();
    assert_eq!(german["state"]["label"], "Wartet auf Genehmigung");
    assert_eq!(
        german["service"]["name"], "VPN access",
        "names stay as they were"
    );
}

#[tokio::test]
async fn without_approvals_the_work_can_begin() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let body = request_for("printer", "It is broken");
    let request = order(&server, &cookie, "k", &body).await;
    assert_eq!(request["state"]["category"], "new");
    assert_eq!(request["approvals"], Value::Null);
}

#[tokio::test]
async fn comments_are_markdown_and_change_the_request() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let request = order(&server, &cookie, "k", &vpn()).await;
    let path = format!("/requests/{}", request["id"].as_str().unwrap());
    let tag = server
        .send(Ask::get(&path).cookie(&cookie))
        .await
        .header("etag")
        .to_owned();
    let text = "It is **urgent**. <script>alert(1)</script> [x](javascript:alert(1))";
    let comments = format!("{path}/comments");
    let ask = Ask::post(&comments, &json!({"text": text}))
        .own()
        .cookie(&cookie)
        .key("c");
    let event = server.send(ask).await;
    assert_eq!(event.status, StatusCode::CREATED, "{}", event.text());
    let words = json!([
        {"type": "text", "text": "It is "},
        {"type": "strong", "content": [{"type": "text", "text": "urgent"}]},
        {"type": "text", "text": ". <script>alert(1)</script> x"}
    ]);
    assert_eq!(event.json()["body"]["blocks"][0]["content"], words);
    let again = Ask::get(&path)
        .cookie(&cookie)
        .header("if-none-match", &tag);
    let changed = server.send(again).await;
    assert_eq!(
        changed.status,
        StatusCode::OK,
        "the ETag is another one now"
    );
    assert_eq!(changed.json()["events"][1], event.json());
    assert_eq!(changed.json()["updatedAt"], event.json()["at"]);

    for (text, code) in [
        ("", "required"),
        ("  \n ", "required"),
        (&"x".repeat(5001), "maxLength"),
    ] {
        let ask = Ask::post(&comments, &json!({"text": text}))
            .own()
            .cookie(&cookie)
            .key("d");
        let refused = server.send(ask).await;
        refused.is_problem(422, "invalid");
        assert_eq!(refused.json()["errors"][0]["pointer"], "/text");
        assert_eq!(refused.json()["errors"][0]["code"], code);
    }
}

#[tokio::test]
async fn answers_are_checked() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for (answers, expected) in [
        (
            json!({}),
            vec![
                ("/answers/reason", "required"),
                ("/answers/device", "required"),
            ],
        ),
        (
            json!({"reason": "ab", "device": "phone"}),
            vec![("/answers/reason", "minLength")],
        ),
        (
            json!({"reason": "abc", "device": "car"}),
            vec![("/answers/device", "enum")],
        ),
        (
            json!({"reason": 7, "device": "phone"}),
            vec![("/answers/reason", "type")],
        ),
        (
            json!({"reason": "abc", "device": "phone", "a/b": 1}),
            vec![("/answers/a~1b", "unknown")],
        ),
    ] {
        let body = json!({"service": "vpn-access", "formVersion": "2", "answers": answers});
        let answer = server.order(&cookie, "k", &body).await;
        answer.is_problem(422, "invalid");
        let problem = answer.json();
        let errors = problem["errors"].as_array().unwrap().iter();
        let found: Vec<_> = errors
            .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
            .collect();
        assert_eq!(found, expected, "{answers}");
    }
    let old = json!({"service": "vpn-access", "formVersion": "1", "answers": {}});
    server
        .order(&cookie, "k", &old)
        .await
        .is_problem(409, "form-changed");
}

#[tokio::test]
async fn own_requests_are_found() {
    let server = Server::start().await;
    let anna = server.sign_in("p-anna").await;
    let vpn = order(&server, &anna, "a", &vpn()).await;
    let body =
        json!({"service": "printer", "formVersion": "1", "answers": {"reason": "It is broken"}});
    let printer = order(&server, &anna, "b", &body).await;
    let kim = server.sign_in("p-kim").await;
    for (q, expected) in [
        ("printer", vec![&printer]),
        ("prnter", vec![&printer]),
        ("R-10001", vec![&vpn]),
        ("brokn", vec![&printer]),
        ("home&state=open", vec![&vpn]),
        ("home&state=closed", vec![]),
        ("wedding", vec![]),
    ] {
        let path = format!("/requests?q={q}");
        let found = server.send(Ask::get(&path).cookie(&anna)).await;
        let expected: Vec<_> = expected
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(found.items("id"), expected, "{q}");
        let others = server.send(Ask::get(&path).cookie(&kim)).await;
        assert!(others.items("id").is_empty(), "{q}");
    }
    let paged = server
        .send(Ask::get("/requests?q=home&cursor=eA").cookie(&anna))
        .await;
    paged.is_problem(400, "");
}

#[tokio::test]
async fn requests_are_listed_newest_first_in_pages() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for key in ["1", "2", "3", "4", "5"] {
        order(&server, &cookie, key, &vpn()).await;
    }
    let mut path = "/requests?limit=2&state=open".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = server.send(Ask::get(&path).cookie(&cookie)).await;
        pages.push(page.items("number"));
        let Some(next) = page.json()["next"].as_str().map(str::to_owned) else {
            break;
        };
        path = format!("/requests?limit=2&state=open&cursor={next}");
    }
    assert_eq!(
        pages,
        [
            vec!["R-10005", "R-10004"],
            vec!["R-10003", "R-10002"],
            vec!["R-10001"]
        ]
    );
    let closed = server
        .send(Ask::get("/requests?state=closed").cookie(&cookie))
        .await;
    assert!(closed.items("id").is_empty());
}
