//! The search engine as a page calls it: five functions for `bench/engines/portico.js`, and nothing else.

use js_sys::{Array, JsString};
use portico_search::{Builder, Index, Normalize, Options, Record, Search};
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;

/// The browser knows how letters are taken apart; its tables weigh nothing here.
struct Browser;

impl Normalize for Browser {
    fn nfkd(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKD").into()
    }
}

/// An index that is being made.
#[wasm_bindgen]
#[derive(Default)]
pub struct Adding {
    builder: Builder,
}

#[wasm_bindgen]
impl Adding {
    /// Starts with nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record; keywords are joined with spaces.
    pub fn add(
        &mut self,
        id: String,
        title: String,
        keywords: String,
        category: String,
        summary: String,
    ) {
        let record = Record {
            id,
            title,
            keywords,
            category,
            summary,
            ..Record::default()
        };
        self.builder.add(&record, &Browser);
    }

    /// Ends adding. Nothing only if the engine refuses its own index.
    #[must_use]
    pub fn build(self) -> Option<Engine> {
        Engine::load(self.builder.build())
    }
}

/// An index that can be searched.
#[wasm_bindgen]
pub struct Engine {
    index: Arc<Index>,
    search: Search,
}

#[wasm_bindgen]
impl Engine {
    /// Opens what [`Engine::serialize`] gave; nothing if it is damaged.
    #[must_use]
    pub fn load(bytes: Vec<u8>) -> Option<Engine> {
        let index = Arc::new(Index::open(bytes).ok()?);
        Some(Self {
            search: Search::new(Arc::clone(&index)),
            index,
        })
    }

    /// The ids of the best records. What matched is found out as well, since every screen shows it.
    pub fn search(&mut self, query: &str, limit: usize) -> Array {
        let options = Options {
            limit,
            ..Options::default()
        };
        let found = self.search.find(query, &options, &Browser);
        found
            .hits
            .iter()
            .map(|hit| JsString::from(hit.id.as_str()))
            .collect()
    }

    /// The index as it is sent and stored.
    #[must_use]
    pub fn serialize(&self) -> Vec<u8> {
        self.index.bytes().to_vec()
    }
}
