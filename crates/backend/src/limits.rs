//! The limits that the server keeps, and discovery publishes.

use portico_contract::{Capabilities, CommentsCapability, KnowledgeCapability, RequestsCapability};
use std::time::Duration;

/// The largest body of a request, in bytes.
pub const REQUEST_BYTES: usize = 256 * 1024;
/// The largest body of a comment, in bytes.
pub const COMMENT_BYTES: usize = 32 * 1024;
/// The longest comment, in characters.
pub const COMMENT_CHARACTERS: usize = 5_000;
/// The largest body of a sign-in, in bytes.
pub const SESSION_BYTES: usize = 4 * 1024;
/// The most items of a page.
pub const PAGE_MAX: u32 = 100;
/// The items of a page when nobody says how many.
pub const PAGE: u32 = 50;
/// How long an answer may take.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long a twin waits for the first request with its key.
pub const TWIN_WAITS: Duration = Duration::from_secs(5);
/// How long an idempotency key is kept, in days; the contract promises 30.
pub const KEYS_KEPT_DAYS: i64 = 32;
/// How long a session lives without use, in hours.
pub const SESSION_IDLE_HOURS: i64 = 12;
/// How long running requests may take to finish when the server stops.
pub const STOP_WITHIN: Duration = Duration::from_secs(10);

/// What discovery says about them.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        requests: Some(RequestsCapability {
            max_bytes: u64::try_from(REQUEST_BYTES).ok(),
        }),
        comments: Some(CommentsCapability {
            max_characters: u32::try_from(COMMENT_CHARACTERS).ok(),
        }),
        knowledge: Some(KnowledgeCapability {}),
    }
}
