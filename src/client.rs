//! Calls to the API.
//!
//! Invariant: only this module knows URLs of the API, sign-in tokens and problem details.

pub(crate) mod api;
mod deliver;
mod failure;
mod files;
mod http;
mod index;
mod json;
mod key;
mod resource;
mod uploads;

pub(crate) use deliver::Put;
pub(crate) use failure::Failure;
pub(crate) use files::{BlobUrl, Stored};
pub(crate) use index::{Index, Tagged};
pub(crate) use json::parse as parse_json;
pub(crate) use key::new_key;
pub(crate) use resource::{Load, Resource};
pub(crate) use uploads::{Parcel, sha256};

use crate::config::Config;
use crate::history::Listener;
use js_sys::Function;
use leptos::prelude::*;
use portico_contract::{Problem, ProblemType};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// Talks to one backend on behalf of one portal.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    inner: StoredValue<Inner, LocalStorage>,
    /// Counts up when the backend can be reached again.
    reached: RwSignal<u32>,
}

struct Inner {
    api: String,
    language: String,
    get_token: Option<Function>,
    /// In memory alone, until the backend refuses it.
    token: Option<String>,
    /// The last answer of each address, so that going back shows it at once.
    answers: HashMap<String, Arc<Answer>>,
    /// Whether the last exchange found nobody.
    is_cut_off: bool,
    _online: Option<Listener>,
}

/// Something to read: a path and the type of its answer.
pub(crate) struct Get<T> {
    path: String,
    answer: PhantomData<fn() -> T>,
}

impl<T> Get<T> {
    fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            answer: PhantomData,
        }
    }
}

impl Client {
    pub(crate) fn new(config: &Config) -> Self {
        let reached = RwSignal::new(0_u32);
        let count = move || {
            reached.try_update(|reached| *reached += 1);
        };
        Self {
            reached,
            inner: StoredValue::new_local(Inner {
                api: config.api.clone(),
                language: String::new(),
                get_token: config.get_token.clone(),
                token: None,
                answers: HashMap::new(),
                is_cut_off: false,
                _online: Listener::new("online", count),
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

    /// Asks this function for tokens from now on. Whether that may be another person than before.
    pub(crate) fn set_token_source(self, get_token: Option<Function>) -> bool {
        let changed = self.inner.with_value(|inner| inner.get_token != get_token);
        if changed {
            self.forget();
            self.inner.update_value(|inner| inner.get_token = get_token);
        }
        changed
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
        self.inner
            .try_with_value(|inner| inner.get_token.is_some())
            .unwrap_or_default()
    }

    /// Notes whether an exchange found somebody, and tells those who wait for that.
    fn heard(self, anybody: bool) {
        let was_cut_off = self
            .inner
            .try_update_value(|inner| std::mem::replace(&mut inner.is_cut_off, !anybody));
        if anybody && was_cut_off == Some(true) {
            self.reached.try_update(|reached| *reached += 1);
        }
    }

    /// Reads.
    pub(crate) async fn get<T: DeserializeOwned>(self, get: Get<T>) -> Result<T, Failure> {
        self.read(&get.path).await?.read()
    }

    /// The answer of the last time, if there was one.
    fn last(self, path: &str) -> Option<Arc<Answer>> {
        self.inner
            .try_with_value(|inner| inner.answers.get(path).cloned())?
    }

    /// Creates something; `key` names the intent, so that a second try cannot create it twice.
    pub(crate) async fn create<B: Serialize, T: DeserializeOwned>(
        self,
        path: &str,
        body: &B,
        key: &str,
    ) -> Result<T, Failure> {
        self.write("POST", path, &to_json(body)?, Some(key))
            .await?
            .read()
    }

    /// Changes something that has no answer.
    pub(crate) async fn command<B: Serialize>(
        self,
        method: &str,
        path: &str,
        body: &B,
    ) -> Result<(), Failure> {
        self.write(method, path, &to_json(body)?, None)
            .await
            .map(|_| ())
    }
}

/// A problem as it was kept with what it is about.
pub(crate) fn read_problem(problem: &Value) -> Problem {
    Problem::deserialize(json::Json(problem)).unwrap_or_else(|_| Problem {
        kind: ProblemType::Blank,
        title: String::new(),
        status: 400,
        detail: None,
        instance: None,
        errors: Vec::new(),
        errors_omitted: None,
        current: None,
    })
}

/// The body of a request.
pub(crate) fn to_json<B: Serialize>(body: &B) -> Result<String, Failure> {
    serde_json::to_string(body)
        .map_err(|error| Failure::broken("the request's body", &error.to_string()))
}

/// What an endpoint answered: JSON that no type was put on yet.
#[derive(PartialEq)]
struct Answer {
    /// Names the endpoint, for whoever runs the backend.
    path: String,
    body: Value,
}

impl Answer {
    /// Parses the text of an answer.
    fn parse(path: &str, text: &str) -> Result<Self, Failure> {
        let body = json::parse(text).map_err(|why| Failure::broken(path, why))?;
        Ok(Self {
            path: path.to_owned(),
            body,
        })
    }

    /// The answer as a type of the contract. Members that the type does not know are ignored.
    fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        T::deserialize(json::Json(&self.body))
            .map_err(|error| Failure::broken(&self.path, &error.to_string()))
    }
}
