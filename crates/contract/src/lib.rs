//! The types of Portico's JSON API, shared by the portal and backends.
//!
//! Invariant: this crate uses no DOM, clock or network.
//!
//! On the wire, names are camelCase, ids are opaque strings, times are RFC 3339 in UTC, and durations are ISO 8601.
//! Readers ignore unknown members. Members that are optional here may be absent from any response.

mod article;
mod catalogue;
mod document;
mod draft;
mod filter;
mod form;
mod gallery;
mod id;
mod lookup;
mod media;
mod page;
mod person;
mod portal;
mod problem;
mod reference;
mod request;
mod request_action;
mod search;
mod session;
mod team_list;
mod upload;

pub use article::{Article, ArticleSummary};
pub use catalogue::{
    Approval, Approver, Category, Hours, Ordering, Per, Price, Service, ServiceSort,
    ServiceSummary, Target,
};
pub use document::{
    Align, Block, Callout, Document, Inline, LinkTarget, ListItem, MAX_BYTES, MAX_DEPTH, MAX_NODES,
};
pub use draft::{Draft, DraftSummary, DraftsCapability, NewDraft};
pub use filter::{ArticleFilter, ListFilter, ServiceFilter};
pub use form::FormDocument;
pub use gallery::GalleryExample;
pub use id::{ArticleId, CategoryId, EventId, FileId, PersonId, RequestId, ServiceId, UploadId};
pub use lookup::{LookupItem, LookupsCapability};
pub use media::{MEDIA_TYPES, media_type_of, takes};
pub use page::Page;
pub use person::{Me, PersonRef, Waiting};
pub use portal::{
    ActionsCapability, Announcement, ApprovalsCapability, Branding, Capabilities,
    CommentsCapability, Contact, KnowledgeCapability, Language, Level, Portal, PublicRead,
    RequestsCapability, SignIn, SignInMethod, WorkCapability,
};
pub use problem::{FieldError, PROBLEM_JSON, Problem, ProblemType};
pub use reference::{ArticleRef, ServiceRef};
pub use request::{
    Answer, ApprovalStep, Decision, Event, EventKind, NewComment, NewRequest, OpenState, Request,
    RequestSummary, State, StateCategory,
};
pub use request_action::{Action, NewAction, ReasonRule, action};
pub use search::{
    INDEX_TYPE, ImprovementsCapability, IndexCapability, IndexRecord, IndexRecords, NewImprovement,
};
pub use session::{NewSession, Persona};
pub use team_list::{ApprovalsView, WorkView};
pub use upload::{
    AttachmentsCapability, OFFSET_STREAM, TUS_RESUMABLE, TUS_VERSION, UPLOAD_CHECKSUM,
    UPLOAD_LENGTH, UPLOAD_METADATA, UPLOAD_NAME, UPLOAD_OFFSET, Upload,
};

/// The base path of this version of the API.
pub const API_BASE: &str = "/api/v1";

/// The header that identifies an attempt to create something. Repeating the key with the same body repeats the
/// response.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The maximum length of a query parameter in characters.
pub const PARAMETER_CHARACTERS: usize = 1_000;

/// The header, with the value `true`, of a response that repeats the one to an earlier request with the same key.
pub const IDEMPOTENT_REPLAYED: &str = "Idempotent-Replayed";

/// A header that cross-origin forms cannot set. Writes that are authenticated by cookie have to include it.
pub const REQUESTED_BY: &str = "X-Portico-Request";

/// The header with the id of the user who makes a write, percent-encoded. Backends that support it refuse the write if
/// another user is signed in.
pub const AUTHOR: &str = "X-Portico-Author";
