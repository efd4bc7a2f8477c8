//! A response whose body may still be arriving, with a time limit that applies to its end.

use super::Failure;
use crate::clock::now;
use gloo_timers::callback::Timeout;
use js_sys::{Promise, Uint8Array};
use portico_delivery::Millis;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Blob, Response};

/// The time limit for the body of a file or an index after its head, in milliseconds; it may be large.
const TIME_FOR_BYTES: u32 = 600_000;

/// Aborts a call that takes too long. It ends when it is dropped, and so does its timer.
pub(super) struct Limit {
    controller: AbortController,
    is_over: Rc<Cell<bool>>,
    end: Millis,
    timer: Timeout,
}

impl Limit {
    /// Starts the timer, in milliseconds.
    pub(super) fn start(limit: u32) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let is_over = Rc::new(Cell::new(false));
        let timer = timer(limit, &controller, &is_over);
        Some(Self {
            controller,
            is_over,
            end: now().saturating_add(limit.into()),
            timer,
        })
    }

    /// Whether the limit has expired, also by the clock: timers of a suspended page are late.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get() || now() >= self.end
    }

    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// The reason why a call failed.
    pub(super) fn failure(&self) -> Failure {
        if self.is_over.get() {
            Failure::TimedOut
        } else {
            Failure::Unreachable
        }
    }

    fn begin_again(&mut self, limit: u32) {
        self.timer = timer(limit, &self.controller, &self.is_over);
    }
}

fn timer(limit: u32, controller: &AbortController, is_over: &Rc<Cell<bool>>) -> Timeout {
    let (controller, is_over) = (controller.clone(), is_over.clone());
    Timeout::new(limit, move || {
        is_over.set(true);
        controller.abort();
    })
}

/// The head of a response, and access to its body.
pub(super) struct Reply {
    response: Response,
    limit: Limit,
}

impl Reply {
    pub(super) fn new(response: Response, limit: Limit) -> Self {
        Self { response, limit }
    }

    pub(super) fn status(&self) -> u16 {
        self.response.status()
    }

    /// Whether the status is a success.
    pub(super) fn is_ok(&self) -> bool {
        self.response.ok()
    }

    /// A header, if it is not empty.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let value = self.response.headers().get(name).ok().flatten();
        value.filter(|value| !value.is_empty())
    }

    /// The delay that it asks for.
    pub(super) fn asked(&self) -> Option<Millis> {
        milliseconds(&self.header("Retry-After")?)
    }

    /// The body as text.
    pub(super) async fn text(self) -> Result<String, Failure> {
        let text = self.body(self.response.text()).await?;
        Ok(text.as_string().unwrap_or_default())
    }

    /// The body as bytes, with a longer time limit.
    pub(super) async fn bytes(mut self) -> Result<Vec<u8>, Failure> {
        self.limit.begin_again(TIME_FOR_BYTES);
        let bytes = self.body(self.response.array_buffer()).await?;
        Ok(Uint8Array::new(&bytes).to_vec())
    }

    /// The body as a file, with a longer time limit.
    pub(super) async fn blob(mut self) -> Result<Blob, Failure> {
        self.limit.begin_again(TIME_FOR_BYTES);
        let blob = self.body(self.response.blob()).await?;
        Ok(blob.unchecked_into())
    }

    async fn body(&self, body: Result<Promise, JsValue>) -> Result<JsValue, Failure> {
        let body = body.map_err(|_| Failure::Unreachable)?;
        JsFuture::from(body).await.map_err(|_| self.limit.failure())
    }
}

/// The delay from `Retry-After`: seconds, or a date.
pub(super) fn milliseconds(text: &str) -> Option<Millis> {
    if let Ok(seconds) = text.trim().parse::<Millis>() {
        return Some(seconds.saturating_mul(1000));
    }
    let left = js_sys::Date::parse(text) - js_sys::Date::now();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float to integer cast saturates"
    )]
    left.is_finite().then_some(left as Millis)
}
