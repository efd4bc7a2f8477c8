//! Searches in one language.

use super::ContentBuilder;
use super::index::searched;
use crate::content;
use crate::fold::Decomposed;
use crate::richtext::plain;
use portico_search::{Builder, Index, Options, Record, Search};
use std::collections::HashMap;
use std::sync::Arc;

/// The number of records or words that are processed between checks for cancellation.
const STEP: usize = 256;

/// A search over the services, the articles, or a user's requests, in one language.
pub(crate) struct TextSearch {
    /// `None` only if the builder produced an index that the reader refuses, which is a bug.
    index: Option<Arc<Index>>,
}

impl TextSearch {
    pub(crate) fn new(records: impl Iterator<Item = Record>) -> Self {
        let mut builder = Builder::new();
        for record in records {
            builder.add(&record, &Decomposed);
        }
        Self::open(builder.build())
    }

    /// The same, unless cancelled; `stopped` is called before each of many small steps.
    pub(crate) fn unless(
        stopped: impl Fn() -> bool,
        records: impl Iterator<Item = Record>,
    ) -> Option<Self> {
        let mut builder = Builder::new();
        for record in records {
            if stopped() {
                return None;
            }
            builder.add(&record, &Decomposed);
        }
        let mut making = builder.finish();
        while !stopped() {
            if let Some(index) = making.step(STEP) {
                return Some(Self::open(index));
            }
        }
        None
    }

    fn open(index: Vec<u8>) -> Self {
        let index = Index::open(index).ok().map(Arc::new);
        Self { index }
    }

    /// The `items` that match, the best first. If some contain all words of the search, the others
    /// are omitted.
    pub(crate) fn narrow<'a, T>(
        &self,
        q: &str,
        items: Vec<&'a T>,
        id: impl Fn(&T) -> &str,
    ) -> Vec<&'a T> {
        let Some(index) = &self.index else {
            return items;
        };
        let options = Options {
            limit: index.len(),
            matches: false,
            ..Options::default()
        };
        let found = Search::new(Arc::clone(index)).find(q, &options, &Decomposed);
        let items: HashMap<&str, &T> = items.into_iter().map(|item| (id(item), item)).collect();
        let hits = found.hits.iter();
        let hits = hits.filter_map(|hit| Some((hit.words, *items.get(hit.id.as_str())?)));
        let hits: Vec<_> = hits.collect();
        let most = hits.iter().map(|(words, _)| *words).max();
        hits.into_iter()
            .filter(|(words, _)| Some(*words) == most)
            .map(|(_, item)| item)
            .collect()
    }
}

impl ContentBuilder<'_> {
    pub(super) fn service_search(&self) -> TextSearch {
        TextSearch::new(self.content.services.values().map(|source| Record {
            id: source.id.clone(),
            body: self.service_body(source),
            ..searched(&self.service_record(source))
        }))
    }

    pub(super) fn article_search(&self) -> TextSearch {
        TextSearch::new(self.content.articles.values().map(|source| Record {
            id: source.id.clone(),
            body: self.article_body(source),
            ..searched(&self.article_record(source))
        }))
    }

    /// Without the addresses of links, because a search would find them even where they are hidden.
    fn service_body(&self, source: &content::Service) -> String {
        let body = [
            vec![plain(self.markdown(&self.text(&source.description)))],
            self.texts(&source.included),
            self.texts(&source.steps),
        ];
        body.concat().join("\n")
    }

    fn article_body(&self, source: &content::Article) -> String {
        let words = source.languages.get(self.language);
        let words = words.or_else(|| source.languages.get(self.default));
        words
            .map(|words| plain(self.markdown(&words.body.value)))
            .unwrap_or_default()
    }
}
