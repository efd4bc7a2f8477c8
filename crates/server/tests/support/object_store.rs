//! An S3 object store for whoever tests something. A bucket is a folder, so a test can look at its objects and damage
//! them; requests are signed, and may be refused, delayed or left without an answer.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "where there is no object store, whatever was to be tested with it has failed, and not everybody needs all of it"
)]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

/// The bucket of every store.
pub(crate) const BUCKET: &str = "uploads";
const SECRET: &str = "a secret of forty characters, or nearly so";

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Served,
    /// Answered after a while.
    Late(Duration),
    /// As an object store says that it is overloaded.
    Refused,
    /// As it says that the key may not do this.
    Denied,
    /// Never answered.
    Lost,
}

type Rule = Arc<dyn Fn(&Method, &str) -> Fate + Send + Sync>;

/// The object store of one folder, whose folders are its buckets. Each has a key of its own.
#[derive(Clone)]
pub(crate) struct ObjectStore {
    key: String,
    service: S3Service,
    rule: Arc<Mutex<Rule>>,
    writing: Arc<tokio::sync::Mutex<()>>,
}

impl ObjectStore {
    /// The store whose bucket is the folder `uploads` in this one.
    pub(crate) fn of(data: &Path) -> Self {
        let shared = shared();
        let mut stores = shared.stores.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = stores.by_folder.get(data) {
            return store.clone();
        }
        std::fs::create_dir_all(data.join(BUCKET)).unwrap();
        let key = format!("KEY{}", stores.by_folder.len());
        let mut builder = S3ServiceBuilder::new(FileSystem::new(data).unwrap());
        builder.set_auth(SimpleAuth::from_single(key.as_str(), SECRET));
        let store = Self {
            key: key.clone(),
            service: builder.build(),
            rule: Arc::new(Mutex::new(Arc::new(|_, _| Fate::Served))),
            writing: Arc::default(),
        };
        stores.by_folder.insert(data.to_owned(), store.clone());
        stores.by_key.insert(key, store.clone());
        store
    }

    /// Decides the fate of requests from now on, by their method and path.
    pub(crate) fn rule(&self, rule: impl Fn(&Method, &str) -> Fate + Send + Sync + 'static) {
        *self.rule.lock().unwrap() = Arc::new(rule);
    }

    /// Serves all requests from now on.
    pub(crate) fn recover(&self) {
        self.rule(|_, _| Fate::Served);
    }

    /// The settings of a client.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        [
            ("AWS_ENDPOINT_URL", format!("http://{}", shared().address)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "eu-central-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", self.key.clone()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
            // So that tests need not wait.
            ("AWS_TIMEOUT", "2s".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    async fn answer(&self, request: Request) -> Response {
        let rule = Arc::clone(&self.rule.lock().unwrap_or_else(PoisonError::into_inner));
        let refused = |status: StatusCode, code: &str| {
            (status, format!("<Error><Code>{code}</Code></Error>")).into_response()
        };
        match rule(request.method(), request.uri().path()) {
            Fate::Served => {}
            Fate::Late(delay) => tokio::time::sleep(delay).await,
            Fate::Refused => return refused(StatusCode::SERVICE_UNAVAILABLE, "SlowDown"),
            Fate::Denied => return refused(StatusCode::FORBIDDEN, "AccessDenied"),
            Fate::Lost => std::future::pending().await,
        }
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let request = Request::from_parts(parts, s3s::Body::from(body));
        // The condition and the write are one step, as in any object store.
        let _one = match request.method() == Method::PUT {
            true => Some(self.writing.lock().await),
            false => None,
        };
        match self.service.call(request).await {
            Ok(response) => response.map(Body::new),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// The stores of all folders, behind one address.
struct Shared {
    address: SocketAddr,
    stores: Arc<Mutex<Stores>>,
}

#[derive(Default)]
struct Stores {
    by_folder: HashMap<PathBuf, ObjectStore>,
    by_key: HashMap<String, ObjectStore>,
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let stores = Arc::new(Mutex::new(Stores::default()));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .fallback(dispatch)
            .with_state(Arc::clone(&stores));
        std::thread::spawn(move || {
            let runtime = Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build();
            runtime.unwrap().block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await.unwrap();
            });
        });
        Shared { address, stores }
    })
}

/// Passes a request on to the store of its key; that of an unknown key to any, which refuses it.
async fn dispatch(State(stores): State<Arc<Mutex<Stores>>>, request: Request) -> Response {
    let key = key(request.headers()).unwrap_or_default();
    let store = {
        let stores = stores.lock().unwrap_or_else(PoisonError::into_inner);
        let any = stores.by_key.values().next();
        stores.by_key.get(&key).or(any).cloned()
    };
    store.unwrap().answer(request).await
}

/// The access key in a signature.
fn key(headers: &HeaderMap) -> Option<String> {
    let signature = headers.get("authorization")?.to_str().ok()?;
    let (_, credential) = signature.split_once("Credential=")?;
    Some(credential.split_once('/')?.0.to_owned())
}
