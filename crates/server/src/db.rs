//! Storage of requests, sessions and all other data. Handlers depend only on these traits.

mod access;
mod apply;
mod backfill;
mod backup;
mod byte_counts;
mod chunk_epochs;
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
mod queries;
mod removals;
mod request_counts;
mod requests;
pub mod snapshot;
mod sql;
mod sqlite;
mod statement;
mod steady_clock;
mod summary;
mod team_lists;
mod timeline;
mod uploads;
mod user_admin;
mod users;
mod writer;

use async_trait::async_trait;
pub use backup::backup;
pub(crate) use backup::{Contents, Stage, contents};
pub use chunk_epochs::ChunkEpochs;
pub use draft::{ComparedDraft, DraftListing, DraftOutcome, DraftRecord, DraftStore, Precondition};
pub use error::StoreError;
pub use improvements::{ImprovementStore, ZeroResultCount, ZeroResultSearch, improvements};
pub use indexes::{IndexStore, KnownIndex};
pub use jobs::{
    DeadLetter, JobEffect, JobState, JobStatus, JobStore, LastEntry, Lease, LogEntry, RunOutcome,
    job_statuses, retry_job, skip_entry,
};
pub use location::{Location, Postgres};
pub use lock::DataLock;
pub(crate) use log::REQUEST;
pub use log::{LogCheck, LogFault, LogPosition, check as check_log, contains as log_contains};
pub use portico_domain::Millis;
use portico_domain::{
    Actor, Command, Person, Rating, Reason, Request, RichText, State, Submission,
};
pub use queries::{
    ApprovalQuery, Assignment, EventPage, EventQuery, RequestQuery, RequestReader, WaitingCounts,
    WorkQuery,
};
pub use removals::{Removal, RemovalStore};
pub use request_counts::{Demand, DemandStore, RequestCount};
use snapshot::Snapshot;
pub use sql::SqlStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub(crate) use steady_clock::{DAY, LONGEST_GAP};
pub use uploads::{Progress, Quota, UploadRecord, UploadStore};
pub use user_admin::UserAdmin;
pub use users::{
    Identity, LinkRefusal, Linked, ListedIdentity, ListedPerson, PeopleSync, PersonFault, SignIn,
    UserActivity, UserRecord, UserSource, UserStore, UserWithIdentities,
};
pub use writer::{ReadinessOptions, WriteOperation, Writer};

/// The database file in a data folder.
#[must_use]
pub fn database_file(data: &Path) -> PathBuf {
    data.join("portico.db")
}

/// A recorded request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestRecord {
    /// Opaque; later IDs are greater.
    pub id: String,
    /// The number for people, such as `R-10042`.
    pub number: String,
    /// The due time.
    pub due_at: Option<Millis>,
    /// The request as the domain's rules see it.
    pub request: Request,
    /// The state of the content and the answers at submission.
    pub snapshot: Snapshot,
}

/// A request as a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestListing {
    /// Opaque; later IDs are greater.
    pub id: String,
    /// The number for people, such as `R-10042`.
    pub number: String,
    /// The requested service, with its name at submission.
    pub service: snapshot::Service,
    /// The current state.
    pub state: State,
    /// The time of submission.
    pub created_at: Millis,
    /// The time of the last event.
    pub updated_at: Millis,
    /// The due time.
    pub due_at: Option<Millis>,
    /// The requester.
    pub requester: Person,
    /// The member of the team who works on it.
    pub assignee: Option<Person>,
}

/// A request with its searchable text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchedRequest {
    /// The request as a list item.
    pub summary: RequestListing,
    /// The text of its answers, without secrets: at most 2 KiB, with the beginnings of long
    /// answers.
    pub words: String,
}

/// An event of a request, as its readers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    /// Opaque.
    pub id: String,
    /// The time of the event.
    pub at: Millis,
    /// The person who caused it.
    pub actor: Option<Person>,
    /// The kind of event.
    pub kind: EventKind,
    /// The state after the event.
    pub state: Option<State>,
    /// The text of a comment, a question or an answer.
    pub body: Option<RichText>,
    /// The reason.
    pub reason: Option<Reason>,
}

/// The kinds of events of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The request was submitted.
    Created,
    /// A comment was added.
    Comment,
    /// An approver approved.
    Approved,
    /// An approver declined.
    Declined,
    /// The request was assigned.
    Assigned {
        /// The new assignee.
        to: Person,
    },
    /// Work started.
    Started,
    /// The requester was asked a question.
    Asked,
    /// The question was answered.
    Answered,
    /// The request was resolved.
    Resolved,
    /// The request was closed.
    Closed,
    /// The request was reopened.
    Reopened,
    /// The request was cancelled.
    Cancelled,
    /// The requester rated the request.
    Rated {
        /// The rating.
        rating: Rating,
    },
    /// An event that this release does not know.
    Other,
}

/// An idempotency key: one intent to create something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    /// The user.
    pub user: String,
    /// The `Idempotency-Key`.
    pub key: String,
    /// A hash of the request's body and path.
    pub hash: String,
}

