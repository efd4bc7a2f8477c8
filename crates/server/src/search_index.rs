//! Search indexes for searches in the browser.
//!
//! An index is built once for its contents: one version of the content, one language and one
//! audience. The server remembers the contents, so that a client with an earlier index receives
//! only the changes.

pub(crate) mod improvements;
pub(crate) mod routes;

use crate::db::{ImprovementStore, IndexStore, KnownIndex, Millis};
use crate::failure::chain;
use crate::fold::Decomposed;
use crate::hex::hex;
use crate::http::{ApiError, RouterState};
use crate::limits::{ANSWER_WITHIN, INDEX_BUILDERS, INDEXES_BUILT, INDEXES_KNOWN};
use crate::localized_content::{Indexed, LocalizedContents, searched};
use crate::worker_pool::WorkerPool;
use axum::body::Bytes;
use axum::extract::FromRef;
use brotli::enc::BrotliEncoderParams;
use jiff::Timestamp;
use portico_contract::IndexRecords;
use portico_search::{Builder, Record};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The interval between two records of an index's use.
const NOTED_FOR: Millis = 24 * 60 * 60 * 1000;
/// The maximum time that a request for an index waits for that record.
const NOTE_WITHIN: Duration = Duration::from_secs(1);
/// Quality 9 achieves most of the compression of quality 11, in a fraction of its time.
const BROTLI_QUALITY: i32 = 9;
/// Brotli's largest window.
const BROTLI_WINDOW: i32 = 24;

/// The state of the search handlers.
#[derive(Clone)]
pub(crate) struct SearchState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) indexes: Arc<Indexes>,
    pub(crate) improvements: Arc<dyn ImprovementStore>,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    SearchState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(routes::get_index))
        .routes(routes!(improvements::create_improvement))
}

/// The contents of a reader's index, in one language.
pub(crate) struct IndexContents<'a> {
    language: &'a str,
    records: Vec<&'a Indexed>,
    /// Identifies exactly these contents; the quoted part of the `ETag`.
    pub(crate) tag: String,
}

impl IndexContents<'_> {
    /// The changes since an earlier index; `None` if there are so many that the whole index is the
    /// better response.
    fn changes(&self, earlier: &KnownIndex) -> Option<IndexRecords> {
        let now: BTreeSet<&str> = self
            .records
            .iter()
            .map(|one| one.record.id.as_str())
            .collect();
        let removed = earlier.holds.keys();
        let removed: Vec<_> = removed.filter(|id| !now.contains(id.as_str())).collect();
        let is_other = |one: &&&Indexed| earlier.holds.get(&one.record.id) != Some(&one.sum);
        let changed: Vec<_> = self.records.iter().filter(is_other).collect();
        let few = (removed.len() + changed.len()).saturating_mul(4) < earlier.holds.len();
        few.then(|| IndexRecords {
            since: Some(earlier.tag.clone()),
            removed: removed.into_iter().cloned().collect(),
            records: changed.iter().map(|one| one.record.clone()).collect(),
        })
    }

    fn known(&self, seen_at: Millis) -> KnownIndex {
        let held = |one: &&Indexed| (one.record.id.clone(), one.sum.clone());
        KnownIndex {
            tag: self.tag.clone(),
            language: self.language.to_owned(),
            holds: self.records.iter().map(held).collect(),
            seen_at,
        }
    }
}

/// An index in its transfer encoding.
#[derive(Clone)]
pub(crate) struct Built {
    pub(crate) plain: Bytes,
    pub(crate) brotli: Bytes,
}

/// All indexes that were built and are still in memory.
pub(crate) struct Indexes {
    store: Arc<dyn IndexStore>,
    /// The bytes of an empty index, which change whenever the file format changes.
    layout: Vec<u8>,
    /// The indexes by their tags, the oldest first.
    built: Arc<BuiltIndexes>,
    builders: WorkerPool,
    /// The last time when each index was recorded as in use.
    noted: Mutex<HashMap<String, Millis>>,
}

impl Indexes {
    pub(crate) fn new(store: Arc<dyn IndexStore>) -> Self {
        Self {
            store,
            layout: Builder::new().build(),
            built: Arc::default(),
            builders: WorkerPool::new(INDEX_BUILDERS, ANSWER_WITHIN),
            noted: Mutex::default(),
        }
    }

