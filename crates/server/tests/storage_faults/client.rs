//! The behaviour of browsers: send a request until there is a response, read, and query the server's state.

use crate::Result;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use ureq::http::Response;
use ureq::{Agent, Body};

/// Longer than the server takes for any response.
const PATIENCE: Duration = Duration::from_secs(40);

/// A client of the server.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    origin: String,
    session: Arc<Session>,
}

/// The session of a signed-in user.
#[derive(Default)]
struct Session {
    persona: String,
    cookie: Mutex<String>,
    /// Whether it may end, so that the user signs in again.
    ends: bool,
}

impl Session {
    fn cookie(&self) -> MutexGuard<'_, String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An acknowledgement of the server.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    pub(crate) id: String,
    pub(crate) number: String,
    /// The time according to the server, such as `2026-11-30T03:00:00.000Z`.
    pub(crate) created: String,
}

/// The result of a request.
pub(crate) enum Sent {
    Recorded(Receipt),
    /// Refused for now, to be sent again. The status says why.
    Later(u16),
}

impl Client {
    pub(crate) fn new(origin: String) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            agent: agent.into(),
            origin,
            session: Arc::default(),
        }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The same as a persona of the demo, whose session may end.
    pub(crate) fn sign_in(&self, persona: &str, ends: bool) -> Result<Self> {
        let client = Self {
            session: Arc::new(Session {
                persona: persona.to_owned(),
                cookie: Mutex::default(),
                ends,
            }),
            ..self.clone()
        };
        client.sign_in_again()?;
        Ok(client)
    }

    fn sign_in_again(&self) -> Result<()> {
        let body = json!({ "persona": self.session.persona });
        let (answer, text) = self.post("/session", &body, "")?;
        let cookie = header(&answer, "set-cookie");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        match answer.status().as_u16() {
            204 => {
                *self.session.cookie() = cookie;
                Ok(())
            }
            status => Err(format!("nobody could sign in: {status} {text}").into()),
        }
    }

    /// Performs an action, and repeats it if the session has ended.
    fn signed_in<T>(
        &self,
        ask: impl Fn() -> Result<(Response<Body>, T)>,
    ) -> Result<(Response<Body>, T)> {
        let first = ask()?;
        if first.0.status() != 401 || !self.session.ends {
            return Ok(first);
        }
        self.sign_in_again()?;
        ask()
    }

    /// Sends a request whose answers contain the unique `token`.
    pub(crate) fn send(&self, key: &str, token: &str) -> Result<Sent> {
        let body = json!({
            "service": "vpn-access",
            "formVersion": "2",
            "answers": { "reason": token, "device": "phone" }
        });
        let (answer, text) = self.signed_in(|| self.post("/requests", &body, key))?;
        let read: Value = serde_json::from_str(&text).unwrap_or_default();
        let word = |name: &str| read[name].as_str().unwrap_or_default().to_owned();
        match answer.status().as_u16() {
            201 => Ok(Sent::Recorded(Receipt {
                id: word("id"),
                number: word("number"),
                created: word("createdAt"),
            })),
            status @ (429 | 503 | 507)
                if !header(&answer, "retry-after").is_empty()
                    && header(&answer, "content-type") == "application/problem+json"
                    && !word("detail").is_empty() =>
            {
                Ok(Sent::Later(status))
            }
            status => Err(format!("a request was answered by {status} {text}").into()),
        }
    }

    /// Reads a resource of the API, which must exist.
    pub(crate) fn read(&self, path: &str) -> Result<Value> {
        let url = format!("{}/api/v1{path}", self.origin);
        let (answer, text) = self.signed_in(|| {
            let cookie = self.session.cookie().clone();
            let mut answer = self.agent.get(&url).header("cookie", cookie).call()?;
            let text = answer.body_mut().read_to_string()?;
            Ok((answer, text))
        })?;
        match answer.status().as_u16() {
            200 => Ok(serde_json::from_str(&text)?),
            status => Err(format!("reading {path} was answered by {status} {text}").into()),
        }
    }

    /// Whether the server reports that it can write; if not, the reason.
    pub(crate) fn ready(&self) -> Result<std::result::Result<(), String>> {
        let url = format!("{}/readyz", self.origin);
        let mut answer = self.agent.get(url).call()?;
        let text = answer.body_mut().read_to_string()?;
        let detail = || {
            let problem: Value = serde_json::from_str(&text).unwrap_or_default();
            problem["detail"].as_str().map(str::to_owned)
        };
        match (answer.status().as_u16(), detail()) {
            (200, _) => Ok(Ok(())),
            (503, Some(reason)) => Ok(Err(reason)),
            (status, _) => Err(format!("/readyz was answered by {status} {text}").into()),
        }
    }

    fn post(&self, path: &str, body: &Value, key: &str) -> Result<(Response<Body>, String)> {
        let url = format!("{}/api/v1{path}", self.origin);
        let cookie = self.session.cookie().clone();
        let mut answer = self
            .agent
            .post(url)
            .header("content-type", "application/json")
            .header("origin", &self.origin)
            .header("x-portico-request", "1")
            .header("cookie", cookie)
            .header("idempotency-key", key)
            .send(body.to_string())?;
        let text = answer.body_mut().read_to_string()?;
        Ok((answer, text))
    }
}

/// Whether there was no response.
pub(crate) fn is_without_answer(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    error.is::<ureq::Error>()
}

fn header(answer: &Response<ureq::Body>, name: &str) -> String {
    let value = answer.headers().get(name);
    let text = value.and_then(|value| value.to_str().ok());
    text.unwrap_or_default().to_owned()
}
