//! One exchange with the backend: headers, token, time limit, and the interpretation of its response.

use super::json::from_js;
use super::reply::{Limit, Reply};
use super::{Client, Failure, JsonResponse};
use crate::address::stays_within;
use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use portico_contract::{AUTHOR, IDEMPOTENCY_KEY, Problem, REQUESTED_BY};
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

/// The discovery document, with the current user.
pub(super) const DISCOVERY: &str = "/portal";

/// The time limit of a call, from the request for a token to the end of its body, in milliseconds.
pub(crate) const TIME_LIMIT: u32 = 20_000;

/// No screen shows more; parsing a larger response would freeze the page.
const LARGEST_ANSWER: usize = 8 << 20;

/// A header's name and value.
pub(super) type Header<'a> = (&'a str, &'a str);

/// An API call; `B` is the type of its body.
pub(super) struct Call<'a, B: ?Sized = str> {
    pub method: &'a str,
    pub path: &'a str,
    pub headers: &'a [Header<'a>],
    pub body: Option<&'a B>,
}

impl<B: ?Sized> Clone for Call<'_, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B: ?Sized> Copy for Call<'_, B> {}

impl<'a, B: ?Sized> Call<'a, B> {
    /// A call without a body or headers of its own.
    pub(super) fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            headers: &[],
            body: None,
        }
    }

    pub(super) fn headers(self, headers: &'a [Header<'a>]) -> Self {
        Self { headers, ..self }
    }

    pub(super) fn body(self, body: &'a B) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }
}

impl Client {
    /// Reads an address and caches the response, if it still belongs to the current user.
    pub(super) async fn read(self, path: &str) -> Result<Arc<JsonResponse>, Failure> {
        if let Some(answer) = self.first(path) {
            return Ok(answer);
        }
        let drops = self.inner.try_with_value(|inner| inner.drops);
        let person = self.person();
        let reply = self.exchange(Call::new("GET", path)).await?;
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

    /// The answer that came with the page, if nobody hands over tokens.
    fn first(self, path: &str) -> Option<Arc<JsonResponse>> {
        let body = self.inner.try_with_value(|inner| {
            let first = inner.first_answer.as_ref()?;
            let language = JsValue::from_str(&inner.language);
            let body = first.call2(&JsValue::NULL, &path.into(), &language).ok()?;
            let is_there = inner.get_token.is_none() && !body.is_undefined();
            is_there.then(|| from_js(&body))
        })??;
        let path = path.to_owned();
        let answer = Arc::new(JsonResponse {
            path: path.clone(),
            body: body.ok()?,
        });
        self.uses(None, path == DISCOVERY);
        self.inner
            .try_update_value(|inner| inner.responses.insert(path, answer.clone()));
        Some(answer)
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
        let call = Call::new(method, path).headers(&headers).body(body);
        let response = self.exchange(call).await?;
        // Cached responses may be out of date now.
        self.inner.try_update_value(|inner| {
            inner.first_answer = None;
            inner.drop_responses();
        });
        if response.status() == 204 {
            return Ok(JsonResponse {
                path: path.to_owned(),
                body: Value::Null,
            });
        }
        answer_of(path, response).await
    }

    /// Sends a request, and reads the problem if the response is not a success.
    pub(super) async fn exchange(self, call: Call<'_>) -> Result<Reply, Failure> {
        let reply = self.answered(call).await?;
        if reply.is_ok() {
            return Ok(reply);
        }
        let (status, asked) = (reply.status(), reply.asked());
        let answer = answer_of_type(call.path, reply).await;
        let problem = answer
            .and_then(Result::ok)
            .and_then(|answer| answer.read::<Problem>().ok());
        Err(Failure::of_status(call.path, status, problem, asked))
    }

    /// Sends a request, once more with a new token if the first was refused. A write is never sent again in another
    /// user's name. The response may have any status.
    pub(super) async fn answered(self, call: Call<'_>) -> Result<Reply, Failure> {
        let response = self.send(call).await?;
        if response.status() == 401 && self.has_token_source() {
            self.inner.try_update_value(|inner| inner.token = None);
            if call.method == "GET" || Box::pin(self.is_still_here()).await {
                return self.send(call).await;
            }
        }
        Ok(response)
    }

    /// Checks whether the next token belongs to the same user as the last one.
    pub(super) async fn is_still_here(self) -> bool {
        let before = self.inner.try_with_value(|inner| inner.user.clone());
        before == self.who().await.ok()
    }

    pub(super) async fn send(self, call: Call<'_>) -> Result<Reply, Failure> {
        if !stays_within(call.path) {
            return Err(Failure::NotFound);
        }
        let person = self.person();
        let limit = Limit::start(TIME_LIMIT).ok_or(Failure::Unreachable)?;
        let token = self.token().await;
        // Nothing is read or written in the name of a user who has signed in meanwhile.
        if self.person() != person {
            return Err(Failure::Unreachable);
        }
        if limit.is_over() {
            return Err(Failure::TimedOut);
        }
        self.uses(token.as_ref(), call.path == DISCOVERY);
        let (url, init) = self.request(call, token).ok_or(Failure::Unreachable)?;
        init.set_signal(Some(&limit.signal()));
        let answer = JsFuture::from(window().fetch_with_str_and_init(&url, &init)).await;
        self.heard(answer.is_ok());
        match answer.map(JsCast::dyn_into::<Response>) {
            Ok(Ok(response)) => Ok(Reply::new(response, limit)),
            _ => Err(limit.failure()),
        }
    }

    fn request(self, call: Call<'_>, token: Option<String>) -> Option<(String, RequestInit)> {
        let Call {
            method,
            path,
            headers,
            body,
        } = call;
        // The portal may have been removed while it waited for a token.
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
            // Signing in and out concerns another user than the current one.
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

    /// The host's token: requested once for all that wait for it, and again after it was refused.
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
            // A later request returns a newer token, whichever arrives first.
            let is_last = |last: &Promise| js_sys::Object::is(last, &asking);
            if inner.asking.as_ref().is_some_and(is_last) {
                inner.asking = None;
                inner.token = token.clone().filter(|_| is_person);
            }
        });
        token
    }
}

/// The value of the `Idempotency-Key` header, a string of RFC 8941.
pub(super) fn quoted(key: &str) -> String {
    format!("\"{key}\"")
}

fn ask(source: &Function) -> Option<Promise> {
    let given = Promise::resolve(&source.call0(&JsValue::NULL).ok()?);
    // A host that never responds counts as one without a token.
    let late = Promise::new(&mut |resolve, _| {
        let limit = i32::try_from(TIME_LIMIT).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, limit);
    });
    Some(Promise::race(&Array::of2(&given, &late)))
}

/// A response, if it is JSON: a proxy's page is not.
pub(super) async fn answer_of(path: &str, reply: Reply) -> Result<JsonResponse, Failure> {
    let kind = reply.header("content-type").unwrap_or_default();
    answer_of_type(path, reply).await.unwrap_or_else(|| {
        Err(Failure::broken(
            path,
            &format!("the type {kind:?} instead of JSON"),
        ))
    })
}

/// The same; `None` if it has another type.
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
