//! The services and articles of a content folder as search records.
//!
//! An object has a record in each of its languages, with IDs that differ after a `#`: the figures
//! treat them as one, so that one set of labelled queries serves all languages.

use super::yaml;
use crate::project;
use anyhow::{Context, Result};
use regex_lite::Regex;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A record in the format of `portico-relevance`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Record {
    id: String,
    title: String,
    keywords: String,
    category: String,
    summary: String,
    body: String,
    language: String,
}

/// All services and articles in all their languages, regardless of their audiences.
pub(super) fn read(folder: &Path) -> Result<Vec<Record>> {
    let languages = texts(read_yaml(&folder.join("organisation.yaml"))?.get("languages"));
    let default = languages
        .first()
        .context("organisation.yaml has no languages")?;
    let categories = read_yaml(&folder.join("categories.yaml"))?;
    let category = |id: &str, language: &str| {
        let mut list = categories.as_array().into_iter().flatten();
        let found = list.find(|category| text(category.get("id")) == id);
        text(found.and_then(|found| said(found.get("name"), language, default)))
    };
    let id = |kind: &str, name: &str, language: &str| match language == default {
        true => format!("{kind}:{name}"),
        false => format!("{kind}:{name}#{language}"),
    };
    let mut records = Vec::new();
    for path in project::files(&folder.join("services"))? {
        let service = read_yaml(&path)?;
        for language in &languages {
            let part = |name: &str| text(said(service.get(name), language, default));
            records.push(Record {
                id: id("service", &stem(&path), language),
                title: part("name"),
                keywords: part("keywords"),
                category: category(&text(service.get("category")), language),
                summary: part("summary"),
                body: ["description", "included", "steps"].map(part).join("\n"),
                language: language.clone(),
            });
        }
    }
    for (name, translations) in articles(&folder.join("articles"), default)? {
        let filed = text(
            translations
                .get(default)
                .and_then(|one| one.get("category")),
        );
        for (language, article) in &translations {
            let part = |name: &str| text(article.get(name));
            records.push(Record {
                id: id("article", &name, language),
                title: part("title"),
                keywords: part("keywords"),
                category: category(&filed, language),
                summary: part("summary"),
                body: part("body"),
                language: language.clone(),
            });
        }
    }
    // Objects that exist only in the default language have no title in the others.
    records.retain(|record| !record.title.is_empty());
    // Link targets are not read by users, but would be found.
    let target = Regex::new(r"\]\([^)]*\)")?;
    for record in &mut records {
        record.body = target.replace_all(&record.body, "]").into_owned();
    }
    Ok(records)
}

/// The article and its translations for each ID, by language.
fn articles(folder: &Path, default: &str) -> Result<BTreeMap<String, BTreeMap<String, Value>>> {
    let mut articles: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for path in project::files(folder)? {
        let stem = stem(&path);
        let (id, language) = stem.split_once('.').unwrap_or((&stem, default));
        let whole = fs::read_to_string(&path)?;
        let parts = whole
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let (head, body) =
            parts.with_context(|| format!("{} has no front matter", path.display()))?;
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

/// The value in a language: a map contains all languages, anything else is in the default one.
fn said<'a>(value: Option<&'a Value>, language: &str, default: &str) -> Option<&'a Value> {
    match value {
        Some(Value::Object(by_language)) => by_language.get(language),
        other => other.filter(|_| language == default),
    }
}

/// A text, or the texts of a list, one per line.
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
    use super::{read, stem};
    use crate::project::files;
    use std::path::{Path, PathBuf};

    fn content() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
    }

    #[test]
    fn a_thing_is_a_record_in_each_of_its_languages() {
        let records = read(&content()).unwrap();
        let has = |id: &str| records.iter().any(|record| record.id == id);
        for path in files(&content().join("services")).unwrap() {
            assert!(has(&format!("service:{}", stem(&path))), "{path:?}");
        }
        for path in files(&content().join("articles")).unwrap() {
            assert!(
                has(&format!("article:{}", stem(&path).replace('.', "#"))),
                "{path:?}"
            );
        }
        assert!(has("service:headset#de"));
        for record in &records {
            let texts = [&record.title, &record.summary, &record.category];
            assert!(texts.iter().all(|text| !text.is_empty()), "{record:?}");
            assert!(
                !record.body.is_empty() && !record.body.contains("]("),
                "{record:?}"
            );
            let expected = if record.id.ends_with("#de") {
                "de"
            } else {
                "en"
            };
            assert_eq!(record.language, expected, "{record:?}");
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
