//! A server with a built portal, whose page takes content.

use crate::server::{Answer, Ask, Server, demo, fixture};
use axum::body::Body;
use axum::http::Method;
use portico_server::Options;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The page as the build leaves it.
pub(super) const INDEX: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <title>Portico</title>
    <script type="module" src="/portico.js"></script>
  </head>
  <body>
    <portico-portal page api="/api/v1" routing="path"></portico-portal>
    <noscript>No scripts.</noscript>
  </body>
</html>
"#;

const NAMES: &str = r#"{"styles": ["/assets/portico-1.css", "/assets/page-1.css"], "icons": "/assets/icons-1.svg", "texts": {"en": "/assets/en-1.json"}, "parts": {"content": ["/assets/chunk_1-1.wasm", "/assets/split_content-1.wasm"]}}"#;

/// The answers that came with a page.
pub(super) fn first_answers(html: &str) -> Value {
    let (_, answers) = html
        .split_once("<script type=\"application/json\" id=\"portico-answers\">")
        .unwrap();
    let (answers, _) = answers.split_once("</script>").unwrap();
    assert!(!answers.contains('<'), "{answers}");
    serde_json::from_str(answers).unwrap()
}

pub(super) struct Portal {
    pub(super) server: Server,
    _folders: [TempDir; 2],
}

impl Portal {
    pub(super) async fn start() -> Self {
        Self::with(demo()).await
    }

    pub(super) async fn with(options: Options) -> Self {
        Self::of(options, &fixture("content")).await
    }

    pub(super) async fn of(options: Options, content: &Path) -> Self {
        let (dist, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        fs::write(dist.path().join("index.html"), INDEX).unwrap();
        fs::write(dist.path().join("page.json"), NAMES).unwrap();
        let options = Options {
            portal: Some(dist.path().to_owned()),
            ..options
        };
        Self {
            server: Server::of(options, data.path(), content).await,
            _folders: [dist, data],
        }
    }

    /// Requests a page.
    pub(super) async fn get(&self, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        let ask = Ask::raw(Method::GET, path, Body::empty());
        let ask = headers
            .iter()
            .fold(ask, |ask, (name, value)| ask.header(name, value));
        self.server.send(ask).await
    }
}
