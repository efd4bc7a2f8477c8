//! Where requests and sessions are kept. Handlers know these traits and nothing of what is behind them.

mod access;
mod apply;
mod backfill;
mod backup;
mod byte_counts;
mod connect;
mod draft;
mod entity;
mod error;
mod improvements;
mod indexes;
mod installation;
mod jobs;
mod location;
mod lock;
mod log;
mod migrate;
mod notifications;
mod opening;
mod postgres;
mod projection;
mod purge;
mod removals;
mod request_counts;
mod requests;
pub mod snapshot;
mod sql;
mod sqlite;
mod statement;
mod steady_clock;
mod summary;
mod timeline;
mod uploads;
mod user_admin;
mod users;
mod writer;

use async_trait::async_trait;
pub use backup::backup;
pub(crate) use backup::{Contents, Stage, contents};
pub use draft::{DraftListing, DraftRecord, DraftStore, Kept, Precondition};
pub use error::StoreError;
pub use improvements::{Improvement, ImprovementStore, Wish, improvements};
pub use indexes::{IndexStore, KnownIndex};
pub use jobs::{
    DeadLetter, JobEffect, JobState, JobStatus, JobStore, LastEntry, Lease, LogEntry, RunOutcome,
    job_statuses, retry_job, skip_entry,
};
pub use location::{Location, Postgres};
pub use lock::DataLock;
pub(crate) use log::REQUEST;
pub use log::{
    Chain, Fault as LogFault, Noted as NotedEntry, check as check_log, contains as log_contains,
};
pub use portico_domain::Millis;
use portico_domain::{Actor, Command, Person, Request, RichText, State, Submission};
pub use removals::{Removal, RemovalStore};
pub use request_counts::{Demand, DemandStore, RequestCount};
use snapshot::Snapshot;
pub use sql::SqlStore;
use std::path::{Path, PathBuf};
pub(crate) use steady_clock::{DAY, LONGEST_GAP};
pub use uploads::{Progress, Quota, UploadRecord, UploadStore};
pub use user_admin::UserAdmin;
pub use users::{
    Identity, LinkRefusal, Linked, ListedIdentity, ListedPerson, PeopleSync, PersonFault, Sighting,
    SignIn, UserRecord, UserSource, UserStore, UserWithIdentities,
};
pub use writer::{Patience, Work, Writer};

/// The database file in a data folder.
#[must_use]
pub fn database_file(data: &Path) -> PathBuf {
    data.join("portico.db")
}

/// A recorded request.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Opaque; later ones are greater.
    pub id: String,
    /// What people say on the phone, such as `R-10042`.
    pub number: String,
    /// When it is to be fulfilled.
    pub due_at: Option<Millis>,
    /// Where it stands, and whom it concerns.
    pub request: Request,
    /// What was true when it was recorded.
    pub snapshot: Snapshot,
}

/// A request as a list needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Opaque; later ones are greater.
    pub id: String,
    /// What people say on the phone, such as `R-10042`.
    pub number: String,
    /// What was asked for, by name as it was then.
    pub service: snapshot::Service,
    /// Where it stands.
    pub state: State,
    /// When it was recorded.
    pub created_at: Millis,
    /// When anything last happened to it.
    pub updated_at: Millis,
    /// When it is to be fulfilled.
    pub due_at: Option<Millis>,
}

/// A request as a search needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchedRequest {
    /// What is found.
    pub summary: Summary,
    /// The words of its answers but secret ones: 2 KiB at most, the beginnings of long answers.
    pub words: String,
}

/// Something that happened to a request, as its readers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    /// Opaque.
    pub id: String,
    /// When.
    pub at: Millis,
    /// Who did it.
    pub actor: Option<Person>,
    /// What kind of thing.
    pub kind: EventKind,
    /// The state it led to.
    pub state: Option<State>,
    /// What was said.
    pub body: Option<RichText>,
}

/// The kinds of things that happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It was recorded.
    Created,
    /// Its state changed.
    State,
    /// Somebody wrote something.
    Comment,
    /// Something else.
    Other,
}

/// One intent to create something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Whose intent.
    pub user: String,
    /// The `Idempotency-Key`.
    pub key: String,
    /// What was sent with it, and where to, as a hash.
    pub hash: String,
}

/// An answer that was given once and is given again to the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body, JSON.
    pub body: String,
}

/// The answer to a new request, whose number is known only when it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerTemplate {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body, an object; its member `number` is filled in.
    pub body: serde_json::Map<String, serde_json::Value>,
}

impl AnswerTemplate {
    /// The answer with a number.
    #[must_use]
    pub fn fill(&self, number: &str) -> StoredAnswer {
        let mut body = self.body.clone();
        body.insert("number".to_owned(), number.into());
        StoredAnswer {
            status: self.status,
            location: self.location.clone(),
            body: serde_json::Value::Object(body).to_string(),
        }
    }
}

