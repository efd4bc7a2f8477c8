//! What tus 1.0 says of versions, announcements and methods.

use super::{Person, png, refused, tus};
use crate::server::{Ask, FRIEND, Server};
use axum::body::Body;
use axum::http::{Method, StatusCode};

#[tokio::test]
async fn a_server_says_what_it_can() {
    let server = Server::start().await;
    for path in ["/api/v1/uploads", "/api/v1/uploads/x"] {
        // The version of the one who asks does not matter here.
        let ask = Ask::raw(Method::OPTIONS, path, Body::empty()).header("tus-resumable", "0.2.2");
        let answer = server.send(ask).await;
        assert!(answer.status.is_success(), "{path}");
        for (header, value) in [
            ("tus-resumable", "1.0.0"),
            ("tus-version", "1.0.0"),
            ("tus-extension", "creation,checksum,termination"),
            ("tus-checksum-algorithm", "sha256,sha1"),
            ("tus-max-size", "26214400"),
        ] {
            assert_eq!(answer.header(header), value, "{path}");
        }
    }
    let other = Ask::raw(Method::OPTIONS, "/api/v1/uploadsx", Body::empty());
    assert_eq!(server.send(other).await.header("tus-version"), "");
    assert_eq!(
        server.get("/uploads/x").await.header("tus-resumable"),
        "1.0.0",
        "in every answer"
    );
}

#[tokio::test]
async fn other_origins_may_send_and_read_what_it_takes() {
    let server = Server::start().await;
    let ask = Ask::raw(Method::OPTIONS, "/api/v1/uploads/x", Body::empty())
        .header("origin", FRIEND)
        .header("access-control-request-method", "PATCH");
    let preflight = server.send(ask).await;
    assert!(
        preflight
            .header("access-control-allow-methods")
            .contains("PATCH")
    );
    let allowed = preflight.header("access-control-allow-headers");
    for header in [
        "tus-resumable",
        "upload-offset",
        "upload-length",
        "upload-metadata",
        "upload-checksum",
        "upload-name",
    ] {
        assert!(allowed.contains(header), "{header}");
    }
    let answer = server
        .send(Ask::get("/portal").header("origin", FRIEND))
        .await;
    let exposed = answer.header("access-control-expose-headers");
    for header in [
        "tus-resumable",
        "tus-version",
        "tus-max-size",
        "upload-offset",
        "upload-length",
        "location",
    ] {
        assert!(exposed.contains(header), "{header}");
    }
}

#[tokio::test]
async fn other_versions_are_told_which_there_is() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let path = anna.announced(10).await;
    for version in ["", "0.2.2", "1.0", "1.0.1", "2.0.0", "1.0.0, 2.0.0"] {
        for (method, path) in [
            (Method::POST, "/uploads"),
            (Method::HEAD, &path),
            (Method::PATCH, &path),
            (Method::DELETE, &path),
        ] {
            let ask = Ask::raw(method.clone(), &format!("/api/v1{path}"), Body::empty());
            let answer = anna.send(ask.header("tus-resumable", version)).await;
            assert_eq!(
                answer.status,
                StatusCode::PRECONDITION_FAILED,
                "{method} {version}"
            );
            assert_eq!(answer.header("tus-version"), "1.0.0");
        }
    }
    for method in [Method::HEAD, Method::PATCH] {
        let ask = Ask::raw(method, &format!("/api/v1{path}"), Body::empty());
        let answer = anna.send(ask).await;
        assert_eq!(
            answer.status,
            StatusCode::PRECONDITION_FAILED,
            "none at all"
        );
    }
    assert_eq!(anna.offset(&path).await, "0");
}

#[tokio::test]
async fn announcements_have_to_make_sense() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let announce = async |length: &str, metadata: &str| {
        let ask = tus(Method::POST, "/uploads", Body::empty());
        let ask = match length {
            "" => ask.header("upload-defer-length", "1"),
            length => ask.header("upload-length", length),
        };
        anna.send(ask.header("upload-metadata", metadata)).await
    };
    for (length, metadata) in [
        ("", "filename YS5wbmc="),
        ("-1", "filename YS5wbmc="),
        ("1e3", "filename YS5wbmc="),
        ("10", "filename !!!"),
        ("10", "filename YS5wbmc"),
        ("10", "filename YS5wbmc=,filename YS5wbmc="),
        ("10", ",filename YS5wbmc="),
        ("10", "filename /w=="),
        ("10", ""),
        ("10", &format!("filename {}", "QUFB".repeat(3000))),
    ] {
        announce(length, metadata).await.is_problem(400, "");
    }
    for metadata in [
        "filename YS5leGU=",
        "filename YS5leGU=,filetype aW1hZ2UvcG5n",
        "other",
        "filename",
    ] {
        let answer = announce("10", metadata).await;
        refused(&answer, 415, "/mediaType", "type");
    }
    for metadata in [
        "filename YS5wbmc=",
        "other, filename  YS5wbmc= ,x eA==",
        "filetype aW1hZ2UvcG5n",
    ] {
        let answer = announce("10", metadata).await;
        assert_eq!(
            answer.status,
            StatusCode::CREATED,
            "{metadata}: {}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn a_method_may_be_overridden_for_uploads_alone() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let path = anna.announced(100).await;
    let over = |method: Method, path: &str, real: &str| {
        tus(method, path, png(100))
            .header("x-http-method-override", real)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", "0")
    };
    for method in [Method::GET, Method::HEAD, Method::PUT] {
        anna.send(over(method, &path, "DELETE")).await;
        assert_eq!(anna.offset(&path).await, "0");
    }
    anna.send(over(Method::POST, &path, "PUT"))
        .await
        .is_problem(405, "");
    anna.send(over(Method::POST, "/session", "DELETE")).await;
    assert_eq!(anna.offset(&path).await, "0", "still signed in");
    let sent = anna.send(over(Method::POST, &path, "PATCH")).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
    let foreign = over(Method::POST, &path, "DELETE").cookie(&anna.cookie);
    server.send(foreign).await.is_problem(403, "cross-site");
    let gone = anna.send(over(Method::POST, &path, "DELETE")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
}
