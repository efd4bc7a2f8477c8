//! Somebody's own requests, searched: the engine works on threads of its own, on few requests of bounded words, a few
//! searches at a time, and stops as soon as nobody waits for its answer any more.

use crate::http::Fail;
use crate::store::{SearchedRequest, Summary};
use crate::view::Finder;
use crate::workers::{Cancellation, WorkerSlot};
use portico_search::Record;

/// Those of the requests that are meant, the best first: by service, number and answers.
pub(crate) async fn find(
    slot: WorkerSlot,
    requests: Vec<SearchedRequest>,
    q: &str,
) -> Result<Vec<Summary>, Fail> {
    let q = q.to_owned();
    let found = slot
        .run(move |cancellation| found(&requests, &q, cancellation))
        .await?;
    found.ok_or_else(Fail::too_slow)
}

fn found(
    requests: &[SearchedRequest],
    q: &str,
    cancellation: &Cancellation,
) -> Option<Vec<Summary>> {
    let records = requests.iter().map(|request| Record {
        id: request.summary.id.clone(),
        title: request.summary.service.name.clone(),
        keywords: request.summary.number.clone(),
        summary: request.words.clone(),
        ..Record::default()
    });
    let finder = Finder::unless(|| cancellation.is_requested(), records)?;
    let all = requests.iter().collect();
    let found = finder.narrow(q, all, |request| &request.summary.id);
    Some(found.into_iter().map(|one| one.summary.clone()).collect())
}
