//! Idempotency keys: a repeated request gets the stored response of the first request with its
//! `Idempotency-Key`.

use crate::db::{IdempotencyKey, RequestStore, StoreError, StoredResponse};
use crate::http::ApiError;
use crate::limits::{DUPLICATE_WAITS, KEY_CHARACTERS};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_contract::IDEMPOTENCY_KEY;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

type Keys = HashMap<(String, String), watch::Receiver<()>>;

/// Ensures that a key takes effect once, in this process and in the store.
pub(crate) struct Idempotency {
    in_flight: InFlightKeys,
    store: Arc<dyn RequestStore>,
}

/// The keys that are in progress in this process.
#[derive(Default)]
struct InFlightKeys(Mutex<Keys>);

/// A key in progress; dropping it wakes the duplicates that wait for it.
struct InFlightKey<'a> {
    keys: &'a InFlightKeys,
    key: (String, String),
    _done: watch::Sender<()>,
}

impl Drop for InFlightKey<'_> {
    fn drop(&mut self) {
        self.keys
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}

impl InFlightKeys {
    /// Either the first request with this key, or a receiver that reports the end of the first.
    fn enter(&self, key: &IdempotencyKey) -> Result<InFlightKey<'_>, watch::Receiver<()>> {
        let key = (key.user.clone(), key.key.clone());
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = keys.get(&key) {
            return Err(first.clone());
        }
        let (done, waiting) = watch::channel(());
        keys.insert(key.clone(), waiting);
        Ok(InFlightKey {
            keys: self,
            key,
            _done: done,
        })
    }
}

/// The state of a request with a key.
pub(crate) enum Attempt<'a> {
    /// A response was stored before.
    Answered(Response),
    /// This request is the first; no other is processed until the guard is dropped.
    First(Guard<'a>),
}

/// Held by the first request with a key while it is processed.
pub(crate) struct Guard<'a> {
    store: &'a dyn RequestStore,
    /// To be stored in the same transaction as the created object.
    pub(crate) key: IdempotencyKey,
    _in_flight: InFlightKey<'a>,
}

impl Idempotency {
    /// Uses the responses in this store.
    pub(crate) fn new(store: Arc<dyn RequestStore>) -> Self {
        Self {
            in_flight: InFlightKeys::default(),
            store,
        }
    }

    /// Waits for an earlier duplicate, and returns its stored response if there is one.
    pub(crate) async fn enter(
        &self,
        user: &str,
        headers: &HeaderMap,
        hash: String,
    ) -> Result<Attempt<'_>, ApiError> {
        let store = self.store.as_ref();
        let key = IdempotencyKey {
            user: user.to_owned(),
            key: read_key(headers)?,
            hash,
        };
        let deadline = Instant::now() + DUPLICATE_WAITS;
        loop {
            let mut other = match self.in_flight.enter(&key) {
                Ok(in_flight) => {
                    return Ok(match stored(store, &key).await? {
                        Some(answer) => Attempt::Answered(answer),
                        None => Attempt::First(Guard {
                            store,
                            key,
                            _in_flight: in_flight,
                        }),
                    });
                }
                Err(other) => other,
            };
            // An error means that the first request has ended, which the duplicate waits for.
            if timeout_at(deadline, other.changed()).await.is_err() {
                return Err(ApiError::key_in_flight());
            }
        }
    }
}

impl Guard<'_> {
    /// Refuses the request, unless the key has a response by now: objects that are missing here,
    /// such as files, may have been used by a duplicate whose client disconnected.
    pub(crate) async fn refuse(self, fail: ApiError) -> Result<Response, ApiError> {
        stored(self.store, &self.key).await?.ok_or(fail)
    }

    /// Completes the attempt with the result of the store.
    pub(crate) async fn end(
        self,
        outcome: Result<StoredResponse, StoreError>,
    ) -> Result<Response, ApiError> {
        match outcome {
            Ok(answer) => Ok(answer.into_response()),
            // Another process, or a duplicate whose client disconnected, was faster: its response
            // is stored now.
            Err(StoreError::KeyTaken) => stored(self.store, &self.key)
                .await?
                .ok_or_else(ApiError::key_in_flight),
            Err(error) => Err(error.into()),
        }
    }
}

/// The stored response of a key; refused if the key was used for another request.
async fn stored(
    store: &dyn RequestStore,
    key: &IdempotencyKey,
) -> Result<Option<Response>, ApiError> {
    match store.answered(&key.user, &key.key).await? {
        None => Ok(None),
        Some((hash, answer)) if hash == key.hash => {
            let mut response = answer.into_response();
            let replayed = HeaderName::from_static("idempotent-replayed");
            response
                .headers_mut()
                .insert(replayed, HeaderValue::from_static("true"));
            Ok(Some(response))
        }
        Some((_, answer)) => Err(ApiError::key_reused(&answer.body)),
    }
}

/// The key: a structured field string (RFC 9651, 3.3.3), or the bare text that many clients send.
fn read_key(headers: &HeaderMap) -> Result<String, ApiError> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let value = match (values.next(), values.next()) {
        (Some(value), None) => value,
        (None, _) => return Err(ApiError::key_missing("Send an Idempotency-Key header.")),
        (Some(_), Some(_)) => {
            return Err(ApiError::key_missing(
                "Send only one Idempotency-Key header.",
            ));
        }
    };
    let text = value.to_str().unwrap_or_default().trim_matches(' ');
    let key = match text.strip_prefix('"') {
        Some(rest) => unquote(rest),
        None => Some(text.to_owned()),
    };
    key.filter(|key| is_key(key)).ok_or_else(|| {
        ApiError::key_missing("An Idempotency-Key must be 1 to 255 visible ASCII characters.")
    })
}

/// Whether a text is a valid key.
pub(crate) fn is_key(text: &str) -> bool {
    (1..=KEY_CHARACTERS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// The contents of a quoted string after its first quote. Parameters after it are ignored.
fn unquote(rest: &str) -> Option<String> {
    let mut key = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => break,
            '\\' => key.push(letters.next().filter(|c| matches!(c, '"' | '\\'))?),
            letter => key.push(letter),
        }
    }
    let after = letters.as_str();
    (after.is_empty() || after.starts_with(';')).then_some(key)
}

impl IntoResponse for StoredResponse {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        if status == StatusCode::NO_CONTENT {
            return status.into_response();
        }
        let mut response = (status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let location = self
            .location
            .and_then(|path| HeaderValue::from_str(&path).ok());
        if let Some(location) = location {
            headers.insert(LOCATION, location);
        }
        response
    }
}
