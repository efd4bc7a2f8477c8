//! Calls to the API.
//!
//! Invariant: only this module knows URLs of the API, sign-in tokens and problem details.

pub(crate) mod api;
mod failure;
mod files;
mod http;
mod key;
mod resource;

pub(crate) use failure::Failure;
pub(crate) use files::BlobUrl;
pub(crate) use key::new_key;
pub(crate) use resource::{Load, Resource};

use crate::config::Config;
use js_sys::Function;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::marker::PhantomData;

/// Talks to one backend on behalf of one portal.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    api: String,
    language: String,
    get_token: Option<Function>,
    /// In memory alone, until the backend refuses it.
    token: Option<String>,
    /// The last answer of each address, so that going back shows it at once.
    answers: HashMap<String, String>,
}

/// Something to read: a path and the type of its answer.
pub(crate) struct Get<T> {
    path: String,
    answer: PhantomData<fn() -> T>,
}

impl<T> Get<T> {
    fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), answer: PhantomData }
    }
}

impl Client {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            inner: StoredValue::new_local(Inner {
                api: config.api.clone(),
                language: String::new(),
                get_token: config.get_token.clone(),
                token: None,
                answers: HashMap::new(),
            }),
        }
    }

    /// Asks for content in this language from now on.
    pub(crate) fn set_language(self, tag: &str) {
        self.inner.update_value(|inner| {
            tag.clone_into(&mut inner.language);
            inner.answers.clear();
        });
    }

    /// Forgets what was read and who asked: somebody signed in or out.
    pub(crate) fn forget(self) {
        self.inner.update_value(|inner| {
            inner.answers.clear();
            inner.token = None;
        });
    }

    /// Whether the host page hands over tokens.
    pub(crate) fn has_token_source(self) -> bool {
        self.inner.with_value(|inner| inner.get_token.is_some())
    }

    /// Reads.
    pub(crate) async fn get<T: DeserializeOwned>(self, get: &Get<T>) -> Result<T, Failure> {
        let text = self.read(&get.path).await?;
        parse(&get.path, &text)
    }

    /// The answer of the last time, if there was one.
    fn last<T: DeserializeOwned>(self, get: &Get<T>) -> Option<T> {
        let text = self.inner.with_value(|inner| inner.answers.get(&get.path).cloned())?;
        parse(&get.path, &text).ok()
    }

    /// Creates something; `key` names the intent, so that a second try cannot create it twice.
    pub(crate) async fn create<B: Serialize, T: DeserializeOwned>(
        self,
        path: &str,
        body: &B,
        key: &str,
    ) -> Result<T, Failure> {
        let text = self.write("POST", path, &json(body)?, Some(key)).await?;
        parse(path, &text)
    }

    /// Changes something that has no answer.
    pub(crate) async fn command<B: Serialize>(self, method: &str, path: &str, body: &B) -> Result<(), Failure> {
        self.write(method, path, &json(body)?, None).await.map(|_| ())
    }
}

fn json<B: Serialize>(body: &B) -> Result<String, Failure> {
    serde_json::to_string(body).map_err(|error| Failure::broken("the request's body", &error.to_string()))
}

fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::broken(path, &error.to_string()))
}