/// A request to be recorded, with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRequest {
    /// The id that it is to have.
    pub id: String,
    /// What was submitted.
    pub submission: Submission,
    /// Who submits it.
    pub actor: Actor,
    /// When.
    pub at: Millis,
    /// The id of the event that it was recorded.
    pub event: String,
    /// The intent.
    pub key: Key,
    /// The tag of the draft of this key that holds the same answers, and so can go with it.
    pub draft: Option<String>,
    /// What is answered, and kept for the key.
    pub answer: AnswerTemplate,
    /// The requester's uploads that become part of it, each once.
    pub uploads: Vec<String>,
}

/// A command for a stored request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestCommand {
    /// The request.
    pub request: String,
    /// What is to be done.
    pub command: Command,
    /// Who wants it.
    pub actor: Actor,
    /// When.
    pub at: Millis,
    /// The id of the first event that follows from it.
    pub event: String,
    /// The intent.
    pub key: Key,
    /// What is answered, and kept for the key.
    pub answer: StoredAnswer,
}

/// Until when things are forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forget {
    /// Idempotency keys from before.
    pub keys: Millis,
    /// Sessions unused since.
    pub sessions: Millis,
    /// Drafts not changed since.
    pub drafts: Millis,
    /// Uploads in no request and no draft of which nothing arrived since.
    pub uploads: Millis,
    /// Search indexes not handed out since.
    pub indexes: Millis,
    /// Counts of requests by the day, of days that ended before.
    pub request_counts: Millis,
}

/// Which requests of a person to list.
#[derive(Clone, Debug)]
pub struct RequestQuery {
    /// Who may read them.
    pub user: String,
    /// `Some(true)`: only open ones; `Some(false)`: only those that are not.
    pub open: Option<bool>,
    /// Only those recorded before the one with this id.
    pub before: Option<String>,
    /// At most so many.
    pub limit: u64,
}

/// Which events of a request to read.
#[derive(Clone, Debug)]
pub struct EventQuery {
    /// Who reads them.
    pub user: String,
    /// Of which request.
    pub request: String,
    /// Only those from before the one with this id.
    pub before: Option<String>,
    /// At most so many.
    pub limit: usize,
    /// At most so many bytes of what was said, but always one event.
    pub bytes: usize,
}

/// Some of the events of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventPage {
    /// The newest first.
    pub events: Vec<EventRecord>,
    /// Whether there are events from before these.
    pub has_more: bool,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who it is.
    pub user: String,
    /// When it was last used.
    pub seen_at: Millis,
}

/// Requests, their events, and the answers given to their idempotency keys.
#[async_trait]
pub trait RequestStore: Send + Sync {
    /// Records a request with all that belongs to it, all or nothing.
    async fn record(&self, recording: RecordRequest) -> Result<StoredAnswer, StoreError>;

    /// Executes a command if the rules allow it, and stores what follows from it with the key and the answer, all or
    /// nothing.
    async fn execute(&self, command: RequestCommand) -> Result<StoredAnswer, StoreError>;

    /// The hash and the answer of a key that was used before.
    async fn answered(
        &self,
        user: &str,
        key: &str,
    ) -> Result<Option<(String, StoredAnswer)>, StoreError>;

    /// The requests that a person may read, newest first.
    async fn list(&self, listing: RequestQuery) -> Result<Vec<Summary>, StoreError>;

    /// The same with the words that they are found by.
    async fn searched(&self, listing: RequestQuery) -> Result<Vec<SearchedRequest>, StoreError>;

    /// A request that a person may read.
    async fn get(&self, user: &str, id: &str) -> Result<Option<Record>, StoreError>;

    /// The events of a request, if the person may read it.
    async fn events(&self, query: EventQuery) -> Result<Option<EventPage>, StoreError>;

    /// The greatest id of a request or an event.
    async fn last_id(&self) -> Result<Option<String>, StoreError>;
}

/// Signed-in browsers, by the hash of their secret.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Remembers a new one.
    async fn open(&self, hash: String, session: Session) -> Result<(), StoreError>;

    /// Finds one.
    async fn find(&self, hash: &str) -> Result<Option<Session>, StoreError>;

    /// Notes that it was used.
    async fn touch(&self, hash: String, at: Millis) -> Result<(), StoreError>;

    /// Forgets it.
    async fn close(&self, hash: String) -> Result<(), StoreError>;
}

/// Whether something can be written.
#[async_trait]
pub trait Readiness: Send + Sync {
    /// Whether a write could be made lately; makes one to find out, where nothing was written lately.
    async fn ready(&self) -> Result<(), StoreError>;
}

/// All that the server keeps, in one place.
pub trait Store:
    RequestStore
    + SessionStore
    + DraftStore
    + UploadStore
    + RemovalStore
    + IndexStore
    + ImprovementStore
    + JobStore
    + DemandStore
    + UserStore
    + Readiness
    + 'static
{
}

impl<S> Store for S where
    S: RequestStore
        + SessionStore
        + DraftStore
        + UploadStore
        + RemovalStore
        + IndexStore
        + ImprovementStore
        + JobStore
        + DemandStore
        + UserStore
        + Readiness
        + 'static
{
}
