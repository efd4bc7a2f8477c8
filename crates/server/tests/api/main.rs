//! Tests of the API in process, through its router, with a real temporary database: SQLite, or PostgreSQL with
//! `PORTICO_TEST_DATABASE=postgres` (skip `sqlite` then). Uploads are stored in a folder, or in a bucket with
//! `PORTICO_TEST_UPLOADS=bucket` (skip `folder` then).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; clippy.toml allows it in test functions, and helpers are no less tests"
)]

mod actions;
mod addresses;
mod answers;
mod approvals;
mod bodies;
mod busy;
mod caching;
mod catalogue;
mod causes;
#[path = "../support/cluster.rs"]
mod cluster;
mod connections;
mod content_faults;
mod content_references;
mod content_schemas;
mod cross_origin;
mod database;
mod drafts;
mod due_dates;
mod files;
mod forms;
mod gallery;
mod growing;
mod hidden;
mod hosts;
mod idempotency;
mod identities;
mod improvements;
mod jobs;
mod key_sets;
mod log;
mod lookups;
#[path = "../support/object_store.rs"]
mod object_store;
mod openapi;
mod origins;
mod pages;
mod people;
mod postgres;
mod program;
mod rates;
mod refusals;
mod request_search;
mod requests;
mod rich_text;
mod saved_files;
mod search_index;
mod served_pages;
mod server;
mod sqlite;
mod storage;
mod stuck;
mod tokens;
mod translated;
mod uploads;
mod wrong_clock;
