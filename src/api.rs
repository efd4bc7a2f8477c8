//! Calls to the API.
//!
//! Invariant: only this module knows URLs of the API, sign-in tokens and problem details.

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
pub(crate) use files::{BlobUrl, Stored};
pub(crate) use http::TIME_LIMIT;
pub(crate) use index::{Index, Tagged};
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
use json::{Cuts, Json};
use leptos::prelude::*;
use portico_contract::{Problem, ProblemType, SignIn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// Talks to one backend on behalf of one portal.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    inner: StoredValue<Inner>,
    /// Counts up when the backend can be reached again.
    reached: RwSignal<u32>,
    /// Counts those who were here: whatever was asked for an earlier one is nobody's any more.
    person: RwSignal<u32>,
    /// Counts those of them who were signed in and whose place somebody else has taken.
    replaced: RwSignal<u32>,
    /// Counts up when something goes out with another token than the one whose owner is known.
    strangers: RwSignal<u32>,
}

struct Inner {
    api: String,
    language: String,
    get_token: Option<Function>,
    /// In memory alone, until the backend refuses it.
    token: Option<String>,
    /// The host page is being asked for one.
    asking: Option<Promise>,
    /// The token, or none, with which the backend was asked last who is here.
    known: Option<Option<String>>,
    /// Whom it named then.
    user: Option<String>,
    /// Whose writes these are, where the backend wants to know.
    author: Option<String>,
    /// The last answer of each address, so that going back shows it at once.
    responses: HashMap<String, Arc<JsonResponse>>,
    /// Whether the last exchange found nobody.
    is_cut_off: bool,
    _online: Option<Listener>,
    /// Counts how often they were dropped: what was under way then is not kept either.
    drops: u32,
    /// Whether what the person before saw is nobody else's business.
    was_private: bool,
}

impl Inner {
    fn drop_responses(&mut self) {
        self.responses.clear();
        self.drops = self.drops.wrapping_add(1);
    }
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
            inner: StoredValue::new(Inner {
                api: config.api.clone(),
                language: String::new(),
                get_token: config.get_token.clone(),
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

    /// Whether the portal was removed while a task of it was waiting.
    pub(crate) fn is_gone(self) -> bool {
        self.inner.try_with_value(|_| ()).is_none()
    }

    /// Asks for content in this language from now on.
    pub(crate) fn set_language(self, tag: &str) {
        self.inner.update_value(|inner| {
            tag.clone_into(&mut inner.language);
            inner.drop_responses();
        });
    }

    /// Asks this function for tokens from now on. Whether there was one before and is none now, or the other way round:
    /// then somebody has signed in or out.
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

    /// The host page gives tokens in another way now: whether the next one may be another person's.
    pub(crate) async fn has_another_token(self) -> bool {
        self.inner.try_update_value(|inner| {
            (inner.token, inner.asking) = (None, None);
        });
        let token = self.token().await;
        self.inner
            .try_with_value(|inner| inner.known.as_ref() != Some(&token))
            .unwrap_or_default()
    }

    /// Follows tokens: changes when one is used of which nobody knows whose it is.
    pub(crate) fn track_strangers(self) -> u32 {
        self.strangers.track();
        self.strangers.get_untracked()
    }

    /// Something goes out with this token. Discovery finds out whose it is; whatever else it is used for first, discovery
    /// has to follow, since a token that was refused is replaced by whoever is signed in to the host page by then.
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

    /// Somebody else is here: what was read is forgotten, and what is under way is nobody's. `was_private` says whether
    /// somebody was signed in, so that what they saw has to leave the screen.
    pub(crate) fn next_person(self, was_private: bool) {
        self.inner.update_value(|inner| {
            inner.drop_responses();
            inner.was_private = was_private;
        });
        self.person
            .update(|person| *person = person.wrapping_add(1));
        if was_private {
            self.replaced
                .update(|replaced| *replaced = replaced.wrapping_add(1));
        }
    }

    /// Changes when somebody else takes the place of whoever was signed in: no screen of theirs stays.
    pub(crate) fn track_replaced(self) {
        self.replaced.track();
    }

    /// The same, and the next one has a token of their own.
    pub(crate) fn renew_session(self, was_private: bool) {
        self.inner
            .update_value(|inner| (inner.token, inner.asking) = (None, None));
        self.next_person(was_private);
    }

    /// Sends what is written from now on as this portal's visitor alone.
    pub(crate) fn write_as(self, sign_in: &SignIn) {
        let user = sign_in.user.as_ref().map(|me| me.id.0.clone());
        let author = user.as_deref().filter(|_| sign_in.author).map(encode);
        self.inner
            .try_update_value(|inner| (inner.user, inner.author) = (user, author));
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

    /// The origin of the API.
    pub(crate) fn origin(self) -> String {
        self.inner
            .with_value(|inner| origin_of(&inner.api).unwrap_or_default().to_owned())
    }

    /// Whether a cookie of the backend is sent along from this page: never from one of another origin.
    pub(crate) fn has_cookies(self) -> bool {
        page_origin() == Some(self.origin())
    }

    /// Reads.
    pub(crate) async fn get<T: DeserializeOwned>(self, get: Get<T>) -> Result<T, Failure> {
        self.read(&get.path).await?.read()
    }

    /// Who is here, as a number that nobody else has.
    fn person(self) -> u32 {
        self.person.try_get_untracked().unwrap_or(u32::MAX)
    }

    fn was_private(self) -> bool {
        self.inner.with_value(|inner| inner.was_private)
    }

    /// The answer of the last time, if there was one.
    fn last(self, path: &str) -> Option<Arc<JsonResponse>> {
        self.inner
            .try_with_value(|inner| inner.responses.get(path).cloned())?
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

/// What an endpoint answered: JSON that no type was put on yet.
#[derive(PartialEq)]
struct JsonResponse {
    /// Names the endpoint, for whoever runs the backend.
    path: String,
    body: Value,
}

impl JsonResponse {
    /// Parses the text of an answer.
    fn parse(path: &str, text: &str) -> Result<Self, Failure> {
        let body = json::parse(text).map_err(|why| Failure::broken(path, why))?;
        Ok(Self {
            path: path.to_owned(),
            body,
        })
    }

    /// The answer as a type of the contract. Members that the type does not know are ignored. What does not fit is told
    /// to the console; where it is within a list, it costs its item and nothing else.
    fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let mut cuts = Cuts::default();
        loop {
            match T::deserialize(Json::without(&self.body, &cuts)) {
                Ok(value) => return Ok(value),
                Err(misfit) => {
                    complain(&self.path, &misfit.to_string());
                    if !cuts.cut(&self.body, &misfit) {
                        return Err(Failure::Broken);
                    }
                }
            }
        }
    }
}
