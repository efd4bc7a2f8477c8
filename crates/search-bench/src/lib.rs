//! The search engine as a web page calls it, with only the functions that `bench/engines/portico.js` needs.

use js_sys::{Array, JsString};
use portico_search::{Builder, Index, Normalize, Options, Record, Search};
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;

/// Uses the browser's own normalization, whose tables add nothing to the module.
struct Browser;

impl Normalize for Browser {
    fn nfkd(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKD").into()
    }
}

/// An index that is being built.
#[wasm_bindgen]
#[derive(Default)]
pub struct Adding {
    builder: Builder,
}

#[wasm_bindgen]
impl Adding {
    /// Creates a builder without records.
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

    /// Builds the index. Returns `None` only if the engine rejects its own index.
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
    /// Opens the bytes returned by [`Engine::serialize`]. Returns `None` if they are damaged.
    #[must_use]
    pub fn load(bytes: Vec<u8>) -> Option<Engine> {
        let index = Arc::new(Index::open(bytes).ok()?);
        Some(Self {
            search: Search::new(Arc::clone(&index)),
            index,
        })
    }

    /// The ids of the best records. Matches are computed as well, because every screen displays them.
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

    /// The bytes of the index, as they are transferred and stored.
    #[must_use]
    pub fn serialize(&self) -> Vec<u8> {
        self.index.bytes().to_vec()
    }
}
