//! Calls to the API.
//!
//! Invariant: only this module contains URLs of the API, sign-in tokens and problem details.

mod deliver;
pub(crate) mod endpoints;
mod failure;
mod files;
mod http;
mod index;
mod json;
mod key;
mod reply;
mod resource;
mod uploads;

pub(crate) use deliver::PutOutcome;
pub(crate) use failure::Failure;
pub(crate) use files::{BlobUrl, StoredFile};
pub(crate) use http::TIME_LIMIT;
pub(crate) use index::{Index, TaggedIndex};
pub(crate) use json::parse as parse_json;
pub(crate) use key::new_key;
pub(crate) use resource::{Load, Resource};
pub(crate) use uploads::{UploadSource, media_type, sha256};

use crate::address::origin_of;
use crate::config::Config;
use crate::history::{Listener, page_origin};
use crate::reactive::StoredValue;
use crate::route::encode;
use failure::complain;
use js_sys::{Function, Promise};
use json::{Json, SkippedItems};
use leptos::prelude::*;
use portico_contract::{Problem, ProblemType, SignIn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// Calls one backend on behalf of one portal.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    inner: StoredValue<Inner>,
    /// Incremented when the backend can be reached again.
    reached: RwSignal<u32>,
    /// Incremented when the user changes: responses for an earlier user are discarded.
    person: RwSignal<u32>,
    /// Incremented when a signed-in user is replaced by another one.
    replaced: RwSignal<u32>,
    /// Incremented when a request is sent with a token whose user is unknown.
    strangers: RwSignal<u32>,
}

struct Inner {
    api: String,
    language: String,
    get_token: Option<Function>,
    /// The responses that came with the page for a signed-out visitor; none once somebody has signed in or written.
    first_answer: Option<Function>,
    /// Kept in memory only, until the backend refuses it.
    token: Option<String>,
    /// The pending request for a token to the host page.
    asking: Option<Promise>,
    /// The token, if any, of the last discovery.
    known: Option<Option<String>>,
    /// The user that it returned.
    user: Option<String>,
    /// The author that writes are sent with, for backends that check it.
    author: Option<String>,
    /// The last response of each address, so that going back displays it at once.
    responses: HashMap<String, Arc<JsonResponse>>,
    /// Whether the last exchange failed to reach the backend.
    is_cut_off: bool,
    _online: Option<Listener>,
    /// Incremented when they are dropped: responses that were pending then are not cached either.
    drops: u32,
    /// Whether the responses on the screen were private to the previous user.
    was_private: bool,
}

impl Inner {
    fn drop_responses(&mut self) {
        self.responses.clear();
        self.drops = self.drops.wrapping_add(1);
    }
}

