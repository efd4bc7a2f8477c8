//! The types of Portico's JSON API: what a backend answers and what the portal sends.
//!
//! Invariant: this crate knows no DOM, no clock and no network; the portal and a backend meet here.
//!
//! Names are camelCase on the wire, ids are opaque strings, times are RFC 3339 in UTC, durations are ISO 8601.
//! A reader ignores members it does not know; what is optional here may be absent from any answer.

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
mod search;
mod session;
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
pub use person::{Me, PersonRef};
pub use portal::{
    Announcement, Branding, Capabilities, CommentsCapability, Contact, KnowledgeCapability,
    Language, Level, Portal, PublicRead, RequestsCapability, SignIn, SignInMethod,
};
pub use problem::{FieldError, PROBLEM_JSON, Problem, ProblemType};
pub use reference::{ArticleRef, ServiceRef};
pub use request::{
    Action, Answer, ApprovalStep, Decision, Event, EventKind, NewComment, NewRequest, OpenState,
    Request, RequestSummary, State, StateCategory,
};
pub use search::{
    INDEX_TYPE, ImprovementsCapability, IndexCapability, IndexRecord, IndexRecords, NewImprovement,
};
pub use session::{NewSession, Persona};
pub use upload::{
    AttachmentsCapability, OFFSET_STREAM, TUS_RESUMABLE, TUS_VERSION, UPLOAD_CHECKSUM,
    UPLOAD_LENGTH, UPLOAD_METADATA, UPLOAD_NAME, UPLOAD_OFFSET, Upload,
};

/// The path under which a backend serves this version of the API.
pub const API_BASE: &str = "/api/v1";

/// The header that names one intent to create something; the same key and body give the same answer.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The longest value of a query parameter, in characters.
pub const PARAMETER_CHARACTERS: usize = 1_000;

/// The header of an answer that was given to this key before: `true`.
pub const IDEMPOTENT_REPLAYED: &str = "Idempotent-Replayed";

/// The header that a browser's cross-origin form cannot set: writes signed in by cookie must carry it.
pub const REQUESTED_BY: &str = "X-Portico-Request";

/// The header that names the person whose a write is: their id, percent-encoded. A backend that takes it refuses the
/// write where somebody else is signed in.
pub const AUTHOR: &str = "X-Portico-Author";
