//! The API's answers to a visitor who is signed out.

use crate::failure::chain;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use serde::de::DeserializeOwned;
use std::error::Error;
use std::net::SocketAddr;
use tower::ServiceExt;

/// The answers that one page is made from.
pub(super) struct Answers<'a> {
    api: &'a Router,
    /// The headers of the page's request, without the caller's sign-in and in the page's language:
    /// rate limits apply to the client, however it reads the API.
    headers: HeaderMap,
    client: Option<ConnectInfo<SocketAddr>>,
    language: &'static str,
    /// The answers that the portal will read first, by their paths.
    first: Vec<(String, Bytes)>,
}

/// The reason why an answer cannot be shown.
pub(super) enum Unread {
    /// It does not exist for this visitor.
    Missing,
    /// It is not public, or cannot be read now.
    Private,
}

impl<'a> Answers<'a> {
    /// Reads on behalf of a client that has requested a page.
    pub(super) fn new(api: &'a Router, page: &Parts, language: &'static str) -> Self {
        let mut headers = page.headers.clone();
        headers.remove(COOKIE);
        headers.remove(AUTHORIZATION);
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(language));
        Self {
            api,
            headers,
            client: page.extensions.get().copied(),
            language,
            first: Vec::new(),
        }
    }

    /// The answer to `GET path`, a path relative to the API's base path. The portal reads the same
    /// path for its first screen, and finds the answer in the page.
    pub(super) async fn read<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Unread> {
        let body = self.body(path).await?;
        let value = typed(path, &body)?;
        self.first.push((path.to_owned(), body));
        Ok(value)
    }

    /// The same for an answer that only this page needs.
    pub(super) async fn look_at<T: DeserializeOwned>(&self, path: &str) -> Result<T, Unread> {
        typed(path, &self.body(path).await?)
    }

    /// The answers for the portal as the text of a script element of type `application/json`.
    pub(super) fn into_json(self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let answers = self.first.iter().map(|(path, body)| {
            let body = String::from_utf8_lossy(body);
            [&text(path), ":", &body].concat()
        });
        let answers = answers.collect::<Vec<_>>().join(",");
        let json = format!(
            "{{\"language\":{},\"answers\":{{{answers}}}}}",
            text(self.language)
        );
        // In JSON, `<` only occurs in strings, where an escape means the same; in HTML it could end
        // the element.
        json.replace('<', "\\u003c")
    }

    async fn body(&self, path: &str) -> Result<Bytes, Unread> {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = path.parse().map_err(|_| Unread::Missing)?;
        request.headers_mut().clone_from(&self.headers);
        if let Some(client) = self.client {
            request.extensions_mut().insert(client);
        }
        let Ok(response) = self.api.clone().oneshot(request).await;
        match response.status() {
            StatusCode::OK => to_bytes(response.into_body(), usize::MAX)
                .await
                .map_err(|error| unreadable(path, &error)),
            StatusCode::NOT_FOUND => Err(Unread::Missing),
            _ => Err(Unread::Private),
        }
    }
}

fn typed<T: DeserializeOwned>(path: &str, body: &[u8]) -> Result<T, Unread> {
    serde_json::from_slice(body).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &str, error: &(dyn Error + 'static)) -> Unread {
    tracing::error!(path, error = %chain(error), "an answer of the API cannot be read");
    Unread::Private
}
