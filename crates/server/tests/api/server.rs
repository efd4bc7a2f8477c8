//! A server for one test, and requests to it.

use crate::database::{self, location, store};
use crate::object_store::{BUCKET, ObjectStore};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use jiff::Timestamp;
use portico_server::content::Content;
use portico_server::db::{LogCheck, Store, check_log};
use portico_server::{
    App, BucketLocation, Cookies, Options, UploadLocation, UploadOptions, router,
};
use serde_json::{Value, json};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tempfile::TempDir;
use tokio::runtime::Builder;
use tower::ServiceExt;

/// The host in the tests' requests.
pub(crate) const HOST: &str = "127.0.0.1:8080";
/// An origin that may embed the portal.
pub(crate) const FRIEND: &str = "https://intranet.example";

/// A file or folder beside the tests.
pub(crate) fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(path)
}

/// The tests' content with replaced passages: for each, the file, the passage and its replacement. Missing files are
/// created.
pub(crate) fn content_with(passages: &[(&str, &str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&fixture("content"), folder.path());
    for (file, old, new) in passages {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(old), "{file} does not hold {old:?}");
        fs::write(&path, text.replacen(old, new, 1)).unwrap();
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Whether the tests keep uploads in a bucket.
pub(crate) fn is_bucket() -> bool {
    std::env::var("PORTICO_TEST_UPLOADS").is_ok_and(|kind| kind == "bucket")
}

/// The uploads of a data folder: the folder `uploads` in it, or the bucket whose objects are in that folder.
pub(crate) fn uploads_of(data: &Path) -> UploadLocation {
    match is_bucket() {
        true => UploadLocation::Bucket(bucket_of(data)),
        false => data.join("uploads").into(),
    }
}

/// The bucket whose objects are in the folder `uploads` of a data folder.
pub(crate) fn bucket_of(data: &Path) -> BucketLocation {
    let settings = ObjectStore::of(data).settings();
    BucketLocation::new(&format!("s3://{BUCKET}"), settings).unwrap()
}

/// The options of a demo on this machine.
pub(crate) fn demo() -> Options {
    Options {
        demo: true,
        cookies: Cookies::Demo,
        allow_origins: vec![FRIEND.parse().unwrap()],
        ..Options::default()
    }
}

/// A server with its own data folder.
pub(crate) struct Server {
    router: Router,
    /// For the server's own background work.
    pub(crate) app: Arc<App>,
    /// Kept as long as the server.
    _data: Option<OwnData>,
}

/// A data folder that only the server writes to. When the server is dropped, replaying the events has to produce the
/// requests; so every test that creates one verifies that, too.
struct OwnData(TempDir);

/// The result of checking the log in a data folder.
pub(crate) async fn checked(data: &Path) -> LogCheck {
    check_log(&location(data)).await.unwrap().unwrap()
}

impl Drop for OwnData {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        let data = self.0.path().to_owned();
        let check = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build();
            let log = runtime.unwrap().block_on(checked(&data));
            database::discard(&data);
            log
        });
        let log = check.join().unwrap();
        assert_eq!(log.faults, [], "the log does not lead to the requests");
    }
}

impl Server {
    /// Deletes the data that has expired at this time.
    pub(crate) async fn purge(&self, now: Timestamp) {
        self.app.jobs().run("purge", now).await.unwrap();
    }

