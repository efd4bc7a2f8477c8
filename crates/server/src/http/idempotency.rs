//! Sent twice, done once: the answer to an `Idempotency-Key` is given again, whenever and however often it is asked for.

use super::ApiError;
use crate::App;
use crate::db::{Key, StoreError, StoredAnswer};
use crate::limits::{KEY_CHARACTERS, TWIN_WAITS};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_contract::IDEMPOTENCY_KEY;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

type Keys = HashMap<(String, String), watch::Receiver<()>>;

/// The keys that are being worked on in this process.
#[derive(Default)]
pub(crate) struct InFlightKeys(Mutex<Keys>);

/// The first with a key; when it goes, its twins go on.
struct First<'a> {
    keys: &'a InFlightKeys,
    key: (String, String),
    _done: watch::Sender<()>,
}

impl Drop for First<'_> {
    fn drop(&mut self) {
        self.keys
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}

impl InFlightKeys {
    /// Either the first with this key, or how to learn that the first has gone.
    fn enter(&self, key: &Key) -> Result<First<'_>, watch::Receiver<()>> {
        let key = (key.user.clone(), key.key.clone());
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = keys.get(&key) {
            return Err(first.clone());
        }
        let (done, waiting) = watch::channel(());
        keys.insert(key.clone(), waiting);
        Ok(First {
            keys: self,
            key,
            _done: done,
        })
    }
}

/// What becomes of a request with a key.
pub(crate) enum Entered<'a> {
    /// It was answered before.
    Answered(Response),
    /// It is the first; nobody else works on it before the turn ends.
    First(Turn<'a>),
}

/// The turn of the first with a key.
pub(crate) struct Turn<'a> {
    app: &'a App,
    /// To be kept in the same transaction as what is created.
    pub(crate) key: Key,
    _first: First<'a>,
}

/// Waits for a twin that is first, and gives its answer again where there is one.
pub(crate) async fn enter<'a>(
    app: &'a App,
    user: &str,
    headers: &HeaderMap,
    hash: String,
) -> Result<Entered<'a>, ApiError> {
    let key = Key {
        user: user.to_owned(),
        key: read_key(headers)?,
        hash,
    };
    let deadline = Instant::now() + TWIN_WAITS;
    loop {
        let mut other = match app.in_flight.enter(&key) {
            Ok(first) => {
                return Ok(match stored(app, &key).await? {
                    Some(answer) => Entered::Answered(answer),
                    None => Entered::First(Turn {
                        app,
                        key,
                        _first: first,
                    }),
                });
            }
            Err(other) => other,
        };
        // An error means that the first has gone, which is what a twin waits for.
        if timeout_at(deadline, other.changed()).await.is_err() {
            return Err(ApiError::key_in_flight());
        }
    }
}

impl Turn<'_> {
    /// Refuses, unless the key was answered meanwhile: what a twin whose client went away has just used up, such as
    /// files, is missing here because it was recorded there.
    pub(crate) async fn refuse(self, fail: ApiError) -> Result<Response, ApiError> {
        stored(self.app, &self.key).await?.ok_or(fail)
    }
    /// Ends the turn with what the store said.
    pub(crate) async fn end(
        self,
        outcome: Result<StoredAnswer, StoreError>,
    ) -> Result<Response, ApiError> {
        match outcome {
            Ok(answer) => Ok(answer.into_response()),
            // Another process, or a twin whose client went away, was faster: its answer is there now.
            Err(StoreError::KeyTaken) => stored(self.app, &self.key)
                .await?
                .ok_or_else(ApiError::key_in_flight),
            Err(error) => Err(error.into()),
        }
    }
}

/// The answer that a key was given before; refused if it was for something else.
async fn stored(app: &App, key: &Key) -> Result<Option<Response>, ApiError> {
    match app.requests.answered(&key.user, &key.key).await? {
        None => Ok(None),
        Some((hash, answer)) if hash == key.hash => {
            let mut response = answer.into_response();
            let replayed = HeaderName::from_static("idempotent-replayed");
            response
                .headers_mut()
                .insert(replayed, HeaderValue::from_static("true"));
            Ok(Some(response))
        }
        Some((_, answer)) => Err(ApiError::key_reused(&answer)),
    }
}

/// The key: a string of structured fields (RFC 9651, 3.3.3), or the bare words that many clients send.
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

/// Whether a text can be a key.
pub(crate) fn is_key(text: &str) -> bool {
    (1..=KEY_CHARACTERS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// The inside of a quoted string whose first quote is gone. Parameters after it mean nothing here.
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

impl IntoResponse for StoredAnswer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
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
