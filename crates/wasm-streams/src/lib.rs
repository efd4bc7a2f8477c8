//! Stands in for the crate `wasm-streams`, which leptos links for server functions that stream. The portal has none.
//!
//! The crate exports classes to JavaScript, and nothing that is exported can be dropped from a module: every visit would
//! load 19 kB of code, and its glue, that nothing ever calls.

use futures_util::stream::{Empty, Stream};
use wasm_bindgen::JsValue;

/// A stream of the browser's.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// The stream as this type.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Never called.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        never()
    }

    /// The stream as the browser's type.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Never called.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        never()
    }
}

fn never() -> ! {
    wasm_bindgen::throw_str("The portal has no server functions.")
}
