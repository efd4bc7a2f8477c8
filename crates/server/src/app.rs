//! The state that all handlers share, and the server's options.

mod state;

pub(crate) use state::AppState;

use crate::auth::{AuthOptions, Authenticator, Cookies, Directory, OwnOrigins, TokenOptions};
use crate::content::Content;
use crate::db::{
    DemandStore, DraftStore, ImprovementStore, JobStore, Readiness, RequestStore, Store, StoreError,
};
use crate::failure::{Failure, chain};
use crate::gallery::Gallery;
use crate::http::client::Proxies;
use crate::http::origin::Origin;
use crate::http::rate::{RateLimiter, RateLimits};
use crate::idempotency::Idempotency;
use crate::ids::Ids;
use crate::jobs::{Jobs, Popularity, Purge};
use crate::limits::{REQUEST_SEARCH_WAITS, REQUEST_SEARCHES};
use crate::localized_content::LocalizedContents;
use crate::popularity::measure;
use crate::prepared_lists::PreparedLists;
use crate::search_index::Indexes;
use crate::uploads::{UploadOptions, UploadService};
use crate::worker_pool::WorkerPool;
use axum::http::HeaderName;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// The server's options.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the server runs as a demo: visitors may sign in as a persona, and the screen says
    /// so.
    pub demo: bool,
    /// The folder of the built portal.
    pub portal: Option<PathBuf>,
    /// The origins whose pages may embed the portal and call the API, such as `https://intranet.example`.
    pub allow_origins: Vec<Origin>,
    /// The accepted bearer tokens; `None`: no tokens are accepted.
    pub tokens: Option<TokenOptions>,
    /// The proxies in front of the server.
    pub proxies: Proxies,
    /// The header in which the proxies name the user, by ID or e-mail address; `None`: they do not
    /// authenticate users.
    pub auth_header: Option<HeaderName>,
    /// The public origin, if it differs from the `Host` header.
    pub public_origin: Option<Origin>,
    /// The additional host names of the server, in lower case and without a port.
    pub hosts: Vec<String>,
    /// The kind of session cookies.
    pub cookies: Cookies,
    /// The rate limits of costly requests.
    pub rates: RateLimits,
    /// The storage of uploaded files; `None`: uploads are disabled.
    pub uploads: Option<UploadOptions>,
}

impl Options {
    /// Whether clients reach the server over HTTPS.
    pub(crate) fn is_https(&self) -> bool {
        self.public_origin
            .as_ref()
            .is_some_and(|origin| origin.scheme() == "https")
    }

    /// Whether visitors may sign in as a persona.
    pub(crate) fn offers_personas(&self) -> bool {
        self.demo && self.cookies != Cookies::None
    }
}

/// All parts of the server. Handlers do not see it: each feature takes its own part of it.
pub struct App {
    options: Options,
    contents: Arc<LocalizedContents>,
    /// Cached lists of the catalogue and of articles.
    lists: Arc<PreparedLists>,
    origins: Arc<OwnOrigins>,
    allow_origins: Arc<[Origin]>,
    authenticator: Arc<Authenticator>,
    rates: Arc<RateLimiter>,
    requests: Arc<dyn RequestStore>,
    ids: Arc<Ids>,
    idempotency: Arc<Idempotency>,
    /// Searches of users' own requests.
    request_searches: Arc<WorkerPool>,
    drafts: Arc<dyn DraftStore>,
    improvements: Arc<dyn ImprovementStore>,
    readiness: Arc<dyn Readiness>,
    jobs: Jobs,
    demand: Arc<dyn DemandStore>,
    indexes: Arc<Indexes>,
    uploads: UploadService,
    gallery: Arc<Gallery>,
}

impl App {
    /// Prepares the content in all languages and loads the token keys.
    ///
    /// # Errors
    /// The reason why the keys or the upload folder cannot be used.
    pub async fn new<S: Store>(
        options: Options,
        mut content: Content,
        store: Arc<S>,
    ) -> Result<Arc<Self>, String> {
        let directory = Directory::open(&mut content, Arc::<S>::clone(&store)).await?;
        let content = Arc::new(content);
        let origins = Arc::new(OwnOrigins {
            public: options.public_origin.clone(),
            hosts: options.hosts.clone(),
        });
        let auth = AuthOptions {
            tokens: options.tokens.clone(),
            proxies: options.proxies.clone(),
            header: options.auth_header.clone(),
            origins: Arc::clone(&origins),
            cookies: options.cookies,
            personas: options.offers_personas(),
        };
        let sessions = Arc::<S>::clone(&store);
        let authenticator =
            Authenticator::new(auth, Arc::clone(&content), sessions, directory).await?;
        let files = Arc::<S>::clone(&store);
        let uploads = UploadService::open(options.uploads.as_ref(), files).await?;
        let unusable = |error: StoreError| format!("The data cannot be used: {}.", chain(&error));
        let last = store.last_id().await.map_err(unusable)?;
        let now = Timestamp::now().as_millisecond();
        let popularity = measure(&*store, &content, now).await.map_err(unusable)?;
        let purge = Purge {
            store: Arc::<S>::clone(&store),
            uploads: uploads.clone(),
        };
        let jobs: Arc<dyn JobStore> = Arc::<S>::clone(&store);
        let request_searches = WorkerPool::new(REQUEST_SEARCHES, REQUEST_SEARCH_WAITS);
        let idempotency = Idempotency::new(Arc::<S>::clone(&store));
        Ok(Arc::new(Self {
            jobs: Jobs::new(jobs, vec![Box::new(purge), Box::new(Popularity)]),
            lists: Arc::new(PreparedLists::new(&content)),
            contents: Arc::new(LocalizedContents::new(content, &popularity)),
            origins,
            allow_origins: options.allow_origins.clone().into(),
            authenticator: Arc::new(authenticator),
            rates: Arc::new(RateLimiter::new(&options.rates, options.proxies.clone())),
            options,
            requests: Arc::<S>::clone(&store),
            ids: Arc::new(Ids::after(last.as_deref())),
            idempotency: Arc::new(idempotency),
            request_searches: Arc::new(request_searches),
            drafts: Arc::<S>::clone(&store),
            improvements: Arc::<S>::clone(&store),
            readiness: Arc::<S>::clone(&store),
            demand: Arc::<S>::clone(&store),
            indexes: Arc::new(Indexes::new(store)),
            uploads,
            gallery: Arc::default(),
        }))
    }

    /// Updates everything that depends on popularity: the order of services, and the search
    /// indexes.
    ///
    /// # Errors
    /// The popularity cannot be determined; everything stays as it was.
    pub async fn rank(&self, now: Timestamp) -> Result<(), StoreError> {
        let now = now.as_millisecond();
        let popularity = measure(&*self.demand, self.contents.content(), now).await?;
        let contents = Arc::clone(&self.contents);
        let ranking = move || contents.rank(&popularity);
        let ranked = tokio::task::spawn_blocking(ranking).await;
        ranked
            .map_err(|error| StoreError::Failed(Failure::caused_by("the ranking broke off", error)))
    }

    /// The server's background jobs.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }
}
