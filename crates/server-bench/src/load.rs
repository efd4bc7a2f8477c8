//! The requests that are sent to the server, and the rates at which it answers them.

use crate::client::Connection;
use crate::server::Server;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

/// A valid request, as in docs/API.md.
const ORDER: &str = r#"{"service": "vpn-access", "formVersion": "2", "answers": {"reason": "The finance drive, from home", "device": "windows", "duration": "permanent"}}"#;
/// The number of requests created before lists of them are timed.
const ORDERS: usize = 60;

/// One kind of request.
#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) name: &'static str,
    /// The bytes before the value of the idempotency key, or the whole request for a read.
    head: String,
    /// The bytes after the idempotency key; `None` for a read.
    tail: Option<String>,
    status: u16,
    keys: Arc<AtomicU64>,
}

/// All measurements.
pub(crate) struct Loads {
    /// Measured one after another; the first is an empty handler.
    pub(crate) reads: Vec<Load>,
    pub(crate) write: Load,
    /// Reads that run beside writes: one without database access, and one with.
    pub(crate) beside: Vec<Load>,
}

impl Loads {
    /// Signs in and creates the requests that lists display.
    pub(crate) async fn new(server: &Server) -> Result<Self> {
        let host = server.address.to_string();
        let mut connection = Connection::open(server.address).await?;
        let get = |name, path: &str, cookie: &str| Load {
            name,
            head: format!(
                "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nAccept-Language: en\r\n{cookie}\r\n"
            ),
            tail: None,
            status: 200,
            keys: Arc::default(),
        };
        let post = |path: &str, body: &str, more: &str| {
            format!(
                "POST /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Portico-Request: 1\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n{more}",
                body.len()
            )
        };
        let portal = get("discovery", "/api/v1/portal", "");
        let portal = connection.exchange(portal.head.as_bytes()).await?;
        let portal: Value = serde_json::from_slice(portal.body)?;
        let persona = portal.pointer("/signIn/methods/0/personas/0/id");
        let persona = persona.context("Nobody can sign in to this server")?;
        let body = format!(r#"{{"persona": {persona}}}"#);
        let sign_in = format!("{}\r\n{body}", post("/session", &body, ""));
        let signed_in = connection.exchange(sign_in.as_bytes()).await?;
        let cookie = signed_in.cookie.context("The server sets no cookie")?;
        let cookie = format!("Cookie: {cookie}\r\n");
        let write = Load {
            name: "send a request",
            head: format!("{}Idempotency-Key: ", post("/requests", ORDER, &cookie)),
            tail: Some(format!("\r\n\r\n{ORDER}")),
            status: 201,
            keys: Arc::default(),
        };
        for _ in 0..ORDERS {
            write.once(&mut connection).await?;
        }
        let services = "/api/v1/services";
        Ok(Self {
            reads: vec![
                get("nothing (/healthz)", "/healthz", ""),
                get("services, signed out", services, ""),
                get("services, signed in", services, &cookie),
                get(
                    "one service, signed in",
                    "/api/v1/services/vpn-access",
                    &cookie,
                ),
                get("discovery, signed in", "/api/v1/portal", &cookie),
                get("requests", "/api/v1/requests", &cookie),
                get("search in requests", "/api/v1/requests?q=finance", &cookie),
            ],
            beside: vec![
                get("services", services, &cookie),
                get("requests", "/api/v1/requests", &cookie),
            ],
            write,
        })
    }
}

impl Load {
    /// Sends one request.
    async fn once(&self, connection: &mut Connection) -> Result<()> {
        let answer = match &self.tail {
            None => connection.exchange(self.head.as_bytes()).await?,
            Some(tail) => {
                let key = self.keys.fetch_add(1, Ordering::Relaxed);
                let request = format!("{}bench-{key}{tail}", self.head);
                connection.exchange(request.as_bytes()).await?
            }
        };
        if answer.status != self.status {
            let words = String::from_utf8_lossy(answer.body);
            bail!("{}: {} {words}", self.name, answer.status);
        }
        Ok(())
    }
}

/// Responses per second for this many connections that send requests without a pause.
pub(crate) async fn rate(
    server: &Server,
    load: &Load,
    connections: usize,
    time: Duration,
) -> Result<f64> {
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let (load, address) = (load.clone(), server.address);
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut answers = 0_u32;
            // Responses after the deadline are not counted, and requests in flight at that point are abandoned.
            while let Ok(answer) = timeout_at(end, load.once(&mut connection)).await {
                answer?;
                answers += 1;
            }
            anyhow::Ok(answers)
        });
    }
    let mut answers = 0.0;
    while let Some(task) = tasks.join_next().await {
        answers += f64::from(task??);
    }
    Ok(answers / time.as_secs_f64())
}
