//! The results for some words: from this browser at once, and then from the backend, which knows the user's requests
//! and full texts.

use super::engine::LocalResults;
use super::index_sync::SearchState;
use super::result::Hit;
use super::{Handles, Search};
use crate::api::endpoints::{self, ListQuery};
use crate::api::{Client, Failure};
use crate::reactive::{StoredValue, effect, spawn_local};
use crate::route::ResultKind;
use crate::session::Session;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::{ListFilter, Page, RequestSummary};
use serde::de::DeserializeOwned;

/// The pause in typing before the backend is called, in milliseconds.
const REST: u32 = 250;

/// With at most this many local results, the backend also searches full texts, even if there is little space.
const FEW: usize = 4;

/// The limits of a search.
#[derive(Clone, Copy)]
pub(crate) struct ResultLimits {
    /// The maximum number of services and articles.
    pub hits: usize,
    /// The maximum number of the user's own requests.
    pub requests: u32,
    /// Whether the backend always searches full texts, even if there are many results.
    pub texts: bool,
}

/// The results for changing words. It belongs to the owner under which it was created; copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct SearchResults {
    words: Signal<String>,
    /// `None` while there is no index.
    local: Memo<Option<LocalResults>>,
    remote: RwSignal<BackendResults>,
    tries: RwSignal<u32>,
}

/// The backend's results.
#[derive(Clone, Default, PartialEq)]
struct BackendResults {
    /// The words that were searched for.
    words: String,
    hits: Vec<Hit>,
    requests: Vec<RequestSummary>,
    /// The reason for a failure.
    failure: Option<Failure>,
}

/// The progress of a search.
#[derive(Clone, PartialEq)]
pub(crate) enum Progress {
    /// There are no results yet.
    Waiting,
    /// There are results, and more may follow.
    Begun,
    /// All results have arrived.
    Done,
    /// No source has responded.
    Failed(Failure),
}

impl SearchResults {
    pub(crate) fn new(search: Search, words: Signal<String>, limits: ResultLimits) -> Self {
        let Handles {
            client, session, ..
        } = search.handles();
        let local = Memo::new(move |_| {
            search.version.track();
            let words = words.get();
            let words = words.trim();
            if words.is_empty() {
                return None;
            }
            SearchState::of(search)?.find(words, limits.hits)
        });
        let remote = RwSignal::new(BackendResults::default());
        let tries = RwSignal::new(0);
        let waiting = StoredValue::new(None::<Timeout>);
        effect(move || {
            tries.track();
            let asked = words.with(|words| words.trim().to_owned());
            if asked.is_empty() || remote.with_untracked(|remote| remote.words == asked) {
                waiting.set_value(None);
                return;
            }
            let ask = move || {
                let found = local.try_get_untracked().flatten();
                let texts = limits.texts || found.is_none_or(|found| found.hits.len() < FEW);
                spawn_local(async move {
                    let answer = ask(client, session, asked, limits, texts).await;
                    // The user has typed on, so this search is obsolete.
                    let now = words.try_with_untracked(|words| words.trim() == answer.words);
                    if now == Some(true) {
                        remote.try_set(answer);
                    }
                });
            };
            waiting.set_value(Some(Timeout::new(REST, ask)));
        });
        Self {
            words,
            local,
            remote,
            tries,
        }
    }

    /// Calls the backend again.
    pub(crate) fn retry(self) {
        self.remote.set(BackendResults::default());
        self.tries.update(|tries| *tries += 1);
    }

    /// Services and articles, best first: at once from the index if there is one, otherwise from the backend.
    pub(crate) fn hits(self) -> Vec<Hit> {
        match self.local.get() {
            Some(found) => found.hits,
            None => self
                .with_remote(|remote| remote.hits.clone())
                .unwrap_or_default(),
        }
    }

    /// Results that only the backend finds, in full texts. They arrive later and are appended after all others, so that
    /// nothing moves under the pointer.
    pub(crate) fn in_texts(self) -> Vec<Hit> {
        let Some(found) = self.local.get() else {
            return Vec::new();
        };
        let is_new = |hit: &&Hit| {
            let same = |known: &Hit| known.what == hit.what && known.id == hit.id;
            !found.hits.iter().any(same)
        };
        let hits = self.with_remote(|remote| remote.hits.iter().filter(is_new).cloned().collect());
        hits.unwrap_or_default()
    }

    /// The user's own requests.
    pub(crate) fn requests(self) -> Vec<RequestSummary> {
        let requests = self.with_remote(|remote| remote.requests.clone());
        requests.unwrap_or_default()
    }

    /// Whether this browser has an index.
    pub(crate) fn is_local(self) -> bool {
        self.local.with(Option::is_some)
    }

    /// The intended words, if they were typed in another keyboard layout.
    pub(crate) fn layout(self) -> Option<String> {
        self.local.get()?.layout
    }

    pub(crate) fn progress(self) -> Progress {
        let local = self.local.with(Option::is_some);
        let remote = self.with_remote(|remote| remote.failure.clone());
        match (local, remote) {
            (false, None) => Progress::Waiting,
            (true, None) => Progress::Begun,
            (false, Some(Some(failure))) => Progress::Failed(failure),
            (_, Some(_)) => Progress::Done,
        }
    }

    /// The backend's results, if they belong to the current words.
    fn with_remote<T>(self, read: impl FnOnce(&BackendResults) -> T) -> Option<T> {
        let words = self.words.get();
        self.remote
            .with(|remote| (remote.words == words.trim()).then(|| read(remote)))
    }
}

async fn ask(
    client: Client,
    session: Session,
    words: String,
    limits: ResultLimits,
    texts: bool,
) -> BackendResults {
    let can = untrack(|| {
        session.discovered(|portal| {
            let capable = &portal.capabilities;
            let requests = capable.requests.as_ref().is_some_and(|able| able.search);
            let requests = requests && portal.sign_in.user.is_some() && limits.requests > 0;
            (capable.knowledge.is_some() && texts, requests)
        })
    });
    let (articles, requests) = can.unwrap_or_default();
    let mut answer = BackendResults {
        words,
        ..BackendResults::default()
    };
    if requests {
        let get = endpoints::requests_about(&answer.words, limits.requests);
        answer.requests = listed(client, get, &mut answer.failure).await;
    }
    if texts {
        let get = endpoints::services(&listing(&answer.words));
        let services = listed(client, get, &mut answer.failure).await;
        answer.hits.extend(services.into_iter().map(Hit::service));
    }
    if articles {
        let get = endpoints::articles(&listing(&answer.words));
        let articles = listed(client, get, &mut answer.failure).await;
        answer.hits.extend(articles.into_iter().map(Hit::article));
    }
    answer
}

/// The query for the best matches of some words.
fn listing<F: ListFilter>(words: &str) -> ListQuery<F> {
    ListQuery {
        filter: F::default().with_words(words),
        limit: 20,
        ..ListQuery::default()
    }
}

async fn listed<T: DeserializeOwned>(
    client: Client,
    get: crate::api::Get<Page<T>>,
    failure: &mut Option<Failure>,
) -> Vec<T> {
    match client.get(get).await {
        Ok(page) => page.items,
        Err(why) => {
            *failure = Some(why);
            Vec::new()
        }
    }
}

/// The number of results of a kind.
pub(crate) fn count(hits: &[Hit], kind: ResultKind) -> usize {
    hits.iter().filter(|hit| hit.is(kind)).count()
}
