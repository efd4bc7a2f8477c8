//! Answers that are the same for many people: made and hashed once, and sent as they are from then on.

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

/// What a key and the head of an answer come to, generously.
const OVERHEAD: usize = 1024;

/// An answer of JSON that is ready to be sent. Cloning it copies no body.
#[derive(Clone)]
pub(crate) struct Prepared {
    body: Bytes,
    tag: HeaderValue,
    language: HeaderValue,
}

impl Prepared {
    /// Writes a value that is in a language.
    pub(crate) fn new<T: Serialize>(value: &T, language: &str) -> Result<Self, ApiError> {
        let wrong = |error: &dyn std::error::Error| ApiError::internal(&error.to_string());
        let body = serde_json::to_vec(value).map_err(|error| wrong(&error))?;
        Ok(Self {
            tag: HeaderValue::from_str(&tag(&body)).map_err(|error| wrong(&error))?,
            body: body.into(),
            language: HeaderValue::from_str(language).map_err(|error| wrong(&error))?,
        })
    }

    /// What it costs to keep it.
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

/// Prepared answers by what they answer; those that were not asked for for longest go first.
pub(crate) struct PreparedAnswers<K>(Mutex<Cache<K>>);

struct Cache<K> {
    answers: LruCache<K, Prepared>,
    /// What their bodies come to.
    bytes: usize,
    /// What they may come to.
    most: usize,
}

impl<K: Eq + Hash> PreparedAnswers<K> {
    /// Keeps bodies of so many bytes.
    pub(crate) fn new(most: usize) -> Self {
        Self(Mutex::new(Cache {
            answers: LruCache::new_unbounded(),
            bytes: 0,
            most,
        }))
    }

    /// The answer of a key, or else the one that is made now.
    pub(crate) fn get_or<F>(&self, key: K, make: F) -> Result<Prepared, ApiError>
    where
        F: FnOnce() -> Result<Prepared, ApiError>,
    {
        if let Some(answer) = self.cache().answers.get(&key) {
            return Ok(answer.clone());
        }
        // Made without the lock: others are not kept waiting, and who makes the same at once makes it equal.
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
