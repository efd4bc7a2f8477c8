//! Records for searches in the browser, in one language.

use super::ContentBuilder;
use crate::content::{self, Text, Texts};
use crate::hex::hex;
use portico_contract::{IndexRecord, PublicRead};
use portico_search::Record;
use sha2::{Digest, Sha256};

/// A service or an article as an index record.
pub(crate) struct Indexed {
    /// The area that it belongs to.
    pub(crate) part: PublicRead,
    /// Its own ID; the record's ID also contains its kind.
    pub(crate) id: String,
    pub(crate) record: IndexRecord,
    /// A hash that changes whenever the record changes.
    pub(crate) sum: String,
}

impl Indexed {
    fn new(part: PublicRead, id: &str, record: IndexRecord) -> Self {
        let bytes = serde_json::to_vec(&record).unwrap_or_default();
        let hash = hex(&Sha256::digest(bytes));
        Self {
            part,
            id: id.to_owned(),
            record,
            sum: hash.get(..16).unwrap_or(&hash).to_owned(),
        }
    }
}

/// A record for the search engine, without a body.
pub(crate) fn searched(record: &IndexRecord) -> Record {
    let record = record.clone();
    Record {
        id: record.id,
        language: record.language,
        title: record.title,
        keywords: record.keywords.join("; "),
        synonyms: record.synonyms.join("; "),
        category: record.category,
        summary: record.summary,
        body: String::new(),
        icon: record.icon,
        popularity: record.popularity,
    }
}

impl ContentBuilder<'_> {
    pub(super) fn index(&self) -> Vec<Indexed> {
        let services = self.content.services.values().map(|source| {
            let record = self.service_record(source);
            Indexed::new(PublicRead::Catalogue, &source.id, record)
        });
        let articles = self.content.articles.values().map(|source| {
            let record = self.article_record(source);
            Indexed::new(PublicRead::Articles, &source.id, record)
        });
        services.chain(articles).collect()
    }

    pub(super) fn service_record(&self, source: &content::Service) -> IndexRecord {
        let others = [
            self.other_text(&source.name),
            self.other_texts(&source.keywords),
        ];
        IndexRecord {
            id: format!("service/{}", source.id),
            language: self.tag_of(&source.name),
            title: self.text(&source.name),
            keywords: self.texts(&source.keywords),
            synonyms: others.concat(),
            category: self.category_name(&source.category.value),
            summary: self.text(&source.summary),
            icon: source.icon.clone(),
            popularity: self.popularity.get(&source.id).copied().unwrap_or_default(),
        }
    }

    pub(super) fn article_record(&self, source: &content::Article) -> IndexRecord {
        let own = source.languages.get(self.language);
        let words = own.or_else(|| source.languages.get(self.default));
        let others = source
            .languages
            .iter()
            .filter(|(tag, _)| *tag != self.language);
        let others = others.flat_map(|(_, words)| words.keywords.iter().chain([&words.title]));
        let say = |part: fn(&content::ArticleTexts) -> &String| {
            words.map(part).cloned().unwrap_or_default()
        };
        IndexRecord {
            id: format!("article/{}", source.id),
            language: self.language_of(own.is_some()),
            title: say(|words| &words.title),
            keywords: words
                .map(|words| words.keywords.clone())
                .unwrap_or_default(),
            synonyms: others.cloned().collect(),
            category: self.category_name(&source.category.value),
            summary: say(|words| &words.summary),
            icon: String::new(),
            popularity: source.popularity,
        }
    }

    fn category_name(&self, id: &str) -> String {
        let category = self.filed(id);
        category
            .map(|category| self.text(&category.name))
            .unwrap_or_default()
    }

    /// A text in all other languages, because readers may search in another language than they
    /// read.
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
