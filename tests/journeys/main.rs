//! Journeys through the portal in real browsers, against the real backend and its content: one file per behaviour.
//!
//! `cargo xtask test` builds what they need and passes the paths. Chromium runs all of them, Firefox and WebKit the
//! main ones. A failed journey leaves a screenshot, the DOM and the console in `target/journeys/`.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value that lacks a member is null"
)]
#![expect(
    clippy::print_stdout,
    reason = "a failed journey says where its remains are"
)]

mod accessibility;
mod activity;
mod articles;
mod attributes;
mod busy;
mod deep_links;
mod drafts;
mod fallback;
mod faults;
mod fields;
mod filling;
mod gallery;
mod insecure_context;
mod intranet;
mod keyboard;
mod languages;
mod lazy;
mod life;
mod links;
mod lists;
mod memory;
mod once;
mod other_backends;
mod outbox;
mod path;
mod refused;
mod said;
mod screens;
mod search;
mod served;
mod steps;
mod stillness;
mod support;
mod trunk;
mod uploads;
mod validation;
