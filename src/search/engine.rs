//! Searches the index of everything that a user may see, in this browser.

use super::result::{Hit, HitKind};
use crate::route::ResultKind;
use js_sys::JsString;
use portico_search::{Boost, Index, Match, Normalize, Options, Search};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of visits at which the boost of an opened result is at its maximum.
const OFTEN: f32 = 5.0;

/// Normalises with the browser's own tables, which add nothing to the module.
pub(super) struct BrowserNormalizer;

impl Normalize for BrowserNormalizer {
    fn nfkd(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKD").into()
    }
}

/// The results, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LocalResults {
    pub hits: Vec<Hit>,
    /// The query in another keyboard layout, if only that has results.
    pub layout: Option<String>,
}

/// Searches an index, with newer records on top.
pub(super) struct Engine {
    search: Search,
    base: Arc<Index>,
}

impl Engine {
    /// `None` if the bytes are not an index that this version reads.
    pub(super) fn open(bytes: Vec<u8>) -> Option<Self> {
        let base = Arc::new(Index::open(bytes).ok()?);
        Some(Self {
            search: Search::new(Arc::clone(&base)),
            base,
        })
    }

    /// Sets the newer records on top of the index, in place of earlier ones.
    pub(super) fn update(&mut self, newer: Vec<u8>, removed: &[String]) -> bool {
        let Ok(newer) = Index::open(newer) else {
            return false;
        };
        let removed: Vec<&str> = removed.iter().map(String::as_str).collect();
        self.search.update(Arc::new(newer), &removed);
        true
    }

    /// The bytes of the index, without newer records.
    pub(super) fn bytes(&self) -> &[u8] {
        self.base.bytes()
    }

    /// The results for some words; `opened` contains how often the user has opened each record.
    pub(super) fn find(
        &mut self,
        words: &str,
        limit: usize,
        opened: &BTreeMap<String, u32>,
    ) -> LocalResults {
        let mut boosts: Vec<Boost> = opened
            .iter()
            .filter_map(|(id, count)| {
                #[expect(clippy::cast_precision_loss, reason = "people open few things")]
                let weight = (*count as f32 / OFTEN).min(1.0);
                let record = self.search.find_id(id)?;
                Some(Boost { record, weight })
            })
            .collect();
        boosts.sort_unstable_by_key(|prior| prior.record);
        let options = Options {
            limit,
            boosts: &boosts,
            ..Options::default()
        };
        let found = self.search.find(words, &options, &BrowserNormalizer);
        let hits = found.hits.iter();
        let hits = hits.filter_map(|hit| self.hit(hit.record, &hit.id, &hit.matches));
        LocalResults {
            hits: hits.collect(),
            layout: found.layout,
        }
    }

    /// The most requested services.
    pub(super) fn popular(&self, limit: usize) -> Vec<Hit> {
        let services = |id: &str| id.starts_with("service/");
        let popular = self.search.popular(limit, services).into_iter();
        popular
            .filter_map(|(record, id)| self.hit(record, &id, &[]))
            .collect()
    }

    fn hit(&self, record: usize, id: &str, matches: &[Match]) -> Option<Hit> {
        let (kind, id) = id.split_once('/')?;
        let what = match kind {
            "service" => HitKind::Content(ResultKind::Service),
            "article" => HitKind::Content(ResultKind::Article),
            "place" => HitKind::Screen,
            _ => return None,
        };
        let text = |field| self.search.text(record, field);
        let language = self.search.language(record);
        let hit = Hit::found(what, id, language, text, matches);
        Some(hit.with_icon(self.search.icon(record)))
    }

    /// The words of the index that are closest to the typed ones.
    pub(super) fn closest(&self, words: &str) -> Vec<String> {
        self.search.suggest(words, 3, &BrowserNormalizer)
    }
}
