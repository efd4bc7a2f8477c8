//! The services and articles of a content folder as records to search.
//!
//! A thing is one record in all its languages: its texts in the default language are what they are, and what it is
//! called in the others are other words for it. So one set of labelled queries fits, whatever language they are in.

use super::yaml;
use crate::project;
use anyhow::{Context, Result};
use regex_lite::Regex;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A record as `portico-relevance` reads it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Record {
    id: String,
    title: String,
    keywords: String,
    synonyms: String,
    category: String,
    summary: String,
    body: String,
    language: String,
}

/// What one language says of a thing.
#[derive(Default)]
struct Said {
    title: String,
    keywords: String,
    category: String,
    summary: String,
    body: String,
}

/// All services and articles; audiences do not matter here.
pub(super) fn read(folder: &Path) -> Result<Vec<Record>> {
    let languages = texts(read_yaml(&folder.join("organisation.yaml"))?.get("languages"));
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let categories = read_yaml(&folder.join("categories.yaml"))?;
    let category = |id: &str, language: &str| {
        let list = categories.as_array().into_iter().flatten();
        let found = list.filter(|category| text(category.get("id")) == id);
        let names = found.map(|category| text(said(category.get("name"), language, &languages)));
        names.collect::<String>()
    };
    let mut records = Vec::new();
    for path in project::files(&folder.join("services"))? {
        let service = read_yaml(&path)?;
        let speak = |language: &&str| {
            let part = |name: &str| text(said(service.get(name), language, &languages));
            Said {
                title: part("name"),
                keywords: part("keywords"),
                category: category(&text(service.get("category")), language),
                summary: part("summary"),
                body: ["description", "included", "steps"].map(part).join("\n"),
            }
        };
        let id = format!("service:{}", stem(&path));
        records.push(together(id, &languages, languages.iter().map(speak)));
    }
    for (id, translations) in articles(&folder.join("articles"))? {
        let filed = translations
            .get("")
            .map(|article| text(article.get("category")));
        let speak = |language: &&str| {
            let own = if languages.first() == Some(language) {
                ""
            } else {
                language
            };
            let Some(article) = translations.get(own) else {
                return Said::default();
            };
            let part = |name: &str| text(article.get(name));
            Said {
                title: part("title"),
                keywords: part("keywords"),
                category: category(filed.as_deref().unwrap_or_default(), language),
                summary: part("summary"),
                body: part("body"),
            }
        };
        let id = format!("article:{id}");
        records.push(together(id, &languages, languages.iter().map(speak)));
    }
    // Where a link leads is not read, and would be found.
    let target = Regex::new(r"\]\([^)]*\)")?;
    for record in &mut records {
        record.body = target.replace_all(&record.body, "]").into_owned();
    }
    Ok(records)
}

/// One record of what is said in all languages, the default one first.
fn together(id: String, languages: &[&str], mut said: impl Iterator<Item = Said>) -> Record {
    let default = said.next().unwrap_or_default();
    let mut record = Record {
        id,
        title: default.title,
        keywords: default.keywords,
        synonyms: String::new(),
        category: default.category,
        summary: default.summary,
        body: default.body,
        language: languages.first().copied().unwrap_or_default().to_owned(),
    };
    for other in said {
        add(&mut record.synonyms, &other.title);
        add(&mut record.synonyms, &other.keywords);
        add(&mut record.category, &other.category);
        add(&mut record.summary, &other.summary);
        add(&mut record.body, &other.body);
    }
    record
}

fn add(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push('\n');
    }
    text.push_str(more);
}

/// For each id the article, and under the tags of other languages its translations.
fn articles(folder: &Path) -> Result<BTreeMap<String, BTreeMap<String, Value>>> {
    let mut articles: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for path in project::files(folder)? {
        let stem = stem(&path);
        let (id, language) = stem.split_once('.').unwrap_or((&stem, ""));
        let whole = fs::read_to_string(&path)?;
        let parts = whole
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let (head, body) = parts.with_context(|| format!("{} has no head", path.display()))?;
        let mut article =
            yaml::parse(head).with_context(|| format!("{} cannot be read", path.display()))?;
        if let Some(members) = article.as_object_mut() {
            members.insert("body".to_owned(), body.into());
        }
        let of = articles.entry(id.to_owned()).or_default();
        of.insert(language.to_owned(), article);
    }
    Ok(articles)
}

/// What a text says in a language: a map has all languages, anything else is in the default one.
fn said<'a>(value: Option<&'a Value>, language: &str, languages: &[&str]) -> Option<&'a Value> {
    match value {
        Some(Value::Object(by_language)) => by_language.get(language),
        other => other.filter(|_| languages.first() == Some(&language)),
    }
}

/// A text, or the texts of a list, a line each.
fn text(value: Option<&Value>) -> String {
    texts(value).join("\n")
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().flat_map(|item| texts(Some(item))).collect(),
        _ => Vec::new(),
    }
}

fn read_yaml(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path);
    text.map_err(Into::into)
        .and_then(|text| yaml::parse(&text))
        .with_context(|| format!("{} cannot be read", path.display()))
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::project::files;
    use std::path::{Path, PathBuf};

    fn content() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
    }

    #[test]
    fn a_thing_is_one_record_in_all_languages() {
        let records = read(&content()).unwrap();
        let services = files(&content().join("services")).unwrap().len();
        let articles = files(&content().join("articles")).unwrap();
        let originals = articles
            .iter()
            .filter(|path| super::stem(path).find('.').is_none());
        assert_eq!(records.len(), services + originals.count());
        for record in &records {
            let texts = [
                &record.title,
                &record.summary,
                &record.category,
                &record.body,
            ];
            assert!(texts.iter().all(|text| !text.is_empty()), "{record:?}");
            assert!(
                !record.body.contains("](") && record.language == "en",
                "{record:?}"
            );
        }
    }

    #[test]
    fn every_label_names_a_record() {
        let known: Vec<_> = read(&content())
            .unwrap()
            .into_iter()
            .map(|record| record.id)
            .collect();
        let path = content().join("..").join(super::super::QUERIES);
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let query: serde_json::Value = serde_json::from_str(line).unwrap();
            for id in query["relevant"].as_array().unwrap() {
                assert!(known.iter().any(|known| id == known), "{line}");
            }
        }
    }
}
