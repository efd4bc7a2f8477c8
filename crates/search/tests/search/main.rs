//! The behaviour of the search through its public API.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

mod damaged;
mod matching;
mod newer;
mod ranking;
mod scripts;
mod support;
mod unchanging;
