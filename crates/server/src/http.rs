//! What all answers have in common: problems, limits, conditional reads, headers, logs.

pub(crate) mod client;
pub(crate) mod disposition;
pub(crate) mod encoding;
pub(crate) mod etag;
mod fail;
pub(crate) mod input;
pub(crate) mod json;
pub(crate) mod observe;
pub(crate) mod once;
pub(crate) mod prepared;
pub(crate) mod rate;
pub(crate) mod secure;

pub(crate) use fail::Fail;
pub(crate) use input::{Json, NoParams, Params};
