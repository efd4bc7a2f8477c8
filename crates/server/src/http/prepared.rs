//! Responses that many users share: created and hashed once, and then sent from memory.

use super::ApiError;
use crate::hex::hex;
use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, ETAG};
use axum::response::{IntoResponse, Response};
use hashlink::LruCache;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// A generous estimate of the size of a key and a response's headers.
const OVERHEAD: usize = 1024;

/// A JSON response that is ready to be sent. Cloning it does not copy the body.
#[derive(Clone)]
pub(crate) struct Prepared {
    body: Bytes,
    tag: HeaderValue,
    language: HeaderValue,
}

impl Prepared {
    /// Serialises a value in a language.
    pub(crate) fn new<T: Serialize>(value: &T, language: &str) -> Result<Self, ApiError> {
        let body = serde_json::to_vec(value).map_err(ApiError::internal)?;
        Ok(Self {
            tag: HeaderValue::from_str(&tag(&body)).map_err(ApiError::internal)?,
            body: body.into(),
            language: HeaderValue::from_str(language).map_err(ApiError::internal)?,
        })
    }

    /// The memory that the response occupies in a cache.
    fn bytes(&self) -> usize {
        self.body.len() + OVERHEAD
    }
}

impl IntoResponse for Prepared {
    fn into_response(self) -> Response {
        let head = [
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (CONTENT_LANGUAGE, self.language),
            (ETAG, self.tag),
        ];
        (head, self.body).into_response()
    }
}

/// The `ETag` of these bytes.
pub(crate) fn tag(body: &[u8]) -> String {
    let hash = hex(&Sha256::digest(body));
    format!("\"{}\"", hash.get(..32).unwrap_or(&hash))
}

/// A cache of prepared responses; the least recently used ones are evicted first.
pub(crate) struct PreparedResponses<K>(Mutex<Cache<K>>);

struct Cache<K> {
    answers: LruCache<K, Prepared>,
    /// The total size of the entries.
    bytes: usize,
    /// The maximum total size.
    most: usize,
}

impl<K: Eq + Hash> PreparedResponses<K> {
    /// Creates a cache for this many bytes.
    pub(crate) fn new(most: usize) -> Self {
        Self(Mutex::new(Cache {
            answers: LruCache::new_unbounded(),
            bytes: 0,
            most,
        }))
    }

    /// The response for a key, created now if it is not cached.
    pub(crate) fn get_or<F>(&self, key: K, make: F) -> Result<Prepared, ApiError>
    where
        F: FnOnce() -> Result<Prepared, ApiError>,
    {
        if let Some(answer) = self.cache().answers.get(&key) {
            return Ok(answer.clone());
        }
        // Created without holding the lock, so that other callers do not wait; concurrent callers
        // create equal responses.
        let answer = make()?;
        self.cache().put(key, answer.clone());
        Ok(answer)
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Cache<K> {
    fn put(&mut self, key: K, answer: Prepared) {
        self.bytes += answer.bytes();
        if let Some(before) = self.answers.insert(key, answer) {
            self.bytes -= before.bytes();
        }
        while self.bytes > self.most
            && let Some((_, oldest)) = self.answers.remove_lru()
        {
            self.bytes -= oldest.bytes();
        }
    }
}