/// A read: a path, and the type of its response.
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
            inner: StoredValue::new(Inner {
                api: config.api.clone(),
                language: String::new(),
                get_token: config.get_token.clone(),
                first_answer: config.first_answer.clone(),
                token: None,
                asking: None,
                known: None,
                user: None,
                author: None,
                responses: HashMap::new(),
                is_cut_off: false,
                _online: Listener::new("online", count),
                drops: 0,
                was_private: false,
            }),
            person: RwSignal::new(0),
            replaced: RwSignal::new(0),
            strangers: RwSignal::new(0),
        }
    }

    /// Whether the portal was removed while one of its tasks was waiting.
    pub(crate) fn is_gone(self) -> bool {
        self.inner.try_with_value(|_| ()).is_none()
    }

    /// Sets the language of content for further requests.
    pub(crate) fn set_language(self, tag: &str) {
        self.inner.update_value(|inner| {
            tag.clone_into(&mut inner.language);
            inner.drop_responses();
        });
    }

    /// Sets the function that returns tokens. Returns whether one was added or removed, which means that the user has
    /// signed in or out.
    pub(crate) fn set_token_source(self, get_token: Option<Function>) -> bool {
        let changed = self.inner.with_value(|inner| inner.get_token != get_token);
        if changed {
            self.inner.update_value(|inner| {
                inner.get_token = get_token;
                (inner.token, inner.asking) = (None, None);
            });
        }
        changed
    }

    /// The host page has replaced its token function: returns whether the next token may belong to another user.
    pub(crate) async fn has_another_token(self) -> bool {
        self.inner.try_update_value(|inner| {
            (inner.token, inner.asking) = (None, None);
        });
        let token = self.token().await;
        self.inner
            .try_with_value(|inner| inner.known.as_ref() != Some(&token))
            .unwrap_or_default()
    }

    /// Changes when the backend can be reached again.
    pub(crate) fn track_reached(self) {
        self.reached.track();
    }

    /// Tracks tokens: changes when one is used whose user is unknown.
    pub(crate) fn track_strangers(self) -> u32 {
        self.strangers.track();
        self.strangers.get_untracked()
    }

    /// A request is sent with this token. Discovery finds out its user, and has to follow every other first use,
    /// because a refused token is replaced by one of the user who is then signed in to the host page.
    fn uses(self, token: Option<&String>, is_discovery: bool) {
        let is_strange = self.inner.try_update_value(|inner| {
            let before = inner.known.as_ref();
            let is_other = before.is_some_and(|known| known.as_ref() != token);
            if is_discovery || is_other {
                inner.known = Some(token.cloned());
            }
            is_other && !is_discovery
        });
        if is_strange == Some(true) {
            self.strangers.try_update(|strangers| *strangers += 1);
        }
    }

    /// The user has changed: cached responses are dropped, and pending ones are discarded. `was_private`: whether a
    /// user was signed in, whose data has to leave the screen.
    pub(crate) fn next_person(self, was_private: bool) {
        self.inner.update_value(|inner| {
            inner.drop_responses();
            inner.first_answer = None;
            inner.was_private = was_private;
        });
        self.person
            .update(|person| *person = person.wrapping_add(1));
        if was_private {
            self.replaced
                .update(|replaced| *replaced = replaced.wrapping_add(1));
        }
    }

    /// Changes when another user replaces a signed-in one: none of their screens stay.
    pub(crate) fn track_replaced(self) {
        self.replaced.track();
    }

    /// The same, and the next user has their own token.
    pub(crate) fn renew_session(self, was_private: bool) {
        self.inner
            .update_value(|inner| (inner.token, inner.asking) = (None, None));
        self.next_person(was_private);
    }

    /// Sends further writes only as this portal's visitor.
    pub(crate) fn write_as(self, sign_in: &SignIn) {
        let user = sign_in.user.as_ref().map(|me| me.id.0.clone());
        let author = user.as_deref().filter(|_| sign_in.author).map(encode);
        self.inner
            .try_update_value(|inner| (inner.user, inner.author) = (user, author));
    }

    /// Whether the host page provides tokens.
    pub(crate) fn has_token_source(self) -> bool {
        self.inner
            .try_with_value(|inner| inner.get_token.is_some())
            .unwrap_or_default()
    }

    /// Records whether an exchange reached the backend, and notifies those who wait for that.
    fn heard(self, anybody: bool) {
        let was_cut_off = self
            .inner
            .try_update_value(|inner| std::mem::replace(&mut inner.is_cut_off, !anybody));
        if anybody && was_cut_off == Some(true) {
            self.reached.try_update(|reached| *reached += 1);
        }
    }

    /// The origin of the API.
    pub(crate) fn origin(self) -> String {
        self.inner
            .with_value(|inner| origin_of(&inner.api).unwrap_or_default().to_owned())
    }

    /// Whether this page sends a cookie to the backend: never from a page of another origin.
    pub(crate) fn has_cookies(self) -> bool {
        page_origin() == Some(self.origin())
    }

    /// Reads.
    pub(crate) async fn get<T: DeserializeOwned>(self, get: Get<T>) -> Result<T, Failure> {
        self.read(&get.path).await?.read()
    }

    /// A unique number for the current user.
    fn person(self) -> u32 {
        self.person.try_get_untracked().unwrap_or(u32::MAX)
    }

    fn was_private(self) -> bool {
        self.inner.with_value(|inner| inner.was_private)
    }

    /// The cached response, if any.
    fn last(self, path: &str) -> Option<Arc<JsonResponse>> {
        self.inner
            .try_with_value(|inner| inner.responses.get(path).cloned())?
    }

    /// Creates an object; `key` identifies the intent, so that a retry does not create a second one.
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

    /// Makes a change whose response has no content.
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

/// A problem, stored together with its subject.
pub(crate) fn read_problem(problem: &Value) -> Problem {
    Problem::deserialize(Json::of(problem)).unwrap_or_else(|_| Problem {
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

/// The response of an endpoint: JSON that has no type yet.
#[derive(PartialEq)]
struct JsonResponse {
    /// The endpoint, for messages to the backend's operator.
    path: String,
    body: Value,
}

impl JsonResponse {
    /// Parses the text of a response.
    fn parse(path: &str, text: &str) -> Result<Self, Failure> {
        let body = json::parse(text).map_err(|why| Failure::broken(path, why))?;
        Ok(Self {
            path: path.to_owned(),
            body,
        })
    }

    /// The response as a type of the contract. Unknown members are ignored. Mismatches are reported to the console;
    /// within a list, they only remove their item.
    fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let mut skipped = SkippedItems::default();
        loop {
            match T::deserialize(Json::without(&self.body, &skipped)) {
                Ok(value) => return Ok(value),
                Err(mismatch) => {
                    complain(&self.path, &mismatch.to_string());
                    if !skipped.skip(&self.body, &mismatch) {
                        return Err(Failure::Broken);
                    }
                }
            }
        }
    }
}
