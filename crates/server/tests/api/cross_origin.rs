//! The origins from which requests are allowed.

use crate::server::{Ask, FRIEND, Server};
use axum::body::Body;
use axum::http::Method;

/// Origins that are not allowed, each similar to an allowed one.
const STRANGERS: [&str; 10] = [
    "null",
    "*",
    "http://intranet.example",
    "https://intranet.example:8443",
    "https://intranet.example.evil.example",
    "https://evil-intranet.example",
    "https://sub.intranet.example",
    "https://INTRANET.example",
    "https://intranet.example/",
    "",
];

#[tokio::test]
async fn exactly_the_listed_origins_are_answered() {
    let server = Server::start().await;
    for path in ["/api/v1/portal", "/api/v1/nothing", "/healthz"] {
        let friend = server
            .send(Ask::raw(Method::GET, path, Body::empty()).header("origin", FRIEND))
            .await;
        assert_eq!(
            friend.header("access-control-allow-origin"),
            FRIEND,
            "{path}"
        );
        let exposed = friend.header("access-control-expose-headers");
        for header in ["etag", "location", "idempotent-replayed", "retry-after"] {
            assert!(exposed.contains(header), "{header}");
        }
        for stranger in STRANGERS {
            let ask = Ask::raw(Method::GET, path, Body::empty()).header("origin", stranger);
            let answer = server.send(ask).await;
            assert_eq!(
                answer.header("access-control-allow-origin"),
                "",
                "{path} {stranger}"
            );
            assert!(answer.joined("vary").contains("origin"));
        }
        assert_eq!(
            friend.header("access-control-allow-credentials"),
            "",
            "never with cookies"
        );
    }
}

/// The headers that docs/API.md tells other backends to allow or expose.
fn documented(header: &str) -> Vec<String> {
    let page = include_str!("../../../../docs/API.md");
    let mut rows = page.lines();
    let row = rows.find(|line| line.starts_with(&format!("| `{header}` |")));
    let list = row.unwrap().split('`').nth(3).unwrap();
    list.split(", ").map(str::to_owned).collect()
}

#[tokio::test]
async fn other_backends_are_told_all_headers() {
    let server = Server::start().await;
    let ask = Ask::raw(Method::OPTIONS, "/api/v1/requests", Body::empty());
    let ask = ask
        .header("origin", FRIEND)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let preflight = server.send(ask).await;
    let allowed = preflight.header("access-control-allow-headers").to_owned();
    let mut allowed: Vec<String> = allowed
        .split(',')
        .map(|one| one.trim().to_owned())
        .collect();
    let mut told = documented("Access-Control-Allow-Headers");
    allowed.sort();
    told.sort();
    assert_eq!(told, allowed);
    let ask = Ask::get("/portal").header("origin", FRIEND);
    let answer = server.send(ask).await;
    let exposed = answer.header("access-control-expose-headers");
    for header in documented("Access-Control-Expose-Headers") {
        assert!(exposed.contains(&header), "{header} is not in {exposed}");
    }
}

#[tokio::test]
async fn preflights_say_what_is_allowed() {
    let server = Server::start().await;
    let preflight = async |origin: &str| {
        let ask = Ask::raw(Method::OPTIONS, "/api/v1/requests", Body::empty());
        let ask = ask
            .header("origin", origin)
            .header("access-control-request-method", "POST");
        let headers = "authorization,content-type,idempotency-key";
        server
            .send(ask.header("access-control-request-headers", headers))
            .await
    };
    let friend = preflight(FRIEND).await;
    assert!(friend.status.is_success());
    assert_eq!(friend.header("access-control-allow-origin"), FRIEND);
    assert_eq!(friend.header("access-control-max-age"), "600");
    let allowed = friend.header("access-control-allow-headers");
    for header in [
        "authorization",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "accept-language",
        "x-portico-request",
    ] {
        assert!(allowed.contains(header), "{header}");
    }
    for stranger in STRANGERS {
        let answer = preflight(stranger).await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "",
            "{stranger}"
        );
    }
}

#[tokio::test]
async fn pictures_may_be_embedded_by_friends() {
    let server = Server::start().await;
    for (origin, policy) in [
        (FRIEND, "cross-origin"),
        ("https://evil.example", "same-origin"),
    ] {
        let answer = server
            .send(Ask::get("/files/map.png").header("origin", origin))
            .await;
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            policy,
            "{origin}"
        );
    }
}
