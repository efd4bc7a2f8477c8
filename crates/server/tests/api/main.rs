//! The API driven in process, through its router, over a real database in a folder that is thrown away.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; clippy.toml allows it in test functions, and helpers are no less tests"
)]

mod addresses;
mod answers;
mod approvals;
mod backup;
mod bodies;
mod broken_off;
mod busy;
mod caching;
mod catalogue;
mod connections;
mod content_faults;
mod content_references;
mod content_schemas;
mod cross_origin;
mod drafts;
mod due_dates;
mod files;
mod forms;
mod gallery;
mod growing;
mod hidden;
mod hosts;
mod idempotency;
mod improvements;
mod jobs;
mod key_sets;
mod log;
mod lookups;
mod openapi;
mod opening;
mod origins;
mod pages;
mod people;
mod program;
mod rates;
mod refusals;
mod releases;
mod request_search;
mod requests;
mod restoring;
mod rich_text;
mod saved_files;
mod search_index;
mod server;
mod storage;
mod stuck;
mod tokens;
mod translated;
mod uploads;
mod writer;
mod wrong_clock;
