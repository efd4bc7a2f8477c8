//! The built portal's files.

use crate::server::{Answer, Ask, Server, demo};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use portico_server::Options;
use std::fs;
use tempfile::TempDir;

struct Portal {
    server: Server,
    _folder: TempDir,
}

impl Portal {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let dist = folder.path().join("dist");
        fs::create_dir_all(dist.join("assets")).unwrap();
        for (name, text) in [
            ("index.html", "<!doctype html>"),
            ("portico.js", "export {}"),
            ("assets/app-1a2b.wasm", "wasm"),
            ("assets/app-1a2b.wasm.br", "packed"),
            ("assets/app-1a2b.css", "css"),
            (".hidden.txt", "secret"),
            ("../secret.txt", "secret"),
        ] {
            fs::write(dist.join(name), text).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.txt", dist.join("link.txt")).unwrap();
        let server = Server::with(Options {
            portal: Some(dist),
            ..demo()
        })
        .await;
        Self {
            server,
            _folder: folder,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.server
            .send(Ask::raw(Method::GET, path, Body::empty()))
            .await
    }
}

#[tokio::test]
async fn every_address_without_an_ending_is_the_page() {
    let portal = Portal::start().await;
    for path in [
        "/",
        "/services",
        "/services/vpn-access",
        "/requests/x/",
        "/articles/x?y=1",
        "/a//b",
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.text(), "<!doctype html>");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        let known = Ask::raw(Method::GET, path, Body::empty())
            .header("if-none-match", answer.header("etag"));
        assert_eq!(
            portal.server.send(known).await.status,
            StatusCode::NOT_MODIFIED
        );
    }
}

#[tokio::test]
async fn files_are_kept_as_long_as_their_names_last() {
    let portal = Portal::start().await;
    for (path, kind, cache) in [
        ("/portico.js", "text/javascript; charset=utf-8", "no-cache"),
        (
            "/assets/app-1a2b.css",
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        (
            "/assets/app-1a2b.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), cache);
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "cross-origin"
        );
        assert!(answer.joined("vary").contains("accept-encoding"));
    }
}

#[tokio::test]
async fn brotli_is_sent_to_who_takes_it() {
    let portal = Portal::start().await;
    for (accept, packed) in [
        ("gzip, deflate, br", true),
        ("br;q=0.5", true),
        ("BR", true),
        ("br;q=0", false),
        ("gzip", false),
        ("brotli", false),
    ] {
        let ask = Ask::raw(Method::GET, "/assets/app-1a2b.wasm", Body::empty());
        let answer = portal
            .server
            .send(ask.header("accept-encoding", accept))
            .await;
        assert_eq!(
            answer.header("content-encoding") == "br",
            packed,
            "{accept}"
        );
        assert_eq!(answer.text(), if packed { "packed" } else { "wasm" });
        assert_eq!(answer.header("content-type"), "application/wasm");
    }
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let portal = Portal::start().await;
    for path in [
        "/missing.js",
        "/assets/missing.wasm",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/.hidden.txt",
        "/link.txt",
        "//etc/passwd.txt",
        "/assets\\..\\secret.txt",
        "/assets/app-1a2b.wasm%00.txt",
    ] {
        portal.get(path).await.is_problem(404, "");
    }
}
