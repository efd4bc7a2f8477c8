//! What is found for some words: by this browser at once, and then by the backend, which knows own requests and whole
//! texts.

use super::engine::LocalResults;
use super::index_sync::SearchState;
use super::result::Hit;
use super::{Handles, Search};
use crate::api::endpoints::{self, Listing};
use crate::api::{Client, Failure};
use crate::reactive::{StoredValue, effect, spawn_local};
use crate::route::Kind;
use crate::session::Session;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::{ListFilter, Page, RequestSummary};
use serde::de::DeserializeOwned;

/// How long somebody has to stop typing until the backend is asked, in milliseconds.
const REST: u32 = 250;

/// So few hits of this browser are worth asking the backend for what is in texts, even where little room is.
const FEW: usize = 4;

/// What is wanted of an answer.
#[derive(Clone, Copy)]
pub(crate) struct ResultLimits {
    /// So many services and articles at most.
    pub hits: usize,
    /// So many of the reader's own requests at most.
    pub requests: u32,
    /// Whether the backend is asked what is in texts, even where much was found.
    pub texts: bool,
}

/// What is found for words that change. It belongs to the owner under which it was made; copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct SearchResults {
    words: Signal<String>,
    /// Nothing as long as there is no index.
    local: Memo<Option<LocalResults>>,
    remote: RwSignal<Remote>,
    tries: RwSignal<u32>,
}

/// What the backend said.
#[derive(Clone, Default, PartialEq)]
struct Remote {
    /// To which words.
    words: String,
    hits: Vec<Hit>,
    requests: Vec<RequestSummary>,
    /// Why it did not.
    failure: Option<Failure>,
}

/// Where the search is.
#[derive(Clone, PartialEq)]
pub(crate) enum Progress {
    /// Nobody has answered yet.
    Waiting,
    /// There is something to show; more may come.
    Begun,
    /// Everybody has answered who can.
    Done,
    /// Nobody can answer.
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
        let remote = RwSignal::new(Remote::default());
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
                    // Whoever has typed on is not interested any more.
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

    /// Asks the backend again.
    pub(crate) fn retry(self) {
        self.remote.set(Remote::default());
        self.tries.update(|tries| *tries += 1);
    }

    /// Services and articles, the best first: at once where there is an index, otherwise as the backend finds them.
    pub(crate) fn hits(self) -> Vec<Hit> {
        match self.local.get() {
            Some(found) => found.hits,
            None => self
                .with_remote(|remote| remote.hits.clone())
                .unwrap_or_default(),
        }
    }

    /// What only the backend found, since it knows whole texts. It comes later and stands behind everything else, so
    /// that nothing moves that somebody is about to click.
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

    /// The reader's own requests.
    pub(crate) fn requests(self) -> Vec<RequestSummary> {
        let requests = self.with_remote(|remote| remote.requests.clone());
        requests.unwrap_or_default()
    }

    /// Whether this browser has an index that answers.
    pub(crate) fn is_local(self) -> bool {
        self.local.with(Option::is_some)
    }

    /// The words as they were meant, where they were typed in another keyboard layout.
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

    /// The backend's answer, if it is one to the present words.
    fn with_remote<T>(self, read: impl FnOnce(&Remote) -> T) -> Option<T> {
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
) -> Remote {
    let can = untrack(|| {
        session.discovered(|portal| {
            let capable = &portal.capabilities;
            let requests = capable.requests.as_ref().is_some_and(|able| able.search);
            let requests = requests && portal.sign_in.user.is_some() && limits.requests > 0;
            (capable.knowledge.is_some() && texts, requests)
        })
    });
    let (articles, requests) = can.unwrap_or_default();
    let mut answer = Remote {
        words,
        ..Remote::default()
    };
    if requests {
        let get = endpoints::requests_about(&answer.words, limits.requests);
        answer.requests = listed(client, get, &mut answer.failure).await;
    }
    if texts {
        let services = listed(
            client,
            endpoints::services(&listing(&answer.words)),
            &mut answer.failure,
        )
        .await;
        answer.hits.extend(services.into_iter().map(Hit::service));
    }
    if articles {
        let articles = listed(
            client,
            endpoints::articles(&listing(&answer.words)),
            &mut answer.failure,
        )
        .await;
        answer.hits.extend(articles.into_iter().map(Hit::article));
    }
    answer
}

/// The best that some words mean.
fn listing<F: ListFilter>(words: &str) -> Listing<F> {
    Listing {
        filter: F::default().with_words(words),
        limit: 20,
        ..Listing::default()
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

/// How many of some hits are of a kind.
pub(crate) fn count(hits: &[Hit], kind: Kind) -> usize {
    hits.iter().filter(|hit| hit.is(kind)).count()
}
