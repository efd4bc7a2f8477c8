//! One exchange with the backend: headers, token, time limit, and what its answer means.

use super::reply::{Limit, Reply};
use super::{Client, Failure, Inner, JsonResponse};
use crate::address::stays_within;
use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use portico_contract::{AUTHOR, IDEMPOTENCY_KEY, Problem, REQUESTED_BY};
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

/// Where the backend says who it is, and who is here.
pub(super) const DISCOVERY: &str = "/portal";

/// How long a call may take, from asking for a token to the end of its body, in milliseconds.
pub(crate) const TIME_LIMIT: u32 = 20_000;

/// Nothing that a screen shows is larger; parsing it would freeze the page.
const LARGEST_ANSWER: usize = 8 << 20;

/// A header's name and value.
pub(super) type Header<'a> = (&'a str, &'a str);

impl Client {
    /// Reads an address and keeps the answer, if it is still one for whoever is here.
    pub(super) async fn read(self, path: &str) -> Result<Arc<JsonResponse>, Failure> {
        let drops = self.inner.try_with_value(|inner| inner.drops);
        let person = self.person();
        let reply = self.exchange("GET", path, None, &[]).await?;
        let answer = Arc::new(answer_of(path, reply).await?);
        if self.person() != person {
            return Err(Failure::Unreachable);
        }
        self.inner.try_update_value(|inner| {
            if Some(inner.drops) == drops {
                inner.responses.insert(path.to_owned(), answer.clone());
            }
        });
        Ok(answer)
    }

    /// Changes something.
    pub(super) async fn write(
        self,
        method: &str,
        path: &str,
        body: &str,
        key: Option<&str>,
    ) -> Result<JsonResponse, Failure> {
        let key = key.map(quoted);
        let headers: Vec<Header> = key
            .iter()
            .map(|key| (IDEMPOTENCY_KEY, key.as_str()))
            .collect();
        let response = self.exchange(method, path, Some(body), &headers).await?;
        // What was read before may no longer hold.
        self.inner.try_update_value(Inner::drop_responses);
        if response.status() == 204 {
            return Ok(JsonResponse {
                path: path.to_owned(),
                body: Value::Null,
            });
        }
        answer_of(path, response).await
    }

