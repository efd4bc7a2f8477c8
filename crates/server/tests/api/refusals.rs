//! Every refusal has the same form: a problem.

use crate::server::{Ask, Server, vpn};
use axum::body::Body;
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn unknown_routes_and_methods() {
    let server = Server::start().await;
    for (method, path, status, allow) in [
        (Method::GET, "/api/v1/nothing", 404, ""),
        (Method::POST, "/api/v1/nothing", 404, ""),
        (Method::GET, "/api/v2/portal", 404, ""),
        (Method::GET, "/api", 404, ""),
        (Method::GET, "/api/v1/services/none", 404, ""),
        (Method::GET, "/api/v1/services/none/form", 404, ""),
        (Method::GET, "/api/v1/articles/none", 404, ""),
        (Method::PUT, "/api/v1/services", 405, "GET,HEAD"),
        (Method::PATCH, "/api/v1/session", 405, "POST,DELETE"),
        (Method::POST, "/anything", 405, "GET, HEAD"),
        (Method::GET, "/index.html", 404, ""),
    ] {
        let answer = server
            .send(Ask::raw(method.clone(), path, Body::empty()).own())
            .await;
        answer.is_problem(status, "");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
}

#[tokio::test]
async fn parameters() {
    let server = Server::start().await;
    for path in [
        "/portal?x=1",
        "/categories?limit=1",
        "/services?unknown=1",
        "/services?q=a&q=b",
        "/services?limit=0",
        "/services?limit=101",
        "/services?limit=-1",
        "/services?limit=many",
        "/services?sort=random",
        "/services?cursor=%00",
        "/services?cursor=OTk5",
        "/services/vpn-access?x=1",
        "/articles?state=open",
        "/index?language=de",
        "/index?since=a&since=b",
        "/openapi.json?x=1",
    ] {
        server.get(path).await.is_problem(400, "");
    }
    let cookie = server.sign_in("p-anna").await;
    for path in [
        "/requests?state=all",
        "/requests?cursor=eA",
        "/requests?limit=1000",
    ] {
        server
            .send(Ask::get(path).cookie(&cookie))
            .await
            .is_problem(400, "");
    }
}

#[tokio::test]
async fn bodies() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let send = async |kind: &str, body: String| {
        let ask = Ask::raw(Method::POST, "/api/v1/requests", body)
            .own()
            .cookie(&cookie)
            .key("k");
        let ask = if kind.is_empty() {
            ask
        } else {
            ask.header("content-type", kind)
        };
        server.send(ask).await
    };
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ] {
        send(kind, vpn().to_string()).await.is_problem(415, "");
    }
    let json = "application/json; charset=utf-8";
    for (body, pointer) in [
        ("{", ""),
        ("", ""),
        ("[]", ""),
        ("{} {}", ""),
        (
            r#"{"service":1,"formVersion":"1","answers":{}}"#,
            "/service",
        ),
        (
            r#"{"service":"x","formVersion":"1","answers":[]}"#,
            "/answers",
        ),
        (
            r#"{"service":"x","formVersion":"1","answers":{},"more":1}"#,
            "/more",
        ),
    ] {
        let answer = send(json, body.to_owned()).await;
        answer.is_problem(400, "malformed");
        let found = answer.json()["errors"][0]["pointer"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert_eq!(found, pointer, "{body}");
    }
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    send(json, nested).await.is_problem(400, "malformed");
    let mut large = vpn();
    large["answers"]["reason"] = json!("x".repeat(256 * 1024));
    send(json, large.to_string()).await.is_problem(413, "");
    let ask = Ask::post(
        "/requests/x/comments",
        &json!({"text": "x".repeat(32 * 1024)}),
    );
    server
        .send(ask.own().cookie(&cookie).key("k"))
        .await
        .is_problem(413, "");
}

#[tokio::test]
async fn strangers() {
    let server = Server::start().await;
    for path in ["/requests", "/requests/x"] {
        let answer = server.get(path).await;
        answer.is_problem(401, "sign-in");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    server
        .send(Ask::post("/requests", &vpn()).key("k"))
        .await
        .is_problem(401, "sign-in");
}

#[tokio::test]
async fn request_ids_are_taken_or_made() {
    let server = Server::start().await;
    for (sent, taken) in [
        ("abc-1.2_X", true),
        ("", false),
        ("a b", false),
        (&"x".repeat(65), false),
        ("<x>", false),
    ] {
        let answer = server
            .send(Ask::get("/portal").header("x-request-id", sent))
            .await;
        assert_eq!(answer.header("x-request-id") == sent, taken, "{sent}");
        assert!(!answer.header("x-request-id").is_empty());
    }
}
