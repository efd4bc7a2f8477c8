//! Searches of a user's own requests. The engine runs on its own threads, over a limited number of
//! requests with limited texts, with a limit on concurrent searches, and stops as soon as nobody
//! waits for its result.

use crate::db::{RequestListing, SearchedRequest};
use crate::http::ApiError;
use crate::localized_content::TextSearch;
use crate::worker_pool::{Cancellation, WorkerSlot};
use portico_search::Record;

/// The requests that match the words, the best match first: by service, number and answers.
pub(crate) async fn find(
    slot: WorkerSlot,
    requests: Vec<SearchedRequest>,
    q: &str,
) -> Result<Vec<RequestListing>, ApiError> {
    let q = q.to_owned();
    let found = slot
        .run(move |cancellation| found(&requests, &q, cancellation))
        .await?;
    found.ok_or_else(ApiError::too_slow)
}

fn found(
    requests: &[SearchedRequest],
    q: &str,
    cancellation: &Cancellation,
) -> Option<Vec<RequestListing>> {
    let records = requests.iter().map(|request| Record {
        id: request.summary.id.clone(),
        title: request.summary.service.name.clone(),
        keywords: request.summary.number.clone(),
        summary: request.words.clone(),
        ..Record::default()
    });
    let finder = TextSearch::unless(|| cancellation.is_requested(), records)?;
    let all = requests.iter().collect();
    let found = finder.narrow(q, all, |request| &request.summary.id);
    Some(found.into_iter().map(|one| one.summary.clone()).collect())
}
