//! A browser's behaviour for one request: it sends it, and again if there is no response or it is told to.

use crate::Result;
use crate::ledger::Ledger;
use serde_json::{Value, json};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

/// Longer than a server takes for any response.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);
/// The time limit for anything that has to happen, on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// The pause before a request is sent again. The servers ask for longer ones, which are not needed here.
const PAUSE: Duration = Duration::from_millis(50);

/// A client.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    origin: String,
    cookie: String,
    ledger: Arc<Ledger>,
}

/// A response.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The response as a description of an error.
    pub(crate) fn is_wrong<T>(&self, what: &str) -> Result<T> {
        let text: String = String::from_utf8_lossy(&self.body)
            .chars()
            .take(300)
            .collect();
        Err(format!("{what} was answered by {} {text}", self.status).into())
    }

    /// Whether it asks to send the same request again.
    fn is_later(&self) -> bool {
        match self.status {
            // From the proxy instead of a server.
            502 | 504 => true,
            409 | 503 => !self.header("retry-after").is_empty(),
            _ => false,
        }
    }
}

impl Client {
    /// A visitor, whose refusals are not counted.
    pub(crate) fn new(address: SocketAddr) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_WITHIN))
            // Each request has a separate connection, so that it may reach any server.
            .max_idle_connections(0)
            .build();
        Self {
            agent: agent.into(),
            origin: format!("http://{address}"),
            cookie: String::new(),
            ledger: Arc::default(),
        }
    }

    /// A persona of the demo.
    pub(crate) fn sign_in(
        address: SocketAddr,
        persona: &str,
        ledger: &Arc<Ledger>,
    ) -> Result<Self> {
        let client = Self {
            ledger: Arc::clone(ledger),
            ..Self::new(address)
        };
        let body = json!({ "persona": persona }).to_string();
        let answer = client.insist("POST", "/session", &[JSON], body.as_bytes())?;
        let cookie = answer.header("set-cookie").split(';').next();
        match (answer.status, cookie) {
            (204, Some(cookie)) => Ok(Self {
                cookie: cookie.to_owned(),
                ..client
            }),
            _ => answer.is_wrong("signing in"),
        }
    }

    /// The address that another client uses instead.
    pub(crate) fn at(&self, other: &Self) -> Self {
        Self {
            origin: other.origin.clone(),
            ..self.clone()
        }
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Sends a request until there is a final response.
    pub(crate) fn insist(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer> {
        let started = Instant::now();
        loop {
            if let Some(answer) = self.ask(method, path, headers, body)? {
                return Ok(answer);
            }
            if started.elapsed() > 2 * PATIENCE {
                return Err(format!("{method} {path} was never answered").into());
            }
        }
    }

    /// Sends a request once; `None` if its result is unknown, or if it can be sent again.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Option<Answer>> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}/api/v1{path}", self.origin))
            .header("connection", "close")
            .header("origin", &self.origin)
            .header("x-portico-request", "1")
            .header("cookie", &self.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let heard = self.agent.run(request.body(body)?).and_then(|answer| {
            let (parts, mut body) = answer.into_parts();
            let body = body.with_config().limit(u64::MAX).read_to_vec()?;
            Ok(Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body,
            })
        });
        match heard {
            Ok(answer) if !answer.is_later() => return Ok(Some(answer)),
            Ok(_) => self.ledger.book().refused += 1,
            Err(_) => self.ledger.book().unanswered += 1,
        }
        thread::sleep(PAUSE);
        Ok(None)
    }

    /// Starts a request and breaks off in the middle of the body, as if the network failed.
    pub(crate) fn break_off(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<()> {
        let host = self.origin.trim_start_matches("http://");
        let length = body.len().to_string();
        let own = [
            ("host", host),
            ("origin", self.origin.as_str()),
            ("x-portico-request", "1"),
            ("cookie", self.cookie.as_str()),
            ("content-length", length.as_str()),
        ];
        let mut head = format!("{method} /api/v1{path} HTTP/1.1\r\n");
        for (name, value) in own.iter().chain(headers) {
            head.extend([*name, ": ", *value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut stream = TcpStream::connect(host)?;
        let (arrives, _) = body.split_at(body.len() / 2);
        // An earlier break serves the same purpose.
        let _ = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(arrives));
        Ok(())
    }

    /// Whether a server reports that it can write.
    pub(crate) fn is_ready(&self) -> bool {
        let ready = self.agent.get(format!("{}/readyz", self.origin)).call();
        ready.is_ok_and(|answer| answer.status() == 200)
    }
}

/// The header of a JSON body.
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");
