//! The limits that the server keeps, and discovery publishes.

use portico_contract::{
    Capabilities, CommentsCapability, DraftsCapability, ImprovementsCapability, IndexCapability,
    KnowledgeCapability, RequestsCapability,
};
use std::time::Duration;

/// The largest body of a request, in bytes.
pub const REQUEST_BYTES: usize = 256 * 1024;
/// The largest body of a comment, in bytes.
pub const COMMENT_BYTES: usize = 32 * 1024;
/// The longest comment, in characters.
pub const COMMENT_CHARACTERS: usize = 5_000;
/// How many bytes the document of a comment may have, as JSON, for each byte of its text.
pub const COMMENT_GROWTH: usize = 8;
/// The same for a short comment, whatever its text.
pub const COMMENT_DOCUMENT_BYTES: usize = 4 * 1024;
/// The events that come with a request.
pub const EVENTS: usize = 50;
/// The most bytes of what was said on one page of events; the next one comes on the next page.
pub const EVENTS_PAGE_BYTES: usize = 1024 * 1024;
/// The most bytes of what is recorded of a request, as JSON: its answers with their words.
pub const RECORD_BYTES: usize = 2 * 1024 * 1024;
/// The most people who may watch one request.
pub const WATCHERS: usize = 100;
/// The most errors that one problem lists.
pub const ERRORS: usize = 100;
/// The most bytes of them.
pub const ERRORS_BYTES: usize = 64 * 1024;
/// The most bytes of the words of a problem.
pub const DETAIL_BYTES: usize = 1024;
/// The longest idempotency key, in characters.
pub const KEY_CHARACTERS: usize = 255;
/// The longest name of a device, in characters.
pub const DEVICE_CHARACTERS: usize = 200;
/// The last step of a form that a draft may be at, from 0.
pub const STEPS: u32 = 1_000;
/// The largest body of a draft, in bytes.
pub const DRAFT_BYTES: usize = 256 * 1024;
/// The most drafts that one person may have.
pub const DRAFTS: u64 = 50;
/// How long a draft is kept after its last change, in days.
pub const DRAFTS_KEPT_DAYS: i64 = 30;
/// The largest file, in bytes, unless the server is told otherwise.
pub const UPLOAD_BYTES: u64 = 25 * 1024 * 1024;
/// The most files of one request.
pub const UPLOAD_FILES: usize = 20;
/// The most files of one person that are in no request.
pub const UPLOADS_UNUSED: u64 = 100;
/// What they may come to, in largest files.
pub const UPLOADS_UNUSED_TIMES: u64 = 10;
/// How long they are kept after the last byte of them came, in days: longer than the drafts that name them.
pub const UPLOADS_KEPT_DAYS: i64 = 32;
/// What the removed files of one person that are still kept may come to, in largest files.
pub const UPLOADS_REMOVED_TIMES: u64 = 40;
/// How long a removed file stays where it is, in days in which the server looked.
pub const REMOVED_WAIT_DAYS: i64 = 7;
/// How long it is in the trash after that, in days in which the server looked, unless the server is told otherwise.
pub const TRASH_DAYS: u16 = 30;
/// How long an upload may stand still.
pub const UPLOAD_IDLE: Duration = Duration::from_secs(20);
/// How long one exchange of an upload may take; the next one goes on from there.
pub const UPLOAD_WITHIN: Duration = Duration::from_secs(60 * 60);
/// The most pixels of a picture.
pub const PICTURE_PIXELS: usize = 100_000_000;
/// The largest body of a sign-in, in bytes.
pub const SESSION_BYTES: usize = 4 * 1024;
/// The largest body of an improvement, in bytes.
pub const IMPROVEMENT_BYTES: usize = 4 * 1024;
/// The longest words of an improvement, in characters.
pub const IMPROVEMENT_CHARACTERS: usize = 200;
/// The most improvements that are counted; a new one then takes the place of one that is hardly wanted.
pub const IMPROVEMENTS: u64 = 10_000;
/// The most search indexes that are kept in memory.
pub const INDEXES_BUILT: usize = 32;
/// The most search indexes that are built at once.
pub const INDEX_BUILDERS: usize = 1;
/// The most search indexes of which it is known what they held.
pub const INDEXES_KNOWN: u64 = 200;
/// How long that is known after the index was last handed out, in days.
pub const INDEXES_KNOWN_DAYS: i64 = 60;
/// What the answers may come to that are kept to be sent again, in bytes.
pub const PREPARED_BYTES: usize = 16 * 1024 * 1024;
/// The most items of a page.
pub const PAGE_MAX: u32 = 100;
/// The items of a page when nobody says how many.
pub const PAGE: u32 = 50;
/// How long an answer may take.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How many searches in requests run at once.
pub const REQUEST_SEARCHES: usize = 2;
/// How long a search in requests waits for its turn.
pub const REQUEST_SEARCH_WAITS: Duration = Duration::from_secs(5);
/// How long a duplicate waits for the first request with its key.
pub const DUPLICATE_WAITS: Duration = Duration::from_secs(5);
/// How long an idempotency key is kept, in days; the contract promises 30.
pub const KEYS_KEPT_DAYS: i64 = 32;
/// How long a session lives without use, in hours.
pub const SESSION_IDLE_HOURS: i64 = 12;
/// How long running requests may take to finish when the server stops.
pub const STOP_WITHIN: Duration = Duration::from_secs(10);
/// The days before this one whose requests say how popular a service is.
pub const POPULARITY_DAYS: i64 = 90;
/// How long the run of a job that is under way may take to finish then; the rest is for what it has to write.
pub const JOB_STOP_WITHIN: Duration = Duration::from_secs(7);
/// How long the lease of a job may stay unchanged before others take it.
pub const JOB_LEASE: Duration = Duration::from_secs(30);
/// How often a job that nothing wakes looks whether there is something to do.
pub const JOB_POLL: Duration = Duration::from_secs(5);
/// The most connections at once, unless the server is told otherwise or has descriptors for fewer.
pub const CONNECTIONS: usize = 8192;
/// The most connections of one address at once, unless the server is told otherwise.
pub const CONNECTIONS_PER_ADDRESS: usize = 512;
/// How long a connection may be silent, and how long its next request's headers may take, in seconds, unless the server
/// is told otherwise.
pub const CONNECTION_IDLE_SECONDS: u64 = 20;
/// The same for a trusted proxy: longer than proxies keep connections, so that they are the ones that close them.
pub const PROXY_IDLE: Duration = Duration::from_secs(90);
/// How much longer than it may be silent a client may take no byte of its answer.
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
