//! A proxy between browser and backend that makes the API or the portal's module fail in a chosen way.

use super::Result;
use super::relay::{forward, listen};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Request, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// A host page beside the portal, with a `<base>` that points to another page, as in Angular applications.
pub(crate) const HOST_PAGE: &str = "/it/help.html";
const HOST: &str = r#"<!doctype html>
    <html lang="en">
      <title>IT help</title>
      <base href="/">
      <script type="module" src="/portico.js"></script>
      <portico-portal id="portal" routing="hash"></portico-portal>
    </html>"#;

/// How the API fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fault {
    #[default]
    None,
    /// Responds with a web page, like the sign-in or error page of a proxy.
    Html,
    /// Closes the connection without a response.
    Nothing,
    /// Responds with an error without a body.
    Status500,
    /// Responds with success and truncated JSON.
    BrokenJson,
    /// Responds with success and JSON that lacks required members.
    EmptyJson,
    /// Every list of the backend is empty; everything else is unchanged.
    EmptyLists,
    /// The backend processes writes, but its responses are lost.
    LostAnswer,
    /// The backend processes writes, but its responses are delayed until the fault is removed.
    LateAnswer,
    /// The backend stores a part of a file, but its response is lost.
    LostPart,
    /// Refuses writes because the form has changed.
    FormChanged,
    /// Only discovery fails.
    WithoutDiscovery,
    /// A firewall that does not know the API refuses writes.
    Firewall,
    /// Responds to writes with 202, which does not say what was recorded.
    Accepted,
    /// Refuses writes with this problem and status 422.
    Refused(&'static str),
    /// Responds with this status to everything, and asks to retry after a second.
    Later(u16),
    /// The same for writes only.
    LaterWrites(u16),
    /// Delays all responses until the fault is removed.
    Hangs,
    /// The API works, but the portal's module does not load.
    WithoutWasm,
    /// The API works, but the portal's module is delayed until the fault is removed.
    LateWasm,
    /// The API works and the portal starts, but its lazy parts do not load.
    WithoutWasmParts,
    /// The same for the files with this in their names only.
    WithoutPart(&'static str),
    /// The API works, but provides no search index.
    WithoutIndex,
    /// Every response is slightly delayed, so that loading states are visible.
    Slow,
}

/// The portal's page without content. A backend whose API fails or differs does not render the pages of the one behind
/// the proxy.
const SHELL: &str = "/index.html";

impl Fault {
    /// Whether responses to reads are not those of the backend.
    fn spoils_reads(self) -> bool {
        let api = matches!(
            self,
            Self::Html | Self::Nothing | Self::Status500 | Self::Later(_) | Self::Hangs
        );
        let answers = matches!(self, Self::BrokenJson | Self::EmptyJson | Self::EmptyLists);
        api || answers || matches!(self, Self::WithoutDiscovery | Self::WithoutIndex)
    }
}

/// Changes a response of the backend.
pub(crate) type Rewrite = fn(&mut Value);

struct State {
    target: String,
    fault: watch::Sender<Fault>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The changes to responses, by the end of the path.
    rewrites: Vec<(&'static str, Rewrite)>,
    writes: Mutex<Vec<String>>,
    exchanges: Mutex<Vec<Exchange>>,
}

/// A request of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    /// The offset was requested.
    Asked,
    /// A part starting at this offset was sent.
    Sent(u64),
}

/// A running proxy, which ends with the test's runtime.
pub(crate) struct FaultProxy {
    state: Arc<State>,
    port: u16,
}

impl FaultProxy {
    /// Starts a proxy in front of a server, such as `http://127.0.0.1:8080`.
    pub(crate) async fn start(target: &str) -> Result<Self> {
        Self::with_headers(target, &[]).await
    }

    /// Starts a proxy that adds headers to every request, like a company's single sign-on.
    pub(crate) async fn with_headers(target: &str, headers: &[(&str, &str)]) -> Result<Self> {
        Self::with(target, headers, &[]).await
    }

    /// Starts a proxy that changes responses by the end of the path, to simulate another backend.
    pub(crate) async fn with_rewrites(
        target: &str,
        rewrites: &[(&'static str, Rewrite)],
    ) -> Result<Self> {
        Self::with(target, &[], rewrites).await
    }

    async fn with(
        target: &str,
        headers: &[(&str, &str)],
        rewrites: &[(&'static str, Rewrite)],
    ) -> Result<Self> {
        let headers = headers
            .iter()
            .map(|(name, value)| Ok((name.parse()?, value.parse()?)));
        let state = Arc::new(State {
            target: target.trim_start_matches("http://").to_owned(),
            fault: watch::Sender::new(Fault::None),
            headers: headers.collect::<Result<_>>()?,
            rewrites: rewrites.to_vec(),
            writes: Mutex::default(),
            exchanges: Mutex::default(),
        });
        let shared = state.clone();
        let port = listen(move |request| answer(shared.clone(), request)).await?;
        Ok(Self { state, port })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// From now on, the API fails like this.
    pub(crate) fn fail(&self, fault: Fault) {
        self.state.fault.send_replace(fault);
    }

    /// The paths of all writes so far, whether or not they got a response.
    pub(crate) fn writes(&self) -> Vec<String> {
        self.state
            .writes
            .lock()
            .map(|writes| writes.clone())
            .unwrap_or_default()
    }

    /// How many request forms were sent so far, whether or not they got a response.
    pub(crate) fn requests(&self) -> usize {
        let writes = self.writes();
        let sent = writes.iter().filter(|path| path.ends_with("/requests"));
        sent.count()
    }

    /// The requests of uploads so far, in order.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.state
            .exchanges
            .lock()
            .map(|exchanges| exchanges.clone())
            .unwrap_or_default()
    }
}

/// Handles one request. An error closes the connection without a response.
async fn answer(
    state: Arc<State>,
    mut request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>> {
    let path = request.uri().path().to_owned();
    let mut fault = state.fault.subscribe();
    let mut now = *fault.borrow();
    if path == HOST_PAGE {
        return response(200, "text/html", HOST);
    }
    if !path.starts_with("/api/") {
        let lost = match now {
            Fault::WithoutWasm => path.ends_with(".wasm"),
            Fault::WithoutWasmParts => path.ends_with(".wasm") && !path.contains("_bg"),
            Fault::WithoutPart(name) => path.contains(name),
            _ => false,
        };
        if now == Fault::LateWasm && path.ends_with(".wasm") {
            fault.wait_for(|fault| *fault != Fault::LateWasm).await?;
        }
        if lost {
            return response(404, "text/plain", "Not found");
        }
        if !path.contains('.') && (now.spoils_reads() || !state.rewrites.is_empty()) {
            *request.uri_mut() = SHELL.parse()?;
        }
        return pass(&state, request).await;
    }
    let is_write = request.method() == hyper::Method::POST;
    if is_write && let Ok(mut writes) = state.writes.lock() {
        writes.push(path.clone());
    }
    let is_part = request.method() == hyper::Method::PATCH;
    let exchange = match *request.method() {
        hyper::Method::HEAD => Some(Exchange::Asked),
        hyper::Method::PATCH => {
            let offset = request.headers().get(portico_contract::UPLOAD_OFFSET);
            let offset = offset.and_then(|offset| offset.to_str().ok()?.parse().ok());
            offset.map(Exchange::Sent)
        }
        _ => None,
    };
    if let (Some(exchange), Ok(mut exchanges)) = (exchange, state.exchanges.lock()) {
        exchanges.push(exchange);
    }
    // A delayed request is handled as if it had arrived just now.
    if now == Fault::Hangs {
        now = *fault.wait_for(|fault| *fault != Fault::Hangs).await?;
    }
    match now {
        Fault::None
        | Fault::Hangs
        | Fault::WithoutWasm
        | Fault::WithoutWasmParts
        | Fault::WithoutPart(_)
        | Fault::LateWasm => pass(&state, request).await,
        Fault::Html => response(
            200,
            "text/html",
            "<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>",
        ),
        Fault::Nothing => anyhow::bail!("no answer, as wanted"),
        Fault::Status500 => response(500, "text/plain", "Internal Server Error"),
        Fault::BrokenJson => response(200, "application/json", r#"{"id": "headset", "name": "#),
        Fault::EmptyJson => response(200, "application/json", "{}"),
        Fault::EmptyLists => pass_changed(&state, request, without_items).await,
        Fault::LostPart if is_part => {
            pass(&state, request).await?;
            anyhow::bail!("the answer is lost, as wanted")
        }
        Fault::LateAnswer if is_write => {
            let late = pass(&state, request).await;
            fault.wait_for(|fault| *fault != Fault::LateAnswer).await?;
            late
        }
        Fault::LostAnswer if is_write => {
            pass(&state, request).await?;
            anyhow::bail!("the answer is lost, as wanted")
        }
        Fault::FormChanged if is_write => response(
            409,
            "application/problem+json",
            r#"{"type": "urn:portico:problem:form-changed", "title": "The form has changed", "status": 409}"#,
        ),
        Fault::WithoutDiscovery if path.ends_with("/portal") => {
            response(500, "text/plain", "Internal Server Error")
        }
        Fault::Firewall if is_write => response(403, "text/html", "<h1>Request blocked</h1>"),
        Fault::Accepted if is_write => response(202, "application/json", "{}"),
        Fault::Refused(problem) if is_write => response(422, "application/problem+json", problem),
        Fault::Later(status) => later(status),
        Fault::LaterWrites(status) if is_write => later(status),
        Fault::WithoutIndex if path.ends_with("/index") => {
            response(404, "application/problem+json", "{}")
        }
        Fault::WithoutIndex if path.ends_with("/portal") => {
            pass_changed(&state, request, without_index).await
        }
        Fault::WithoutIndex => pass(&state, request).await,
        Fault::LateAnswer
        | Fault::LostAnswer
        | Fault::LostPart
        | Fault::FormChanged
        | Fault::WithoutDiscovery
        | Fault::Firewall
        | Fault::Accepted
        | Fault::Refused(_)
        | Fault::LaterWrites(_) => pass(&state, request).await,
        Fault::Slow => {
            tokio::time::sleep(Duration::from_millis(250)).await;
            pass(&state, request).await
        }
    }
}

/// Forwards a request to the server.
async fn pass(state: &State, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
    let path = request.uri().path();
    match state.rewrites.iter().find(|(end, _)| path.ends_with(end)) {
        Some((_, rewrite)) => pass_changed(state, request, *rewrite).await,
        None => pass_unchanged(state, request).await,
    }
}

/// Forwards a request to the server, and changes the response.
async fn pass_changed(
    state: &State,
    mut request: Request<Incoming>,
    rewrite: Rewrite,
) -> Result<Response<Full<Bytes>>> {
    // The response must be neither compressed nor a 304, so that there is a body to change.
    for name in ["accept-encoding", "if-none-match"] {
        request.headers_mut().remove(name);
    }
    rewritten(pass_unchanged(state, request).await?, rewrite).await
}

async fn pass_unchanged(
    state: &State,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>> {
    let (mut parts, body) = request.into_parts();
    for (name, value) in &state.headers {
        parts.headers.insert(name, value.clone());
    }
    let body = Full::new(body.collect().await?.to_bytes());
    let answer = forward(&state.target, Request::from_parts(parts, body)).await?;
    Ok(answer.map(Full::new))
}

/// Discovery without the capability.
fn without_index(portal: &mut Value) {
    if let Some(able) = portal["capabilities"].as_object_mut() {
        able.remove("index");
    }
}

/// A page of a list without its items. Other responses are unchanged.
fn without_items(answer: &mut Value) {
    if answer["items"].is_array() {
        *answer = json!({ "items": [], "total": 0 });
    }
}

/// Applies a rewrite to a JSON response.
async fn rewritten(
    answer: Response<Full<Bytes>>,
    rewrite: Rewrite,
) -> Result<Response<Full<Bytes>>> {
    let (mut parts, body) = answer.into_parts();
    let body = body.collect().await?.to_bytes();
    let Ok(mut value) = serde_json::from_slice(&body) else {
        return Ok(Response::from_parts(parts, Full::new(body)));
    };
    rewrite(&mut value);
    parts.headers.remove("content-length");
    parts.headers.remove("etag");
    let body = Full::new(serde_json::to_vec(&value)?.into());
    Ok(Response::from_parts(parts, body))
}

fn later(status: u16) -> Result<Response<Full<Bytes>>> {
    let mut answer = response(
        status,
        "application/problem+json",
        r#"{"type": "about:blank", "title": "Come back later", "status": 503}"#,
    )?;
    let second = HeaderValue::from_static("1");
    answer.headers_mut().insert("retry-after", second);
    Ok(answer)
}

fn response(status: u16, kind: &str, body: &'static str) -> Result<Response<Full<Bytes>>> {
    let response = Response::builder()
        .status(status)
        .header("content-type", kind);
    Ok(response.body(Full::new(Bytes::from_static(body.as_bytes())))?)
}
