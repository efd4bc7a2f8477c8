//! What people type into a search, found in one language.

use super::Maker;
use crate::content::{self, Text, Texts};
use crate::fold::Decomposed;
use portico_search::{Builder, Index, Options, Prior, Record, Search};
use std::collections::HashMap;
use std::sync::Arc;

/// The services, or the articles, in one language; or somebody's requests.
pub(crate) struct Finder {
    /// `None` only if a builder wrote what no reader takes.
    index: Option<Arc<Index>>,
    /// What is wanted more often is meant more often.
    priors: Vec<Prior>,
}

impl Finder {
    /// Of records with their popularity, 0 to 100.
    pub(crate) fn new(records: impl Iterator<Item = (Record, u8)>) -> Self {
        let mut builder = Builder::new();
        let mut popularity = HashMap::new();
        for (record, wanted) in records {
            builder.add(&record, &Decomposed);
            popularity.insert(record.id, wanted);
        }
        let index = Index::open(builder.build()).ok().map(Arc::new);
        let priors = index.iter().flat_map(|index| {
            let weight = |id: String| popularity.get(&id).map(|wanted| f32::from(*wanted) / 100.0);
            (0..index.len()).filter_map(move |record| {
                let weight = weight(index.id(record)?)?;
                Some(Prior { record, weight })
            })
        });
        let priors = priors.collect();
        Self { index, priors }
    }

    /// Those of `items` that were meant, the best first. Where some have all words of the search, others are left out.
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
            priors: &self.priors,
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

impl Maker<'_> {
    pub(super) fn service_record(&self, source: &content::Service) -> (Record, u8) {
        let others = [
            self.other_text(&source.name),
            self.other_texts(&source.keywords),
        ];
        let body = [
            vec![self.text(&source.description)],
            self.texts(&source.included),
            self.texts(&source.steps),
        ];
        let record = Record {
            id: source.id.clone(),
            language: self.language_of(source.name.contains_key(self.language)),
            title: self.text(&source.name),
            keywords: self.texts(&source.keywords).join("; "),
            synonyms: others.concat().join("; "),
            category: self.category_name(&source.category.value),
            summary: self.text(&source.summary),
            body: body.concat().join("\n"),
        };
        (record, source.popularity)
    }

    pub(super) fn article_record(&self, source: &content::Article) -> (Record, u8) {
        let own = source.languages.get(self.language);
        let words = own.or_else(|| source.languages.get(self.default));
        let others = source
            .languages
            .iter()
            .filter(|(tag, _)| *tag != self.language);
        let others = others.flat_map(|(_, words)| words.keywords.iter().chain([&words.title]));
        let others: Vec<_> = others.map(String::as_str).collect();
        let say = |part: fn(&content::ArticleWords) -> String| words.map(part).unwrap_or_default();
        let record = Record {
            id: source.id.clone(),
            language: self.language_of(own.is_some()),
            title: say(|words| words.title.clone()),
            keywords: say(|words| words.keywords.join("; ")),
            synonyms: others.join("; "),
            category: self.category_name(&source.category.value),
            summary: say(|words| words.summary.clone()),
            body: say(|words| words.body.value.clone()),
        };
        (record, source.popularity)
    }

    fn category_name(&self, id: &str) -> String {
        let categories = self.categories();
        let category = categories
            .into_iter()
            .find(|category| category.id.as_str() == id);
        category.map(|category| category.name).unwrap_or_default()
    }

    /// A text in all other languages: whoever reads one may well think in another.
    fn other_text(&self, text: &Text) -> Vec<String> {
        let others = text.iter().filter(|(tag, _)| *tag != self.language);
        others.map(|(_, words)| words.value.clone()).collect()
    }

    fn other_texts(&self, texts: &Texts) -> Vec<String> {
        let others = texts.iter().filter(|(tag, _)| *tag != self.language);
        others
            .flat_map(|(_, words)| words.iter().cloned())
            .collect()
    }
}
