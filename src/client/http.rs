//! One exchange with the backend: headers, token, time limit, and what its answer means.

use super::deliver::asked;
use super::{Answer, Client, Failure};
use crate::address::stays_within;
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use portico_contract::{IDEMPOTENCY_KEY, Problem, REQUESTED_BY};
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials};

/// How long to wait for an answer before saying so, in milliseconds.
const TIME_LIMIT: u32 = 20_000;

/// Nothing that a screen shows is larger; parsing it would freeze the page.
const LARGEST_ANSWER: usize = 8 << 20;

/// A header's name and value.
pub(super) type Header<'a> = (&'a str, &'a str);

impl Client {
    /// Reads an address and keeps the answer.
    pub(super) async fn read(self, path: &str) -> Result<Arc<Answer>, Failure> {
        let answer = answer_of(path, self.exchange(Method::GET, path, None, &[]).await?).await?;
        let answer = Arc::new(answer);
        self.inner
            .try_update_value(|inner| inner.answers.insert(path.to_owned(), answer.clone()));
        Ok(answer)
    }

    /// Changes something.
    pub(super) async fn write(
        self,
        method: &str,
        path: &str,
        body: &str,
        key: Option<&str>,
    ) -> Result<Answer, Failure> {
        let method = if method == "DELETE" {
            Method::DELETE
        } else {
            Method::POST
        };
        let key = key.map(quoted);
        let headers: Vec<Header> = key
            .iter()
            .map(|key| (IDEMPOTENCY_KEY, key.as_str()))
            .collect();
        let response = self.exchange(method, path, Some(body), &headers).await?;
        // What was read before may no longer hold.
        self.inner.try_update_value(|inner| inner.answers.clear());
        if response.status() == 204 {
            return Ok(Answer {
                path: path.to_owned(),
                body: Value::Null,
            });
        }
        answer_of(path, response).await
    }

    /// Sends, and reads what went wrong where the answer is no success.
    pub(super) async fn exchange(
        self,
        method: Method,
        path: &str,
        body: Option<&str>,
        headers: &[Header<'_>],
    ) -> Result<Response, Failure> {
        let response = self.answered(method, path, body, headers).await?;
        if response.ok() {
            return Ok(response);
        }
        let status = response.status();
        let asked = asked(&response);
        let is_problem = response
            .headers()
            .get("content-type")
            .is_some_and(|t| t.contains("json"));
        let answer = if is_problem {
            answer_of(path, response).await.ok()
        } else {
            None
        };
        let problem = answer.and_then(|answer| answer.read::<Problem>().ok());
        Err(Failure::of_status(path, status, problem, asked))
    }

    /// Sends, once more with a new token where the first was refused. The answer may be any.
    pub(super) async fn answered(
        self,
        method: Method,
        path: &str,
        body: Option<&str>,
        headers: &[Header<'_>],
    ) -> Result<Response, Failure> {
        let response = self.send(method.clone(), path, body, headers).await?;
        if response.status() == 401 && self.has_token_source() {
            self.inner.try_update_value(|inner| inner.token = None);
            return self.send(method, path, body, headers).await;
        }
        Ok(response)
    }

    async fn send(
        self,
        method: Method,
        path: &str,
        body: Option<&str>,
        headers: &[Header<'_>],
    ) -> Result<Response, Failure> {
        if !stays_within(path) {
            return Err(Failure::NotFound);
        }
        let token = self.token().await;
        let controller = AbortController::new().map_err(|_| Failure::Unreachable)?;
        let request = self
            .request(method, path, token, headers)
            .ok_or(Failure::Unreachable)?
            .abort_signal(Some(&controller.signal()));
        let request = match body {
            Some(body) => request
                .header("Content-Type", "application/json")
                .body(body.to_owned()),
            None => request.build(),
        };
        let request: Request =
            request.map_err(|error| Failure::broken(path, &error.to_string()))?;
        let timed_out = Rc::new(Cell::new(false));
        let (mark, controller) = (timed_out.clone(), controller.clone());
        // Dropped with this call, and the timer with it.
        let _limit = Timeout::new(TIME_LIMIT, move || {
            mark.set(true);
            controller.abort();
        });
        let answer = request.send().await;
        self.heard(answer.is_ok());
        answer.map_err(|_| {
            if timed_out.get() {
                Failure::TimedOut
            } else {
                Failure::Unreachable
            }
        })
    }

    fn request(
        self,
        method: Method,
        path: &str,
        token: Option<String>,
        headers: &[Header<'_>],
    ) -> Option<RequestBuilder> {
        let write = method != Method::GET;
        // Whoever waited for a token may find the portal gone.
        let (url, language) = self
            .inner
            .try_with_value(|inner| (format!("{}{path}", inner.api), inner.language.clone()))?;
        let mut request = RequestBuilder::new(&url)
            .method(method)
            .header("Accept", "application/json")
            .header("Accept-Language", &language)
            .credentials(RequestCredentials::SameOrigin);
        if let Some(token) = token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        if write {
            request = request.header(REQUESTED_BY, "1");
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        Some(request)
    }

    /// The host's token: asked for once, then again after it was refused.
    pub(super) async fn token(self) -> Option<String> {
        let (kept, source) = self
            .inner
            .try_with_value(|inner| (inner.token.clone(), inner.get_token.clone()))?;
        if kept.is_some() {
            return kept;
        }
        let token = ask(&source?).await?;
        self.inner
            .try_update_value(|inner| inner.token = Some(token.clone()));
        Some(token)
    }
}

/// An `Idempotency-Key` as its header has it, a string of RFC 8941.
pub(super) fn quoted(key: &str) -> String {
    format!("\"{key}\"")
}

async fn ask(source: &Function) -> Option<String> {
    let promise = Promise::resolve(&source.call0(&JsValue::NULL).ok()?);
    JsFuture::from(promise)
        .await
        .ok()?
        .as_string()
        .filter(|token| !token.is_empty())
}

/// An answer, if it is JSON at all: a proxy's page is none.
pub(super) async fn answer_of(path: &str, response: Response) -> Result<Answer, Failure> {
    let kind = response.headers().get("content-type").unwrap_or_default();
    if !kind.contains("json") {
        return Err(Failure::broken(
            path,
            &format!("the type {kind:?} instead of JSON"),
        ));
    }
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if text.len() > LARGEST_ANSWER {
        return Err(Failure::broken(path, "more than 8 MiB"));
    }
    Answer::parse(path, &text)
}
