//! The limits that the server enforces and discovery publishes.

use portico_contract::{
    ActionsCapability, ApprovalsCapability, Capabilities, CommentsCapability, DraftsCapability,
    ImprovementsCapability, IndexCapability, KnowledgeCapability, RequestsCapability,
    WorkCapability,
};
use std::time::Duration;

/// The largest body of a request, in bytes.
pub const REQUEST_BYTES: usize = 256 * 1024;
/// The largest body of a comment, in bytes.
pub const COMMENT_BYTES: usize = 32 * 1024;
/// The longest comment, in characters.
pub const COMMENT_CHARACTERS: usize = 5_000;
/// The maximum size of a comment's document, as JSON, in bytes per byte of its text.
pub const COMMENT_GROWTH: usize = 8;
/// The maximum size of the document of a short comment, in bytes, whatever its text.
pub const COMMENT_DOCUMENT_BYTES: usize = 4 * 1024;
/// The maximum of a count of waiting requests.
pub const WAITING_COUNTED: u64 = 100;
/// The number of events that a request contains.
pub const EVENTS: usize = 50;
/// The maximum number of bytes of text on a page of events; further events follow on the next page.
pub const EVENTS_PAGE_BYTES: usize = 1024 * 1024;
/// The maximum size of a request's stored answers and their texts, as JSON, in bytes.
pub const RECORD_BYTES: usize = 2 * 1024 * 1024;
/// The maximum number of watchers of a request.
pub const WATCHERS: usize = 100;
/// The maximum number of errors in a problem.
pub const ERRORS: usize = 100;
/// Their maximum total size in bytes.
pub const ERRORS_BYTES: usize = 64 * 1024;
/// The maximum size of a problem's texts in bytes.
pub const DETAIL_BYTES: usize = 1024;
/// The longest idempotency key, in characters.
pub const KEY_CHARACTERS: usize = 255;
/// The longest name of a device, in characters.
pub const DEVICE_CHARACTERS: usize = 200;
/// The last step of a form in a draft, counted from 0.
pub const STEPS: u32 = 1_000;
/// The largest body of a draft, in bytes.
pub const DRAFT_BYTES: usize = 256 * 1024;
/// The maximum number of drafts per user.
pub const DRAFTS: u64 = 50;
/// How long a draft is kept after its last change, in days.
pub const DRAFTS_KEPT_DAYS: i64 = 30;
/// The default maximum size of a file, in bytes.
pub const UPLOAD_BYTES: u64 = 25 * 1024 * 1024;
/// The maximum number of files in a request.
pub const UPLOAD_FILES: usize = 20;
/// The maximum number of a user's files that no request uses.
pub const UPLOADS_UNUSED: u64 = 100;
/// Their maximum total size, as a multiple of the maximum size of a file.
pub const UPLOADS_UNUSED_TIMES: u64 = 10;
/// Their retention after the last byte, in days: longer than that of the drafts that refer to them.
pub const UPLOADS_KEPT_DAYS: i64 = 32;
/// The maximum total size of a user's removed files that are still kept, as a multiple of the
/// maximum size of a file.
pub const UPLOADS_REMOVED_TIMES: u64 = 40;
/// The time that a removed file stays in place, in days on which the server ran.
pub const REMOVED_WAIT_DAYS: i64 = 7;
/// The default time that a removed file stays in the trash, in days on which the server ran.
pub const TRASH_DAYS: u16 = 30;
/// The time after which a stalled upload is ended.
pub const UPLOAD_IDLE: Duration = Duration::from_secs(20);
/// The maximum duration of one transfer of an upload; the next one continues from there.
pub const UPLOAD_WITHIN: Duration = Duration::from_secs(60 * 60);
/// The maximum number of pixels of an image.
pub const PICTURE_PIXELS: usize = 100_000_000;
/// The largest body of a sign-in, in bytes.
pub const SESSION_BYTES: usize = 4 * 1024;
/// The largest body of an improvement, in bytes.
pub const IMPROVEMENT_BYTES: usize = 4 * 1024;
/// The maximum length of a reported search, in characters.
pub const IMPROVEMENT_CHARACTERS: usize = 200;
/// The maximum number of different reported searches; a new one then replaces a rare one.
pub const IMPROVEMENTS: u64 = 10_000;
/// The maximum number of search indexes in memory.
pub const INDEXES_BUILT: usize = 32;
/// The maximum number of search indexes that are built concurrently.
pub const INDEX_BUILDERS: usize = 1;
/// The maximum number of search indexes whose contents are remembered.
pub const INDEXES_KNOWN: u64 = 200;
/// The time for which they are remembered after the index was last sent, in days.
pub const INDEXES_KNOWN_DAYS: i64 = 60;
/// The maximum size of cached responses, in bytes.
pub const PREPARED_BYTES: usize = 16 * 1024 * 1024;
/// The maximum number of items on a page.
pub const PAGE_MAX: u32 = 100;
/// The default number of items on a page.
pub const PAGE: u32 = 50;
/// The time limit for a response.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// The number of pages that are compressed concurrently.
pub const PAGE_COMPRESSIONS: usize = 2;
/// The maximum time that a page waits to be compressed; after that it is sent as it is.
pub const PAGE_COMPRESSION_WAITS: Duration = Duration::from_secs(1);
/// The number of concurrent searches in requests.
pub const REQUEST_SEARCHES: usize = 2;
/// The maximum time that a search in requests waits for its turn.
pub const REQUEST_SEARCH_WAITS: Duration = Duration::from_secs(5);
/// The maximum time that a duplicate waits for the first request with its key.
pub const DUPLICATE_WAITS: Duration = Duration::from_secs(5);
/// The retention of an idempotency key, in days; the contract requires 30.
pub const KEYS_KEPT_DAYS: i64 = 32;
/// The time of inactivity after which a session ends, in hours.
pub const SESSION_IDLE_HOURS: i64 = 12;
/// The time that requests in progress get to finish when the server stops.
pub const STOP_WITHIN: Duration = Duration::from_secs(10);
/// The number of past days whose requests determine the popularity of a service.
pub const POPULARITY_DAYS: i64 = 90;
/// The time that a job's run gets to finish when the server stops; the remaining time is for its
/// last write.
pub const JOB_STOP_WITHIN: Duration = Duration::from_secs(7);
/// The time without a change after which other replicas take over the lease of a job.
pub const JOB_LEASE: Duration = Duration::from_secs(30);
/// The interval at which a job polls for work if nothing wakes it.
pub const JOB_POLL: Duration = Duration::from_secs(5);
/// The default maximum number of connections, reduced if the system allows fewer file descriptors.
pub const CONNECTIONS: usize = 8192;
/// The default maximum number of connections from one address.
pub const CONNECTIONS_PER_ADDRESS: usize = 512;
/// The default time that a connection may be idle, or take to send a request's headers, in seconds.
pub const CONNECTION_IDLE_SECONDS: u64 = 20;
/// The idle time of a trusted proxy: longer than proxies keep idle connections, so that they are
/// the ones that close them.
pub const PROXY_IDLE: Duration = Duration::from_secs(90);
/// The time in which a client may accept no byte of its response, as a multiple of the idle time.
pub const ANSWER_STALLS: u32 = 3;
/// The largest head of a request, in bytes.
pub const HEADER_BYTES: usize = 32 * 1024;

/// What the server allows of connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConnectionLimits {
    /// The most at once.
    pub(crate) total: usize,
    /// The most at once of one address that is no trusted proxy's.
    pub(crate) per_address: usize,
    /// How long one may be silent, and how long a request's headers may take.
    pub(crate) idle: Duration,
}

/// What discovery says about them.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        requests: Some(RequestsCapability {
            max_bytes: u64::try_from(REQUEST_BYTES).ok(),
            search: true,
        }),
        comments: Some(CommentsCapability {
            max_characters: u32::try_from(COMMENT_CHARACTERS).ok(),
        }),
        actions: Some(ActionsCapability {
            max_characters: u32::try_from(COMMENT_CHARACTERS).ok(),
        }),
        approvals: Some(ApprovalsCapability {}),
        work: Some(WorkCapability {}),
        knowledge: Some(KnowledgeCapability {}),
        attachments: None,
        drafts: Some(DraftsCapability {
            max_bytes: u64::try_from(DRAFT_BYTES).ok(),
        }),
        // Which sources there are depends on who asks.
        lookups: None,
        index: Some(IndexCapability {}),
        improvements: Some(ImprovementsCapability {}),
    }
}
