//! Uploads: what is taken and what is not, who sees it, and how long it stays.

mod belonging;
mod bucket;
mod folder_places;
mod folder_removal;
mod hashing;
mod kinds;
mod names;
mod one_piece;
mod protocol;
mod resuming;
mod sqlite_folder;
mod wire;

use crate::database;
use crate::server::{Answer, Ask, Server, demo, uploads_of};
use crate::storage::{person, recording};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use portico_server::UploadOptions;
use portico_server::db::{NewRequestRecord, RequestStore, SqlStore, StoreError, StoredResponse};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// What begins every PNG.
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";

/// A picture of so many bytes, or what passes for one: the head of a single pixel, and noise.
pub(crate) fn png(length: usize) -> Vec<u8> {
    let head = b"\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";
    let noise = (0_u32..).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]);
    let bytes = PNG.iter().chain(head).copied().chain(noise);
    bytes.take(length).collect()
}

pub(crate) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Somebody who uploads.
pub(crate) struct Person<'a> {
    server: &'a Server,
    cookie: String,
}

impl<'a> Person<'a> {
    pub(crate) async fn new(server: &'a Server, id: &str) -> Self {
        let cookie = server.sign_in(id).await;
        Self { server, cookie }
    }

    pub(crate) async fn send(&self, ask: Ask) -> Answer {
        self.server.send(ask.own().cookie(&self.cookie)).await
    }

    /// Sends a request whose body may be cut off.
    async fn receive(&self, ask: Ask) -> (StatusCode, Result<Vec<u8>, axum::Error>) {
        self.server.receive(ask.own().cookie(&self.cookie)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Ask::get(path)).await
    }

    /// Sends a file in one piece. The name is put into the header as it is.
    async fn whole(&self, name: &str, media_type: &str, bytes: &[u8]) -> Answer {
        let ask = Ask::raw(Method::POST, "/api/v1/uploads", bytes.to_vec())
            .header("content-length", &bytes.len().to_string())
            .header("upload-name", name);
        let ask = match media_type {
            "" => ask,
            media_type => ask.header("content-type", media_type),
        };
        self.send(ask).await
    }

    /// Sends a picture; its id.
    pub(crate) async fn picture(&self, bytes: &[u8]) -> String {
        let answer = self.whole("a.png", "image/png", bytes).await;
        answer.created()["id"].as_str().unwrap().to_owned()
    }

    /// Announces a picture; the answer.
    pub(crate) async fn announce(&self, size: u64) -> Answer {
        let ask = tus(Method::POST, "/uploads", Body::empty());
        let ask = ask.header("upload-length", &size.to_string());
        let metadata = "filename YS5wbmc=,filetype aW1hZ2UvcG5n";
        self.send(ask.header("upload-metadata", metadata)).await
    }

    /// Announces a picture; its path below the API.
    pub(crate) async fn announced(&self, size: usize) -> String {
        let answer = self.announce(u64::try_from(size).unwrap()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let path = answer.header("location").strip_prefix("/api/v1");
        path.unwrap().to_owned()
    }

    pub(crate) async fn patch(&self, path: &str, offset: usize, body: impl Into<Body>) -> Answer {
        self.send(patch(path, offset, body)).await
    }

    /// Sends the rest of a file.
    pub(crate) async fn complete(&self, path: &str, offset: usize, bytes: &[u8]) {
        let sent = self.patch(path, offset, bytes[offset..].to_vec()).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
    }

    /// Asserts that a file is complete and comes back as it was.
    pub(crate) async fn has(&self, path: &str, bytes: &[u8]) {
        assert_eq!(self.get(path).await.json()["sha256"], sum(bytes), "{path}");
        let content = self.get(&format!("{path}/content")).await;
        assert!(content.body == bytes, "{path}: other bytes came back");
    }

    /// How much of a file has arrived.
    pub(crate) async fn offset(&self, path: &str) -> String {
        let answer = self.send(tus(Method::HEAD, path, Body::empty())).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.header("upload-offset").to_owned()
    }
}

/// A request that speaks tus.
pub(crate) fn tus(method: Method, path: &str, body: impl Into<Body>) -> Ask {
    Ask::raw(method, &format!("/api/v1{path}"), body).header("tus-resumable", "1.0.0")
}

pub(crate) fn patch(path: &str, offset: usize, body: impl Into<Body>) -> Ask {
    tus(Method::PATCH, path, body)
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", &offset.to_string())
}

/// Asserts that a file is refused, and what of it is wrong.
#[track_caller]
fn refused(answer: &Answer, status: u16, pointer: &str, code: &str) {
    answer.is_problem(status, "");
    let error = &answer.json()["errors"][0];
    assert_eq!(
        (&error["pointer"], &error["code"]),
        (&json!(pointer), &json!(code)),
        "{error}"
    );
}

/// The marker of a folder of uploads.
const MARKER: &str = "portico-uploads.json";

/// How many files there are in a folder, at any depth, without its marker.
pub(crate) fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| !path.ends_with(MARKER))
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}

/// Records a request of somebody's with files, that others may read.
pub(crate) async fn record(
    store: &SqlStore,
    user: &str,
    uploads: &[&str],
    readers: &[&str],
) -> Result<StoredResponse, StoreError> {
    record_as(store, &Uuid::now_v7().to_string(), user, uploads, readers).await
}

async fn record_as(
    store: &SqlStore,
    key: &str,
    user: &str,
    uploads: &[&str],
    readers: &[&str],
) -> Result<StoredResponse, StoreError> {
    let owned = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    let mut recording = NewRequestRecord {
        uploads: owned(uploads),
        ..recording(user, key, 1)
    };
    recording.submission.watchers = readers.iter().map(|id| person(id)).collect();
    store.record(recording.into()).await
}

/// A server with its store and its data folder.
pub(crate) struct Site {
    pub(crate) server: Server,
    pub(crate) store: Arc<SqlStore>,
    pub(crate) data: TempDir,
}

impl Site {
    pub(crate) async fn start() -> Self {
        let data = TempDir::new().unwrap();
        let (server, store) = over(&data).await;
        Self {
            server,
            store,
            data,
        }
    }

    pub(crate) async fn person(&self, id: &str) -> Person<'_> {
        Person::new(&self.server, id).await
    }

    /// The folder of the uploads.
    pub(crate) fn uploads(&self) -> PathBuf {
        self.data.path().join("uploads")
    }
}

/// A server over a data folder, which another one may have used before, and the store behind it.
pub(crate) async fn over(data: &TempDir) -> (Server, Arc<SqlStore>) {
    let mut options = demo();
    options.uploads = Some(UploadOptions::new(uploads_of(data.path())));
    let store = Arc::new(database::store(data.path()).await);
    (Server::over(options, Arc::clone(&store)).await, store)
}
