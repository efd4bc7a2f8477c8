//! Conditional reads.

use crate::server::{Ask, Server};
use axum::http::StatusCode;

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for path in [
        "/portal",
        "/categories",
        "/services",
        "/services/vpn-access",
        "/services/vpn-access/form",
        "/requests",
        "/articles",
        "/articles/wifi",
        "/index",
        "/files/map.png",
        "/openapi.json",
    ] {
        let first = server.send(Ask::get(path).cookie(&cookie)).await;
        assert_eq!(first.status, StatusCode::OK, "{path}");
        assert_eq!(first.header("cache-control"), "private, no-cache");
        let tag = first.header("etag").to_owned();
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_owned(),
        ] {
            let ask = Ask::get(path)
                .cookie(&cookie)
                .header("if-none-match", &known);
            let again = server.send(ask).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path} {known}");
            assert!(again.body.is_empty());
            assert_eq!(again.header("etag"), tag);
        }
        let ask = Ask::get(path)
            .cookie(&cookie)
            .header("if-none-match", "\"other\"");
        assert_eq!(server.send(ask).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn tags_differ_by_person_and_language() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let stranger = server.get("/services").await;
    let anna = server.send(Ask::get("/services").cookie(&cookie)).await;
    let german = server
        .send(Ask::get("/services").header("accept-language", "de"))
        .await;
    assert_ne!(stranger.header("etag"), anna.header("etag"));
    assert_ne!(stranger.header("etag"), german.header("etag"));
    stranger.varies_by(&["accept-language", "authorization", "cookie", "origin"]);
}

/// Lists that are equal for many users are prepared once, and every user still gets their own.
#[tokio::test]
async fn a_list_that_was_made_for_others_is_given_to_nobody_else() {
    let paths = [
        "/categories",
        "/services",
        "/services?sort=popular",
        "/services?sort=popular&limit=1",
        "/services?category=access",
        "/services?q=vpn",
        "/articles",
        "/articles?service=vpn-access",
    ];
    let shared = Server::start().await;
    for persona in ["", "p-anna", "p-kim", "p-max", "p-anna"] {
        for language in ["en", "de", "de-AT"] {
            for path in paths {
                let ask = async |server: &Server| {
                    let mut ask = Ask::get(path).header("accept-language", language);
                    if !persona.is_empty() {
                        ask = ask.cookie(&server.sign_in(persona).await);
                    }
                    server.send(ask).await
                };
                let own = ask(&Server::start().await).await;
                assert_eq!(own.status, StatusCode::OK, "{}", own.text());
                let answer = ask(&shared).await;
                assert_eq!(answer.text(), own.text(), "{persona} {language} {path}");
                for header in ["etag", "content-language", "content-type"] {
                    assert_eq!(answer.header(header), own.header(header), "{path}");
                }
            }
        }
    }
}
