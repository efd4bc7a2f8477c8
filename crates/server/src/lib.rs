//! The reference backend of Portico's API: content from plain files, requests in a database.
//!
//! Invariant: handlers know the store by its traits, so that another database can follow without touching them.

mod api;
mod app;
mod audiences;
pub mod backup;
mod cli;
pub mod content;
pub mod due;
mod fold;
mod form_document;
mod gallery;
mod http;
mod ids;
mod indexes;
pub mod limits;
mod origin;
mod pages;
mod request_search;
pub mod richtext;
mod router;
mod serve;
mod sign_in;
mod source;
pub mod store;
mod uploads;
mod user;
mod view;
mod wire;
mod words;
mod workers;

pub use app::{App, Cookies, Options};
pub use cli::Cli;
pub use http::client::Proxies;
pub use http::rate::{RateClass, RateLimits, RateOverride, TokenBuckets};
pub use origin::Origin;
pub use router::router;
pub use sign_in::TokenOptions;
pub use uploads::UploadOptions;
