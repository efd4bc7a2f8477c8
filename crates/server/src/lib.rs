//! The reference backend of Portico's API: content from plain files, requests in a database.
//!
//! Invariant: handlers access the store only through its traits, so that another database can be
//! added without changing them.

mod access;
mod api;
mod app;
mod auth;
pub mod backup;
mod catalogue;
mod cli;
mod console;
pub mod content;
mod content_id;
pub mod db;
mod db_error;
mod discovery;
mod drafts;
pub mod due;
mod email_address;
mod failure;
mod fold;
mod form_document;
mod gallery;
mod hex;
mod http;
mod idempotency;
mod identity;
mod ids;
pub mod jobs;
mod json;
mod knowledge;
pub mod limits;
mod localized_content;
mod locked_file;
mod lookups;
mod messages;
mod openapi;
pub mod pages;
pub mod popularity;
mod portal_files;
mod prepared_lists;
mod requests;
pub mod richtext;
mod router;
mod search_index;
mod serve;
mod text_file;
mod uploads;
mod wire;
mod worker_pool;

pub use app::{App, Options};
pub use auth::{Cookies, TokenOptions};
pub use cli::Cli;
pub use http::client::Proxies;
pub use http::origin::Origin;
pub use http::rate::{RateClass, RateLimits, RateOverride, TokenBuckets};
pub use router::router;
pub use uploads::{BucketLocation, UploadLocation, UploadOptions};
