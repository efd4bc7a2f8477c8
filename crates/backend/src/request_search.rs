//! Somebody's own requests, searched: the engine works on threads of its own, on few requests of bounded words, a few
//! searches at a time, and stops as soon as nobody waits for its answer any more.

use crate::http::Fail;
use crate::limits::{REQUEST_SEARCH_WAITS, REQUEST_SEARCHES};
use crate::store::{SearchedRequest, Summary};
use crate::view::Finder;
use portico_search::Record;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// The searches that run.
pub(crate) struct RequestSearches(Arc<Semaphore>);

impl Default for RequestSearches {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(REQUEST_SEARCHES)))
    }
}

/// Tells the engine to stop when whoever waits for it is dropped: the client has gone, or its time is over.
struct StopWhenDropped(Arc<AtomicBool>);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A turn to search. It ends when the engine has stopped, also where nobody waits for it any more.
pub(crate) struct Turn(OwnedSemaphorePermit);

impl RequestSearches {
    /// Waits for a turn, but not for long. Whoever waits has read nothing yet.
    pub(crate) async fn turn(&self) -> Result<Turn, Fail> {
        let turn = Arc::clone(&self.0).acquire_owned();
        match timeout(REQUEST_SEARCH_WAITS, turn).await {
            Ok(Ok(turn)) => Ok(Turn(turn)),
            Ok(Err(closed)) => Err(Fail::internal(&closed.to_string())),
            Err(_) => Err(Fail::too_slow()),
        }
    }
}

impl Turn {
    /// Those of the requests that are meant, the best first: by service, number and answers.
    pub(crate) async fn find(
        self,
        requests: Vec<SearchedRequest>,
        q: &str,
    ) -> Result<Vec<Summary>, Fail> {
        let stopped = Arc::new(AtomicBool::new(false));
        let _stop = StopWhenDropped(Arc::clone(&stopped));
        let q = q.to_owned();
        let permit = self.0;
        let search = spawn_blocking(move || {
            let found = found(&requests, &q, || stopped.load(Ordering::Relaxed));
            drop(permit);
            found
        });
        let found = search.await;
        let found = found.map_err(|error| Fail::internal(&error.to_string()))?;
        found.ok_or_else(Fail::too_slow)
    }
}

fn found(
    requests: &[SearchedRequest],
    q: &str,
    stopped: impl Fn() -> bool,
) -> Option<Vec<Summary>> {
    let records = requests.iter().map(|request| Record {
        id: request.summary.id.clone(),
        title: request.summary.service.name.clone(),
        keywords: request.summary.number.clone(),
        summary: request.words.clone(),
        ..Record::default()
    });
    let finder = Finder::unless(stopped, records)?;
    let all = requests.iter().collect();
    let found = finder.narrow(q, all, |request| &request.summary.id);
    Some(found.into_iter().map(|one| one.summary.clone()).collect())
}