/// A stored response, which is returned again for the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResponse {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body, JSON.
    pub body: String,
}

/// The response to a new request, whose number is assigned when it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseTemplate {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body, an object whose member `number` is filled in later.
    pub body: serde_json::Map<String, serde_json::Value>,
}

impl ResponseTemplate {
    /// The response with a number.
    #[must_use]
    pub fn fill(&self, number: &str) -> StoredResponse {
        let mut body = self.body.clone();
        body.insert("number".to_owned(), number.into());
        StoredResponse {
            status: self.status,
            location: self.location.clone(),
            body: serde_json::Value::Object(body).to_string(),
        }
    }
}

/// A new request with everything that is stored with it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRequestRecord {
    /// The ID of the request.
    pub id: String,
    /// The submission.
    pub submission: Submission,
    /// The person who submits it.
    pub actor: Actor,
    /// The time of submission.
    pub at: Millis,
    /// The ID of the event that records the submission.
    pub event: String,
    /// The idempotency key.
    pub key: IdempotencyKey,
    /// The draft with the same key, which is deleted with the submission if it contains the same answers.
    pub draft: ComparedDraft,
    /// The response, which is stored with the key.
    pub answer: ResponseTemplate,
    /// The requester's uploads that become part of the request, without duplicates.
    pub uploads: Vec<String>,
}

/// A command for a stored request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestCommand {
    /// The ID of the request.
    pub request: String,
    /// The command.
    pub command: Command,
    /// The person who issues it.
    pub actor: Actor,
    /// The time of the command.
    pub at: Millis,
    /// The ID of the first event that the command produces.
    pub event: String,
    /// The idempotency key.
    pub key: IdempotencyKey,
    /// The response, which is stored with the key.
    pub answer: StoredResponse,
}

/// The times before which data is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeBefore {
    /// Idempotency keys from before this time.
    pub keys: Millis,
    /// Sessions that were last used before this time.
    pub sessions: Millis,
    /// Drafts that were last changed before this time.
    pub drafts: Millis,
    /// Uploads in no request and no draft whose last byte arrived before this time.
    pub uploads: Millis,
    /// Search indexes that were last sent before this time.
    pub indexes: Millis,
    /// Daily counts of requests for days that ended before this time.
    pub request_counts: Millis,
}

/// A browser session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The ID of the user.
    pub user: String,
    /// The time of the last use.
    pub seen_at: Millis,
}

/// Requests, their events, and the stored responses of idempotency keys.
#[async_trait]
pub trait RequestStore: Send + Sync {
    /// Stores a request with everything that belongs to it, in one transaction.
    async fn record(&self, recording: Arc<NewRequestRecord>) -> Result<StoredResponse, StoreError>;

    /// Executes a command if the rules allow it, and stores its events with the key and the
    /// response, in one transaction.
    async fn execute(&self, command: RequestCommand) -> Result<StoredResponse, StoreError>;

    /// The hash and the response of a key that was used before.
    async fn answered(
        &self,
        user: &str,
        key: &str,
    ) -> Result<Option<(String, StoredResponse)>, StoreError>;

    /// The requests that a user may read, newest first.
    async fn list(&self, listing: RequestQuery) -> Result<Vec<RequestListing>, StoreError>;

    /// The same, with their searchable text.
    async fn searched(&self, listing: RequestQuery) -> Result<Vec<SearchedRequest>, StoreError>;

    /// The requests that a user is asked to approve, newest first.
    async fn approvals(&self, query: ApprovalQuery) -> Result<Vec<RequestListing>, StoreError>;

    /// The requests of a user's teams, oldest first.
    async fn work(&self, query: WorkQuery) -> Result<Vec<RequestListing>, StoreError>;

    /// What waits for a user; each count stops at `most`.
    async fn waiting(&self, reader: &RequestReader, most: u64)
    -> Result<WaitingCounts, StoreError>;

    /// A request that the user may read.
    async fn get(
        &self,
        reader: &RequestReader,
        id: &str,
    ) -> Result<Option<RequestRecord>, StoreError>;

    /// The events of a request, if the user may read it.
    async fn events(&self, query: EventQuery) -> Result<Option<EventPage>, StoreError>;

    /// The greatest ID of a request or an event.
    async fn last_id(&self) -> Result<Option<String>, StoreError>;
}

/// Browser sessions, by the hash of their secret.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Stores a new session.
    async fn open(&self, hash: String, session: Session) -> Result<(), StoreError>;

    /// Finds a session.
    async fn find(&self, hash: &str) -> Result<Option<Session>, StoreError>;

    /// Records that a session was used.
    async fn touch(&self, hash: String, at: Millis) -> Result<(), StoreError>;

    /// Deletes a session.
    async fn close(&self, hash: String) -> Result<(), StoreError>;
}

/// Whether data can be written.
#[async_trait]
pub trait Readiness: Send + Sync {
    /// Whether a recent write succeeded; makes a test write if there was none recently.
    async fn ready(&self) -> Result<(), StoreError>;
}

/// The complete store.
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