    /// Sends, and reads what went wrong where the answer is no success.
    pub(super) async fn exchange(
        self,
        method: &str,
        path: &str,
        body: Option<&str>,
        headers: &[Header<'_>],
    ) -> Result<Reply, Failure> {
        let reply = self.answered(method, path, body, headers).await?;
        if reply.is_ok() {
            return Ok(reply);
        }
        let (status, asked) = (reply.status(), reply.asked());
        let answer = answer_of_type(path, reply).await;
        let problem = answer
            .and_then(Result::ok)
            .and_then(|answer| answer.read::<Problem>().ok());
        Err(Failure::of_status(path, status, problem, asked))
    }

    /// Sends, once more with a new token where the first was refused. What writes is sent again in nobody else's name than
    /// it was sent in first. The answer may be any.
    pub(super) async fn answered(
        self,
        method: &str,
        path: &str,
        body: Option<&str>,
        headers: &[Header<'_>],
    ) -> Result<Reply, Failure> {
        let response = self.send(method, path, body, headers).await?;
        if response.status() == 401 && self.has_token_source() {
            self.inner.try_update_value(|inner| inner.token = None);
            if method == "GET" || Box::pin(self.is_still_here()).await {
                return self.send(method, path, body, headers).await;
            }
        }
        Ok(response)
    }

    /// Asks whether the next token is that of the person who was here with the last one.
    pub(super) async fn is_still_here(self) -> bool {
        let before = self.inner.try_with_value(|inner| inner.user.clone());
        before == self.who().await.ok()
    }

    pub(super) async fn send(
        self,
        method: &str,
        path: &str,
        body: Option<&str>,
        headers: &[Header<'_>],
    ) -> Result<Reply, Failure> {
        if !stays_within(path) {
            return Err(Failure::NotFound);
        }
        let person = self.person();
        let limit = Limit::start(TIME_LIMIT).ok_or(Failure::Unreachable)?;
        let token = self.token().await;
        // Nothing is asked or sent in the name of somebody who came meanwhile.
        if self.person() != person {
            return Err(Failure::Unreachable);
        }
        if limit.is_over() {
            return Err(Failure::TimedOut);
        }
        self.uses(token.as_ref(), path == DISCOVERY);
        let (url, init) = self
            .request(method, path, token, headers, body)
            .ok_or(Failure::Unreachable)?;
        init.set_signal(Some(&limit.signal()));
        let answer = JsFuture::from(window().fetch_with_str_and_init(&url, &init)).await;
        self.heard(answer.is_ok());
        match answer.map(JsCast::dyn_into::<Response>) {
            Ok(Ok(response)) => Ok(Reply::new(response, limit)),
            _ => Err(limit.failure()),
        }
    }

    fn request(
        self,
        method: &str,
        path: &str,
        token: Option<String>,
        headers: &[Header<'_>],
        body: Option<&str>,
    ) -> Option<(String, RequestInit)> {
        // Whoever waited for a token may find the portal gone.
        let (url, language, author) = self.inner.try_with_value(|inner| {
            let url = format!("{}{path}", inner.api);
            (url, inner.language.clone(), inner.author.clone())
        })?;
        let all = Headers::new().ok()?;
        let set = |name: &str, value: &str| all.set(name, value).ok();
        set("Accept", "application/json")?;
        set("Accept-Language", &language)?;
        if let Some(token) = token {
            set("Authorization", &["Bearer ", &token].concat())?;
        }
        if method != "GET" {
            set(REQUESTED_BY, "1")?;
            // Signing in and out is about somebody else than was here.
            if let Some(author) = author.filter(|_| path != "/session") {
                set(AUTHOR, &author)?;
            }
        }
        let init = RequestInit::new();
        if let Some(body) = body {
            set("Content-Type", "application/json")?;
            init.set_body(&JsValue::from_str(body));
        }
        for (name, value) in headers {
            set(name, value)?;
        }
        init.set_method(method);
        init.set_headers(&all);
        init.set_credentials(RequestCredentials::SameOrigin);
        Some((url, init))
    }

    /// The host's token: asked for once, however many wait for it, then again after it was refused.
    pub(super) async fn token(self) -> Option<String> {
        let (kept, asking, source) = self.inner.try_with_value(|inner| {
            let asking = inner.asking.clone();
            (inner.token.clone(), asking, inner.get_token.clone())
        })?;
        if kept.is_some() {
            return kept;
        }
        let person = self.person();
        let asking = match asking {
            Some(asking) => asking,
            None => {
                let asking = ask(&source?)?;
                self.inner
                    .try_update_value(|inner| inner.asking = Some(asking.clone()));
                asking
            }
        };
        let token = JsFuture::from(asking.clone()).await.ok();
        let token = token.and_then(|token| token.as_string());
        let token = token.filter(|token| !token.is_empty());
        let is_person = self.person() == person;
        self.inner.try_update_value(|inner| {
            // What was asked for later is newer, whichever comes first.
            let is_last = |last: &Promise| js_sys::Object::is(last, &asking);
            if inner.asking.as_ref().is_some_and(is_last) {
                inner.asking = None;
                inner.token = token.clone().filter(|_| is_person);
            }
        });
        token
    }
}

/// An `Idempotency-Key` as its header has it, a string of RFC 8941.
pub(super) fn quoted(key: &str) -> String {
    format!("\"{key}\"")
}

fn ask(source: &Function) -> Option<Promise> {
    let given = Promise::resolve(&source.call0(&JsValue::NULL).ok()?);
    // A host that never answers is one that has no token.
    let late = Promise::new(&mut |resolve, _| {
        let limit = i32::try_from(TIME_LIMIT).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, limit);
    });
    Some(Promise::race(&Array::of2(&given, &late)))
}

/// An answer, if it is JSON at all: a proxy's page is none.
pub(super) async fn answer_of(path: &str, reply: Reply) -> Result<JsonResponse, Failure> {
    let kind = reply.header("content-type").unwrap_or_default();
    answer_of_type(path, reply).await.unwrap_or_else(|| {
        Err(Failure::broken(
            path,
            &format!("the type {kind:?} instead of JSON"),
        ))
    })
}

/// The same; nothing where it is of another type.
pub(super) async fn answer_of_type(
    path: &str,
    reply: Reply,
) -> Option<Result<JsonResponse, Failure>> {
    let kind = reply.header("content-type")?;
    if !kind.contains("json") {
        return None;
    }
    let text = match reply.text().await {
        Ok(text) => text,
        Err(failure) => return Some(Err(failure)),
    };
    if text.len() > LARGEST_ANSWER {
        return Some(Err(Failure::broken(path, "more than 8 MiB")));
    }
    Some(JsonResponse::parse(path, &text))
}
