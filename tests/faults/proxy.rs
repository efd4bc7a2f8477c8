//! A proxy between browser and server that injects faults at random, determined by a seed.

use crate::options::Bug;
use crate::rng::Rng;
use crate::support::Result;
use crate::support::relay::{forward, listen};
use anyhow::bail;
use futures_util::stream::{self, StreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::HeaderValue;
use hyper::http::request::Parts;
use hyper::{Method, Request, Response};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The fault rates, per thousand: of requests that submit a form, of other API calls, and of everything else.
const WRITES: u64 = 400;
const CALLS: u64 = 120;
const REST: u64 = 15;

/// A fault in one exchange.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The connection is closed at a byte of the request, possibly after the last one.
    RequestCut,
    /// The connection is closed at a byte of the response.
    AnswerCut,
    /// The request is delayed.
    RequestLate,
    /// The response is delayed.
    AnswerLate,
    /// The server receives the request twice at the same time.
    Twice,
    /// The client receives a web page with status 502; the server does not receive the request.
    PageInstead,
    /// The client receives a web page with status 502 although the server has responded.
    PageAfter,
    /// There is no response; the server does not receive the request.
    Dropped,
    /// The response of the server is dropped.
    AnswerDropped,
}

const FAULTS: [(Fault, &str); 9] = [
    (Fault::RequestCut, "request cut at a byte"),
    (Fault::AnswerCut, "answer cut at a byte"),
    (Fault::RequestLate, "request delayed"),
    (Fault::AnswerLate, "answer delayed"),
    (Fault::Twice, "request sent twice"),
    (Fault::PageInstead, "502 page, server not asked"),
    (Fault::PageAfter, "502 page in place of the answer"),
    (Fault::Dropped, "request dropped"),
    (Fault::AnswerDropped, "answer dropped"),
];

type Body = UnsyncBoxBody<Bytes, std::io::Error>;

/// A complete request.
#[derive(Clone)]
struct Call {
    parts: Parts,
    body: Bytes,
}

/// A complete response.
type Answer = Response<Bytes>;

struct State {
    target: String,
    rng: Mutex<Rng>,
    calm: AtomicBool,
    counts: Mutex<BTreeMap<&'static str, u64>>,
    bug: Option<Bug>,
}

/// A running proxy, which ends with the runtime.
pub(crate) struct Proxy {
    state: Arc<State>,
    port: u16,
}

