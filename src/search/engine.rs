//! The index of what somebody may see, searched in this browser.

use super::result::{Hit, What};
use crate::route::Kind;
use js_sys::JsString;
use portico_search::{Index, Match, Normalize, Options, Prior, Search};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often something has to be opened to count as much as opening can.
const OFTEN: f32 = 5.0;

/// The browser knows how letters are taken apart; its tables weigh nothing here.
pub(super) struct Browser;

impl Normalize for Browser {
    fn nfkd(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKD").into()
    }
}

/// What was found, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LocalResults {
    pub hits: Vec<Hit>,
    /// Nothing was found as it was typed, but as it would be in another keyboard layout.
    pub layout: Option<String>,
}

/// Searches an index, with what is newer over it.
pub(super) struct Engine {
    search: Search,
    base: Arc<Index>,
}

impl Engine {
    /// Nothing if the bytes are no index that this version reads.
    pub(super) fn open(bytes: Vec<u8>) -> Option<Self> {
        let base = Arc::new(Index::open(bytes).ok()?);
        Some(Self {
            search: Search::new(Arc::clone(&base)),
            base,
        })
    }

    /// Puts newer records over the index, in the place of earlier ones.
    pub(super) fn update(&mut self, newer: Vec<u8>, removed: &[String]) -> bool {
        let Ok(newer) = Index::open(newer) else {
            return false;
        };
        let removed: Vec<&str> = removed.iter().map(String::as_str).collect();
        self.search.update(Arc::new(newer), &removed);
        true
    }

    /// The bytes of the index without what is newer.
    pub(super) fn bytes(&self) -> &[u8] {
        self.base.bytes()
    }

    /// What some words mean; `opened` says how often its reader has opened what.
    pub(super) fn find(
        &mut self,
        words: &str,
        limit: usize,
        opened: &BTreeMap<String, u32>,
    ) -> LocalResults {
        let mut priors: Vec<Prior> = opened
            .iter()
            .filter_map(|(id, count)| {
                #[expect(clippy::cast_precision_loss, reason = "people open few things")]
                let weight = (*count as f32 / OFTEN).min(1.0);
                let record = self.search.find_id(id)?;
                Some(Prior { record, weight })
            })
            .collect();
        priors.sort_unstable_by_key(|prior| prior.record);
        let options = Options {
            limit,
            priors: &priors,
            ..Options::default()
        };
        let found = self.search.find(words, &options, &Browser);
        let hits = found.hits.iter();
        let hits = hits.filter_map(|hit| self.hit(hit.record, &hit.id, &hit.matches));
        LocalResults {
            hits: hits.collect(),
            layout: found.layout,
        }
    }

    /// The services that are asked for most.
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
            "service" => What::Thing(Kind::Service),
            "article" => What::Thing(Kind::Article),
            "place" => What::Place,
            _ => return None,
        };
        let text = |field| self.search.text(record, field);
        let language = self.search.language(record);
        let hit = Hit::found(what, id, language, text, matches);
        Some(hit.with_icon(self.search.icon(record)))
    }

    /// The words of the index that are closest to those that were typed.
    pub(super) fn closest(&self, words: &str) -> Vec<String> {
        self.search.suggest(words, 3, &Browser)
    }
}
