//! Origins are compared in the same way as by browsers, and headers of a proxy may contain any script.

use crate::program::{Running, serve};
use crate::server::{Ask, Server, content_with, demo};
use axum::body::Body;
use axum::http::{HeaderValue, Method};
use portico_server::{Options, Origin};
use serde_json::json;
use tempfile::TempDir;

#[test]
fn an_origin_is_kept_as_browsers_send_it() {
    for (written, sent) in [
        ("https://help.example", "https://help.example"),
        ("https://help.example/", "https://help.example"),
        ("https://help.example:443", "https://help.example"),
        ("https://help.example:443/", "https://help.example"),
        ("http://help.example:80", "http://help.example"),
        ("http://help.example:443", "http://help.example:443"),
        ("https://help.example:8443", "https://help.example:8443"),
        ("HTTPS://Help.Example", "https://help.example"),
        (
            "https://hilfe.müller.example",
            "https://hilfe.xn--mller-kva.example",
        ),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
    ] {
        let origin: Origin = written.parse().unwrap();
        assert_eq!(origin.as_str(), sent, "{written}");
    }
    for wrong in [
        "",
        "null",
        "*",
        "help.example",
        "https:help.example",
        "https://",
        "https://help.example/portal",
        "https://help.example?q",
        "https://help.example#part",
        "https://anna@help.example",
        "https://help.example:99999",
        "ftp://help.example",
        "file:///tmp",
    ] {
        assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
    }
    for option in ["--public-url", "--allow-origin"] {
        let output = serve("x", &[option, "https://help.example/portal"]);
        assert_eq!(output.status.code(), Some(2), "{option}");
    }
}

#[tokio::test]
async fn usual_ports_are_left_out_on_both_sides() {
    for (public, sent, host, fine) in [
        (
            "https://help.example:443",
            "https://help.example",
            "10.0.0.7:8080",
            true,
        ),
        (
            "HTTPS://HELP.example/",
            "https://help.example",
            "10.0.0.7:8080",
            true,
        ),
        (
            "https://help.example",
            "https://evil.example",
            "10.0.0.7:8080",
            false,
        ),
        (
            "https://help.example",
            "https://help.example:8443",
            "10.0.0.7:8080",
            false,
        ),
        (
            "https://help.example",
            "http://help.example",
            "10.0.0.7:8080",
            false,
        ),
        // Without --public-url, the host name decides; a proxy may state the port that the browser omits.
        ("", "http://localhost", "localhost:80", true),
        ("", "https://localhost", "localhost:443", true),
        ("", "http://localhost", "localhost:443", false),
        ("", "http://localhost", "localhost:8080", false),
    ] {
        let options = Options {
            public_origin: public.parse().ok(),
            ..demo()
        };
        let server = Server::with(options).await;
        let mut ask = Ask::post("/session", &json!({"persona": "p-anna"}))
            .header("origin", sent)
            .header("x-portico-request", "1");
        ask.0.headers_mut().insert("host", host.parse().unwrap());
        let answer = server.send(ask).await;
        let expected = if fine { 204 } else { 403 };
        assert_eq!(answer.status, expected, "{public} {sent} {host}");
    }
}

#[tokio::test]
async fn pages_of_an_allowed_origin_are_answered_however_it_was_written() {
    for written in ["https://intranet.example:443", "https://Intranet.example/"] {
        let options = Options {
            allow_origins: vec![written.parse().unwrap()],
            ..demo()
        };
        let content = content_with(&[("articles/wifi.md", "Join.", "![A map](files/map.png)")]);
        let data = TempDir::new().unwrap();
        let server = Server::of(options, data.path(), content.path()).await;
        for path in ["/api/v1/portal", "/api/v1/files/map.png"] {
            let ask = Ask::raw(Method::GET, path, Body::empty());
            let answer = server
                .send(ask.header("origin", "https://intranet.example"))
                .await;
            let allowed = answer.header("access-control-allow-origin");
            assert_eq!(allowed, "https://intranet.example", "{written} {path}");
            if path.contains("files") {
                let policy = answer.header("cross-origin-resource-policy");
                assert_eq!(policy, "cross-origin", "{written}");
            }
        }
    }
}

#[tokio::test]
async fn a_proxy_may_name_people_in_any_script() {
    let person = "- id: p-joerg\n  name: Jörg Müller\n  email: jörg.müller@test.example\n  department: finance\n";
    let content = content_with(&[(
        "people.yaml",
        "- id: p-max",
        &format!("{person}- id: p-max"),
    )]);
    let data = TempDir::new().unwrap();
    let options = Options {
        proxies: vec!["10.0.0.0/8".parse().unwrap()].into(),
        auth_header: Some("x-forwarded-user".parse().unwrap()),
        ..demo()
    };
    let server = Server::of(options, data.path(), content.path()).await;
    for (said, name) in [
        ("jörg.müller@test.example", "Jörg Müller"),
        ("JÖRG.Müller@Test.example", "Jörg Müller"),
        // The same letters with separate accents.
        ("jo\u{308}rg.mu\u{308}ller@test.example", "Jörg Müller"),
        ("BRIGHTWATER\\grün", "BRIGHTWATER\\grün"),
        ("田中", "田中"),
        ("anna@test.example", "Anna Alt"),
        // A letter that only looks like the k of an address belongs to nobody.
        ("\u{212a}im@test.example", "\u{212a}im@test.example"),
    ] {
        let mut ask = Ask::get("/portal").from("10.0.0.1:1");
        let value = HeaderValue::from_bytes(said.as_bytes()).unwrap();
        ask.0.headers_mut().insert("x-forwarded-user", value);
        let user = server.send(ask).await.json()["signIn"]["user"].clone();
        assert_eq!(user["name"], name, "{said}");
    }
}

#[test]
fn a_name_that_cannot_be_used_stands_in_the_log() {
    let data = TempDir::new().unwrap();
    let options = [
        "--auth-header",
        "X-Forwarded-User",
        "--trusted-proxy",
        "127.0.0.1/32",
    ];
    let server = Running::with(data.path(), &options);
    for (header, reason) in [
        (b"X-Forwarded-User: j\xF6rg\r\n".to_vec(), "not UTF-8"),
        (
            b"X-Forwarded-User: a\r\nX-Forwarded-User: b\r\n".to_vec(),
            "twice",
        ),
        (
            format!("X-Forwarded-User: {}\r\n", "a".repeat(300)).into_bytes(),
            "too long",
        ),
    ] {
        assert!(!server.log().contains(reason));
        let answer = server.ask("/api/v1/portal", header);
        assert!(
            answer.contains("200 OK") && !answer.contains("\"user\""),
            "{answer}"
        );
        let log = server.log();
        assert!(
            log.contains(reason) && log.contains("x-forwarded-user"),
            "{log}"
        );
    }
    // Proxies send an empty header for visitors.
    let said = || server.log().matches("cannot be used").count();
    assert_eq!(said(), 3);
    server.ask("/api/v1/portal", "X-Forwarded-User: \r\n");
    assert_eq!(said(), 3);
}