    pub(crate) async fn start() -> Self {
        Self::with(demo()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let data = TempDir::new().unwrap();
        let server = Self::at(options, data.path()).await;
        Self {
            _data: Some(OwnData(data)),
            ..server
        }
    }

    /// A server on a data folder that another server may have used before.
    pub(crate) async fn at(options: Options, data: &Path) -> Self {
        Self::of(options, data, &fixture("content")).await
    }

    /// The same with other content.
    pub(crate) async fn of(mut options: Options, data: &Path, content: &Path) -> Self {
        options.uploads = Some(UploadOptions::new(uploads_of(data)));
        let store = Arc::new(store(data).await);
        Self::made(options, store, content).await
    }

    /// A server with another store.
    pub(crate) async fn over<S: Store>(options: Options, store: Arc<S>) -> Self {
        Self::made(options, store, &fixture("content")).await
    }

    /// A server with another store and other content.
    pub(crate) async fn made<S: Store>(options: Options, store: Arc<S>, content: &Path) -> Self {
        let content = Content::load(content).unwrap_or_else(|faults| {
            panic!("the tests' content is wrong: {faults:?}");
        });
        let app = App::new(options, content, store).await.unwrap();
        Self {
            router: router(Arc::clone(&app)),
            app,
            _data: None,
        }
    }

    /// Sends a request.
    pub(crate) async fn send(&self, ask: Ask) -> Answer {
        let response = self.router.clone().oneshot(ask.0).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// Sends a request whose body may be cut off.
    pub(crate) async fn receive(&self, ask: Ask) -> (StatusCode, Result<Vec<u8>, axum::Error>) {
        let response = self.router.clone().oneshot(ask.0).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await;
        (parts.status, body.map(Vec::from))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Ask::get(path)).await
    }

    /// Sends a request for a service, as the portal's page in somebody's browser.
    pub(crate) async fn order(&self, cookie: &str, key: &str, body: &Value) -> Answer {
        let ask = Ask::post("/requests", body).own().cookie(cookie);
        self.send(ask.key(key)).await
    }

    /// Signs in as a persona; the cookie to send from then on.
    pub(crate) async fn sign_in(&self, persona: &str) -> String {
        let answer = self
            .send(Ask::post("/session", &json!({ "persona": persona })).own())
            .await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        let cookie = answer.header("set-cookie");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }
}

/// A request to send.
pub(crate) struct Ask(pub(crate) Request<Body>);

impl Ask {
    /// A path below the API; `raw` uses a path that starts with `/api`, `/healthz` or the like unchanged.
    pub(crate) fn get(path: &str) -> Self {
        Self::raw(Method::GET, &format!("/api/v1{path}"), Body::empty())
    }

    pub(crate) fn raw(method: Method, path: &str, body: impl Into<Body>) -> Self {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST);
        Self(request.body(body.into()).unwrap())
    }

    pub(crate) fn post(path: &str, body: &Value) -> Self {
        Self::raw(Method::POST, &format!("/api/v1{path}"), body.to_string())
            .header("content-type", "application/json")
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.0.headers_mut().append(name, value.parse().unwrap());
        self
    }

    /// As sent by the portal's own page.
    pub(crate) fn own(self) -> Self {
        self.header("origin", &format!("http://{HOST}"))
            .header("x-portico-request", "1")
    }

    /// As sent by a signed-in user's browser.
    pub(crate) fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// As sent from an address.
    pub(crate) fn from(mut self, peer: &str) -> Self {
        let peer: SocketAddr = peer.parse().unwrap();
        self.0.extensions_mut().insert(ConnectInfo(peer));
        self
    }
}

/// A valid request for VPN access.
pub(crate) fn vpn() -> Value {
    json!({
        "service": "vpn-access",
        "formVersion": "2",
        "answers": { "reason": "From home", "device": "phone" }
    })
}

/// The response.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// All values of a header, joined.
    pub(crate) fn joined(&self, name: &str) -> String {
        let values = self
            .headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join(", ")
    }

    /// Asserts that caches distinguish answers by each of these headers of a request.
    pub(crate) fn varies_by(&self, names: &[&str]) {
        let vary = self.joined("vary");
        for name in names {
            assert!(vary.contains(name), "{name} is not in {vary:?}");
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// What was created; asserts that something was.
    #[track_caller]
    pub(crate) fn created(&self) -> Value {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.text());
        self.json()
    }

    /// The values of one member of all items of a list.
    pub(crate) fn items(&self, member: &str) -> Vec<String> {
        let list = self.json();
        let items = list["items"]
            .as_array()
            .unwrap_or_else(|| panic!("no list: {list}"));
        items
            .iter()
            .map(|item| item[member].as_str().unwrap().to_owned())
            .collect()
    }

    /// Asserts that this is a problem with this status and, if given, this type.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, kind: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        let full = match kind {
            "" => "about:blank".to_owned(),
            kind => format!("urn:portico:problem:{kind}"),
        };
        assert_eq!(problem["type"], full, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["instance"], self.header("x-request-id"));
    }
}
