//! What all handlers share, and how the server was asked to behave.

use crate::access::audiences::Audiences;
use crate::auth::{KnownSessions, TokenOptions, Tokens};
use crate::content::Content;
use crate::db::{
    DemandStore, DraftStore, ImprovementStore, JobStore, Readiness, RequestStore, SessionStore,
    Store,
};
use crate::gallery::Gallery;
use crate::http::ApiError;
use crate::http::client::Proxies;
use crate::http::idempotency::InFlightKeys;
use crate::http::origin::Origin;
use crate::http::prepared::PreparedAnswers;
use crate::http::rate::{RateLimiter, RateLimits};
use crate::ids::Ids;
use crate::jobs::{Jobs, Popularity, Purge};
use crate::limits::{PREPARED_BYTES, REQUEST_SEARCH_WAITS, REQUEST_SEARCHES};
use crate::localized_content::{LocalizedContent, LocalizedContents};
use crate::popularity::measure;
use crate::prepared_lists::ListKey;
use crate::search_index::Indexes;
use crate::uploads::{UploadOptions, Uploads};
use crate::worker_pool::WorkerPool;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, HeaderName};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// How the server behaves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Offers to sign in as one of the personas, and says so.
    pub demo: bool,
    /// The folder of the built portal.
    pub portal: Option<PathBuf>,
    /// The origins whose pages may embed the portal and call the API, such as `https://intranet.example`.
    pub allow_origins: Vec<Origin>,
    /// Whose bearer tokens are good; `None`: nobody's.
    pub tokens: Option<TokenOptions>,
    /// The proxies in front of the server.
    pub proxies: Proxies,
    /// The header in which they say who is asking, by id or e-mail address; `None`: they do not.
    pub auth_header: Option<HeaderName>,
    /// The origin that people's browsers see, where it is not simply the `Host`.
    pub public_origin: Option<Origin>,
    /// The names under which people's browsers find the server besides, in lower case and without a port.
    pub hosts: Vec<String>,
    /// How session cookies are set.
    pub cookies: Cookies,
    /// How often somebody may ask for what costs something.
    pub rates: RateLimits,
    /// Where uploaded files are kept; `None`: there are none.
    pub uploads: Option<UploadOptions>,
}

/// How session cookies are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cookies {
    /// Over https: bound to the host, never sent over http.
    Secure,
    /// A demonstration over http on this machine alone.
    Demo,
    /// Not at all: over plain http, anybody between could read them.
    #[default]
    None,
}

impl Options {
    /// Whether people reach the server over https.
    pub(crate) fn is_https(&self) -> bool {
        self.public_origin
            .as_ref()
            .is_some_and(|origin| origin.scheme() == "https")
    }

    /// Whether one may sign in as a persona.
    pub(crate) fn offers_personas(&self) -> bool {
        self.demo && self.cookies != Cookies::None
    }
}

/// The server's state, shared by all handlers.
pub struct App {
    pub(crate) options: Options,
    pub(crate) content: Content,
    pub(crate) views: LocalizedContents,
    pub(crate) audiences: Audiences,
    /// Lists of the catalogue and of articles, which never change while the content does not.
    pub(crate) lists: PreparedAnswers<ListKey>,
    pub(crate) requests: Arc<dyn RequestStore>,
    pub(crate) ids: Ids,
    pub(crate) sessions: Arc<dyn SessionStore>,
    pub(crate) known_sessions: KnownSessions,
    pub(crate) drafts: Arc<dyn DraftStore>,
    pub(crate) improvements: Arc<dyn ImprovementStore>,
    pub(crate) readiness: Arc<dyn Readiness>,
    pub(crate) jobs: Jobs,
    pub(crate) demand: Arc<dyn DemandStore>,
    pub(crate) indexes: Indexes,
    /// `None` where the server was given no place for them.
    pub(crate) uploads: Option<Arc<Uploads>>,
    pub(crate) tokens: Option<Tokens>,
    pub(crate) in_flight: InFlightKeys,
    /// Searches of somebody's own requests.
    pub(crate) request_searches: WorkerPool,
    pub(crate) gallery: Gallery,
    pub(crate) rates: RateLimiter,
}

impl App {
    /// Prepares the views of all languages and reads the token keys.
    ///
    /// # Errors
    /// Says why the keys or the uploads folder cannot be used.
    pub async fn new<S: Store>(
        options: Options,
        content: Content,
        store: Arc<S>,
    ) -> Result<Arc<Self>, String> {
        let tokens = match options.tokens.clone() {
            Some(options) => Some(Tokens::new(options).await?),
            None => None,
        };
        let uploads = match &options.uploads {
            Some(options) => Some(Uploads::open(options, Arc::<S>::clone(&store)).await?),
            None => None,
        };
        let unusable = |error| format!("The data cannot be used: {error}.");
        let last = store.last_id().await.map_err(unusable)?;
        let now = Timestamp::now().as_millisecond();
        let popularity = measure(&*store, &content, now).await.map_err(unusable)?;
        let purge = Purge {
            store: Arc::<S>::clone(&store),
            uploads: uploads.clone(),
        };
        let jobs: Arc<dyn JobStore> = Arc::<S>::clone(&store);
        Ok(Arc::new(Self {
            jobs: Jobs::new(jobs, vec![Box::new(purge), Box::new(Popularity)]),
            uploads,
            ids: Ids::after(last.as_deref()),
            views: LocalizedContents::new(&content, &popularity),
            rates: RateLimiter::new(&options.rates),
            audiences: Audiences::new(&content),
            lists: PreparedAnswers::new(PREPARED_BYTES),
            options,
            content,
            requests: Arc::<S>::clone(&store),
            sessions: Arc::<S>::clone(&store),
            known_sessions: KnownSessions::default(),
            drafts: Arc::<S>::clone(&store),
            improvements: Arc::<S>::clone(&store),
            readiness: Arc::<S>::clone(&store),
            demand: Arc::<S>::clone(&store),
            indexes: Indexes::new(store),
            tokens,
            in_flight: InFlightKeys::default(),
            request_searches: WorkerPool::new(REQUEST_SEARCHES, REQUEST_SEARCH_WAITS),
            gallery: Gallery::default(),
        }))
    }

    /// What the server does by itself.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Uploads, where there are any.
    pub(crate) fn uploads(&self) -> Result<&Arc<Uploads>, ApiError> {
        self.uploads.as_ref().ok_or_else(ApiError::not_found)
    }

    /// The content in the language that suits the request best.
    pub(crate) fn view(&self, headers: &HeaderMap) -> Result<&LocalizedContent, ApiError> {
        let accept = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        self.views
            .for_header(accept)
            .ok_or_else(|| ApiError::internal("there is no language"))
    }
}
