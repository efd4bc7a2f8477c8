//! Journeys through the portal in real browsers, against the real backend and its content: one file a behaviour.
//!
//! `cargo xtask test` builds what they need and says where it is. Chromium walks all of them, Firefox and WebKit the
//! main ones. A journey that fails leaves a picture, the screen's elements and the console in `target/journeys/`.
#![cfg(not(target_arch = "wasm32"))]

mod accessibility;
mod articles;
mod deep_links;
mod fallback;
mod faults;
mod insecure_context;
mod intranet;
mod keyboard;
mod languages;
mod memory;
mod once;
mod path;
mod stillness;
mod support;
mod validation;
