//! Builds an index in this browser from the backend's records or lists.

use super::engine::BrowserNormalizer;
use crate::api::Client;
use crate::api::endpoints::{self, ListQuery};
use js_sys::{Date, Promise};
use leptos::prelude::*;
use portico_contract::{CategoryId, IndexRecord, ListFilter, Page};
use portico_search::{Builder, Record};
use serde::de::DeserializeOwned;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The duration of a slice of work, in milliseconds, after which the page can continue.
const SLICE: f64 = 6.0;

/// The approximate number of words or records that are processed between two checks of the clock.
const UNITS: usize = 100;

/// Longer lists are searched by their backend.
const MOST: usize = 20_000;

/// The number of items on a page of a list, the maximum of the contract.
const PAGE: u32 = 100;

/// Builds an index, with pauses for the page.
pub(super) async fn make_index(records: impl Iterator<Item = Record>) -> Vec<u8> {
    let mut clock = Clock::start();
    let mut builder = Builder::new();
    for record in records {
        builder.add(&record, &BrowserNormalizer);
        clock.pause().await;
    }
    let mut making = builder.finish();
    loop {
        if let Some(bytes) = making.step(UNITS) {
            return bytes;
        }
        clock.pause().await;
    }
}

/// Tells when a slice of work has to end.
struct Clock(f64);

impl Clock {
    fn start() -> Self {
        Self(Date::now())
    }

    /// Lets the page continue, if it has waited long enough.
    async fn pause(&mut self) {
        if Date::now() - self.0 < SLICE {
            return;
        }
        let turn = Promise::new(&mut |resolve, _| {
            set_timeout(move || drop(resolve.call0(&JsValue::NULL)), Duration::ZERO);
        });
        let _ = JsFuture::from(turn).await;
        self.0 = Date::now();
    }
}

pub(super) fn record(record: IndexRecord) -> Record {
    Record {
        id: record.id,
        language: record.language,
        title: record.title,
        keywords: record.keywords.join("; "),
        synonyms: record.synonyms.join("; "),
        category: record.category,
        summary: record.summary,
        icon: record.icon,
        popularity: record.popularity,
        ..Record::default()
    }
}

/// Everything in the backend's lists; `None` if one of them cannot be read or is too long.
pub(super) async fn lists(client: Client, articles: bool) -> Option<Vec<Record>> {
    let categories = client.get(endpoints::categories()).await;
    let categories = categories.map(|page| page.items).unwrap_or_default();
    let name = |id: Option<CategoryId>| {
        let category = categories
            .iter()
            .find(|category| Some(&category.id) == id.as_ref());
        category
            .map(|category| category.name.clone())
            .unwrap_or_default()
    };
    let mut records = Vec::new();
    for service in all(client, endpoints::services).await? {
        records.push(Record {
            id: ["service/", service.id.as_str()].concat(),
            language: service.language.unwrap_or_default(),
            title: service.name,
            keywords: service.keywords.join("; "),
            category: name(service.category),
            summary: service.summary,
            icon: service.icon.unwrap_or_default(),
            ..Record::default()
        });
    }
    let articles = if articles {
        all(client, endpoints::articles).await?
    } else {
        Vec::new()
    };
    for article in articles {
        records.push(Record {
            id: ["article/", article.id.as_str()].concat(),
            language: article.language.unwrap_or_default(),
            title: article.title,
            keywords: article.keywords.join("; "),
            category: name(article.category),
            summary: article.summary,
            ..Record::default()
        });
    }
    Some(records)
}

async fn all<T: DeserializeOwned, F: ListFilter>(
    client: Client,
    get: fn(&ListQuery<F>) -> crate::api::Get<Page<T>>,
) -> Option<Vec<T>> {
    let mut items = Vec::new();
    let mut cursor = None;
    loop {
        let listing = ListQuery {
            limit: PAGE,
            cursor,
            ..ListQuery::default()
        };
        let page = client.get(get(&listing)).await.ok()?;
        if client.is_gone() {
            return None;
        }
        let before = items.len();
        items.extend(page.items);
        match page.next {
            // An empty page is the last one, whatever its cursor.
            Some(next) if items.len() > before && items.len() < MOST => cursor = Some(next),
            Some(_) => return None,
            None => return Some(items),
        }
    }
}