    /// The index contents for these records, whose order must not depend on the caller.
    pub(crate) fn holding<'a>(
        &self,
        language: &'a str,
        records: impl Iterator<Item = &'a Indexed>,
    ) -> IndexContents<'a> {
        let records: Vec<_> = records.collect();
        let mut hash = Sha256::new();
        hash.update(&self.layout);
        hash.update(language);
        for one in &records {
            hash.update(format!("\n{} {}", one.record.id, one.sum));
        }
        let hash = hex(&hash.finalize());
        let tag = hash.get(..32).unwrap_or(&hash).to_owned();
        IndexContents {
            language,
            records,
            tag,
        }
    }

    /// The complete index.
    pub(crate) async fn whole(&self, holding: &IndexContents<'_>) -> Result<Built, ApiError> {
        let built = match find(&self.built, &holding.tag) {
            Some(built) => built,
            None => self.build(holding).await?,
        };
        self.note(&holding.tag, |now| holding.known(now)).await;
        Ok(built)
    }

    /// Builds an index, or waits for a build in progress. A build always completes, because the
    /// next caller uses its result.
    async fn build(&self, holding: &IndexContents<'_>) -> Result<Built, ApiError> {
        let records = holding.records.iter().map(|one| searched(&one.record));
        let records: Vec<_> = records.collect();
        let (tag, kept) = (holding.tag.clone(), Arc::clone(&self.built));
        let slot = self.builders.slot().await?;
        let built = slot.run(move |_| match find(&kept, &tag) {
            Some(built) => Ok(built),
            None => build(&records).inspect(|built| keep(&kept, &tag, built)),
        });
        built.await?.map_err(ApiError::internal)
    }

    /// The changes since an earlier index in the same language, if that index is known and the
    /// changes are few.
    pub(crate) async fn changes(
        &self,
        holding: &IndexContents<'_>,
        since: &str,
    ) -> Option<IndexRecords> {
        let earlier = self.store.index(since).await.unwrap_or_else(|error| {
            tracing::warn!(error = %chain(&error), "could not read the stored state of a search index");
            None
        })?;
        if earlier.language != holding.language {
            return None;
        }
        let changes = holding.changes(&earlier)?;
        // A client may ask for changes since either of them next.
        self.note(since, |seen_at| KnownIndex { seen_at, ..earlier })
            .await;
        self.note(&holding.tag, |now| holding.known(now)).await;
        Some(changes)
    }

    /// Records that an index is in use. If this fails, the only effect is that the client receives
    /// the whole index next time, so a failure of the store is not reported.
    async fn note(&self, tag: &str, index: impl FnOnce(Millis) -> KnownIndex) {
        let now = Timestamp::now().as_millisecond();
        let noted = || self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted().get(tag).is_some_and(|at| now - at < NOTED_FOR) {
            return;
        }
        let noting = self.store.remember(index(now), INDEXES_KNOWN);
        match timeout(NOTE_WITHIN, noting).await {
            Ok(Ok(())) => {
                let mut noted = noted();
                noted.retain(|_, at| now - *at < NOTED_FOR);
                noted.insert(tag.to_owned(), now);
            }
            Ok(Err(error)) => {
                tracing::warn!(error = %chain(&error), "could not store the state of a search index")
            }
            Err(_) => tracing::warn!("the state of a search index is not stored yet"),
        }
    }
}

type BuiltIndexes = Mutex<VecDeque<(String, Built)>>;

fn find(kept: &BuiltIndexes, tag: &str) -> Option<Built> {
    let built = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let found = built.iter().find(|(known, _)| known == tag);
    found.map(|(_, built)| built.clone())
}

fn keep(kept: &BuiltIndexes, tag: &str, new: &Built) {
    let mut built = kept.lock().unwrap_or_else(PoisonError::into_inner);
    built.retain(|(known, _)| known != tag);
    built.push_back((tag.to_owned(), new.clone()));
    while built.len() > INDEXES_BUILT {
        built.pop_front();
    }
}

fn build(records: &[Record]) -> std::io::Result<Built> {
    let started = Instant::now();
    let mut builder = Builder::new();
    for record in records {
        builder.add(record, &Decomposed);
    }
    let plain = builder.build();
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: plain.len(),
        ..BrotliEncoderParams::default()
    };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut plain.as_slice(), &mut brotli, &params)?;
    metrics::counter!("portico_indexes_built_total").increment(1);
    let ms = started.elapsed().as_millis();
    let (records, bytes) = (records.len(), brotli.len());
    tracing::info!(records, bytes, ms, "a search index was built");
    Ok(Built {
        plain: plain.into(),
        brotli: brotli.into(),
    })
}
