//! The rules through their public API.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; clippy.toml allows it in test functions, and helpers are no less tests"
)]

mod approvals;
mod people;
mod properties;
mod routing;
mod rules;
mod support;
