//! Host names that resolve to this server without being its own: a page on such a host can read, but never write.

use crate::program::{Running, serve};
use crate::server::{Answer, Ask, HOST, Server, demo, vpn};
use axum::body::Body;
use axum::http::Method;
use ipnet::IpNet;
use portico_server::Options;
use serde_json::json;
use tempfile::TempDir;

/// Every kind of write as a user, from a page on this host.
async fn changes(server: &Server, host: &str, cookie: &str) -> Vec<(&'static str, Answer)> {
    let from = |ask: Ask| {
        let mut ask = ask
            .header("origin", &format!("http://{host}"))
            .header("x-portico-request", "1");
        ask.0.headers_mut().insert("host", host.parse().unwrap());
        ask
    };
    let by_cookie = |ask: Ask| from(ask).cookie(cookie);
    let by_proxy = |ask: Ask| {
        from(ask)
            .header("x-forwarded-user", "p-kim")
            .from("10.0.0.1:1")
    };
    let persona = json!({"persona": "p-anna"});
    let draft = json!({"formVersion": "2", "answers": {}, "key": "k"});
    let put = || {
        Ask::raw(Method::PUT, "/api/v1/drafts/printer", draft.to_string())
            .header("content-type", "application/json")
            .header("if-none-match", "*")
    };
    let upload = || {
        let ask = Ask::raw(Method::POST, "/api/v1/uploads", Body::empty());
        let ask = ask
            .header("tus-resumable", "1.0.0")
            .header("upload-length", "1");
        ask.header("upload-metadata", "filename YS50eHQ=")
    };
    let wish = json!({"kind": "search", "words": "a window seat"});
    let asks = [
        ("sign-in", from(Ask::post("/session", &persona))),
        (
            "request",
            by_cookie(Ask::post("/requests", &vpn()).key("c")),
        ),
        (
            "request by proxy",
            by_proxy(Ask::post("/requests", &vpn()).key("p")),
        ),
        ("draft", by_cookie(put())),
        ("draft by proxy", by_proxy(put())),
        ("upload", by_cookie(upload())),
        ("upload by proxy", by_proxy(upload())),
        ("improvement", by_cookie(Ask::post("/improvements", &wish))),
        (
            "sign-out",
            by_cookie(Ask::raw(Method::DELETE, "/api/v1/session", Body::empty())),
        ),
    ];
    let mut answers = Vec::new();
    for (what, ask) in asks {
        answers.push((what, server.send(ask).await));
    }
    answers
}

fn behind_a_proxy() -> Options {
    let network: IpNet = "10.0.0.0/8".parse().unwrap();
    Options {
        proxies: vec![network].into(),
        auth_header: Some("x-forwarded-user".parse().unwrap()),
        ..demo()
    }
}

#[tokio::test]
async fn only_known_names_may_change_something() {
    let listed = || Options {
        hosts: vec!["help.intranet".to_owned(), "10.1.1.1".to_owned()],
        ..behind_a_proxy()
    };
    let public = || Options {
        public_origin: Some("http://help.intranet".parse().unwrap()),
        ..behind_a_proxy()
    };
    for (options, host, fine) in [
        (behind_a_proxy(), HOST, true),
        (behind_a_proxy(), "localhost:8080", true),
        (behind_a_proxy(), "LOCALHOST:1", true),
        (behind_a_proxy(), "[::1]:8080", true),
        (behind_a_proxy(), "127.8.8.8", true),
        (behind_a_proxy(), "evil.example:8080", false),
        (behind_a_proxy(), "help.intranet", false),
        (behind_a_proxy(), "10.1.1.1", false),
        (behind_a_proxy(), "0.0.0.0:8080", false),
        (behind_a_proxy(), "localhost.evil.example", false),
        (behind_a_proxy(), "127.0.0.1.evil.example", false),
        (behind_a_proxy(), "", false),
        (listed(), "help.intranet", true),
        (listed(), "help.intranet:8080", true),
        (listed(), "10.1.1.1:81", true),
        (listed(), HOST, true),
        (listed(), "evil.example", false),
        (listed(), "not.help.intranet", false),
        (public(), "help.intranet", true),
        (public(), "help.intranet:81", false),
        (public(), "evil.example", false),
    ] {
        // The refused cookie is nevertheless valid.
        let known = match options.public_origin {
            Some(_) => "help.intranet",
            None if fine => host,
            None => HOST,
        };
        let server = Server::with(options).await;
        let cookie = sign_in(&server, known).await;
        for (what, answer) in changes(&server, host, &cookie).await {
            if fine {
                assert!(
                    answer.status.is_success(),
                    "{what} at {host}: {}",
                    answer.text()
                );
            } else {
                assert_eq!(answer.status, 403, "{what} at {host}: {}", answer.text());
                answer.is_problem(403, "cross-site");
            }
        }
    }
}

async fn sign_in(server: &Server, host: &str) -> String {
    let ask = Ask::post("/session", &json!({"persona": "p-anna"}));
    let mut ask = ask
        .header("origin", &format!("http://{host}"))
        .header("x-portico-request", "1");
    ask.0.headers_mut().insert("host", host.parse().unwrap());
    let answer = server.send(ask).await;
    let cookie = answer.header("set-cookie").split(';').next();
    cookie.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_name_that_nobody_listed_is_told_so_and_may_be_read() {
    let server = Server::with(behind_a_proxy()).await;
    let answers = changes(&server, "help.intranet", "").await;
    let detail = answers[0].1.json()["detail"].clone();
    assert!(
        detail.as_str().unwrap().contains("--public-url"),
        "{detail}"
    );
    let mut ask = Ask::get("/services");
    ask.0
        .headers_mut()
        .insert("host", "help.intranet".parse().unwrap());
    assert_eq!(server.send(ask).await.status, 200);
}

#[test]
fn the_program_takes_names_and_warns_without_them() {
    let data = TempDir::new().unwrap();
    let listen = ["--listen", "0.0.0.0:0"];
    let log = Running::with(data.path(), &listen).log();
    assert!(log.contains("--public-url"), "{log}");
    let named = [&listen[..], &["--host", "help.intranet"]].concat();
    let log = Running::with(data.path(), &named).log();
    assert!(!log.contains("--public-url"), "{log}");
    for wrong in ["help.intranet:80", "http://help", "Help", "a b", ""] {
        let output = serve("x", &["--host", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}