impl Proxy {
    /// Starts a proxy in front of a server, such as `http://127.0.0.1:8080`.
    pub(crate) async fn start(target: &str, seed: u64, bug: Option<Bug>) -> Result<Self> {
        let state = Arc::new(State {
            target: target.trim_start_matches("http://").to_owned(),
            rng: Mutex::new(Rng::new(seed)),
            calm: AtomicBool::new(false),
            counts: Mutex::default(),
            bug,
        });
        let shared = state.clone();
        let port = listen(move |request| answer(shared.clone(), request)).await?;
        Ok(Self { state, port })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends all faults.
    pub(crate) fn calm(&self) {
        self.state.calm.store(true, Ordering::Relaxed);
    }

    /// How often each fault occurred.
    pub(crate) fn counts(&self) -> BTreeMap<&'static str, u64> {
        self.state
            .counts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl State {
    fn roll<T>(&self, roll: impl FnOnce(&mut Rng) -> T) -> T {
        roll(&mut self.rng.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The fault for a request, if any.
    fn fault(&self, request: &Parts) -> Option<Fault> {
        if self.calm.load(Ordering::Relaxed) {
            return None;
        }
        let often = if sends_form(request) {
            WRITES
        } else if request.uri.path().starts_with("/api/") {
            CALLS
        } else {
            REST
        };
        let (fault, name) =
            self.roll(|rng| rng.permille(often).then(|| rng.pick(&FAULTS).copied()))??;
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(name).or_default() += 1;
        Some(fault)
    }

    fn moment(&self) -> Duration {
        Duration::from_millis(self.roll(|rng| rng.between(30, 1_500)))
    }
}

fn sends_form(request: &Parts) -> bool {
    request.method == Method::POST && request.uri.path() == "/api/v1/requests"
}

/// Handles one request. An error closes the connection.
async fn answer(state: Arc<State>, request: Request<Incoming>) -> Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let call = Call { parts, body };
    if let Some(bug) = state.bug
        && sends_form(&call.parts)
    {
        return broken_promise(&state, call, bug).await;
    }
    let Some(fault) = state.fault(&call.parts) else {
        return Ok(whole(pass(&state, call).await?));
    };
    match fault {
        Fault::RequestCut => {
            cut_request(&state, &call).await?;
            bail!("the request is cut, as wanted")
        }
        Fault::AnswerCut => {
            let answer = pass(&state, call).await?;
            let at = state.roll(|rng| rng.below(answer.body().len() as u64 + 1));
            Ok(cut(answer, usize::try_from(at)?))
        }
        Fault::RequestLate => {
            tokio::time::sleep(state.moment()).await;
            Ok(whole(pass(&state, call).await?))
        }
        Fault::AnswerLate => {
            let answer = pass(&state, call).await?;
            tokio::time::sleep(state.moment()).await;
            Ok(whole(answer))
        }
        Fault::Twice => {
            let (one, other) = tokio::join!(pass(&state, call.clone()), pass(&state, call));
            let first = state.roll(|rng| rng.permille(500));
            Ok(whole(if first { one? } else { other? }))
        }
        Fault::PageInstead => page(),
        Fault::PageAfter => {
            pass(&state, call).await?;
            page()
        }
        Fault::Dropped => bail!("no answer, as wanted"),
        Fault::AnswerDropped => {
            pass(&state, call).await?;
            bail!("the answer is dropped, as wanted")
        }
    }
}

/// Forwards a request to the server.
async fn pass(state: &State, call: Call) -> Result<Answer> {
    let request = Request::from_parts(call.parts, Full::new(call.body));
    forward(&state.target, request).await
}

fn whole(answer: Answer) -> Response<Body> {
    answer.map(|body| {
        Full::new(body)
            .map_err(|never| match never {})
            .boxed_unsync()
    })
}

/// The first bytes of a response that announces more.
fn cut(answer: Answer, at: usize) -> Response<Body> {
    answer.map(|body| {
        let start = Ok(Frame::data(body.slice(..at.min(body.len()))));
        let end = async {
            // The written bytes have to be sent before the connection is closed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            Err(std::io::Error::other("the answer is cut, as wanted"))
        };
        let frames = stream::iter([start]).chain(stream::once(end));
        StreamBody::new(frames).boxed_unsync()
    })
}

/// Sends the first bytes of a request, possibly all of them, and closes the connection.
async fn cut_request(state: &State, call: &Call) -> Result {
    let Parts {
        method,
        uri,
        headers,
        ..
    } = &call.parts;
    let mut wire = format!("{method} {uri} HTTP/1.1\r\n").into_bytes();
    for (name, value) in headers {
        wire.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    wire.extend(b"\r\n");
    wire.extend(&call.body);
    let at = state.roll(|rng| rng.below(wire.len() as u64 + 1));
    wire.truncate(usize::try_from(at)?);
    let target = state.target.clone();
    tokio::task::spawn_blocking(move || -> Result {
        Ok(std::net::TcpStream::connect(target)?.write_all(&wire)?)
    })
    .await?
}

fn page() -> Result<Response<Body>> {
    const PAGE: &[u8] =
        b"<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1><hr>proxy";
    let answer = Response::builder()
        .status(502)
        .header("content-type", "text/html");
    Ok(whole(answer.body(Bytes::from_static(PAGE))?))
}

/// A fault that violates what a proxy may do; see [`Bug`].
async fn broken_promise(state: &State, mut call: Call, bug: Bug) -> Result<Response<Body>> {
    match bug {
        Bug::Double => {
            let answer = pass(state, call.clone()).await?;
            let key = format!("\"again-{}\"", state.roll(Rng::next_u64));
            call.parts
                .headers
                .insert("idempotency-key", HeaderValue::try_from(key)?);
            pass(state, call).await?;
            Ok(whole(answer))
        }
        Bug::Forge => {
            let number = state.roll(|rng| rng.below(100_000));
            let receipt = format!(r#"{{"id": "forged-{number}", "number": "REQ-{number}"}}"#);
            let answer = Response::builder()
                .status(201)
                .header("content-type", "application/json");
            Ok(whole(answer.body(Bytes::from(receipt))?))
        }
    }
}
