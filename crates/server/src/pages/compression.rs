//! Compressed pages. Equal pages are compressed once.

use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;
use hashlink::LruCache;
use std::sync::{Mutex, PoisonError};

/// The number of pages that are kept.
const MOST: usize = 256;

/// Fast enough for a page that is sent once, and within a few percent of the best compression.
const QUALITY: i32 = 5;

/// Compressed pages by their tags.
pub(super) struct Compressed(Mutex<LruCache<String, Bytes>>);

impl Default for Compressed {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }
}

impl Compressed {
    /// The page with this tag, compressed by Brotli.
    pub(super) fn of(&self, tag: &str, html: String) -> Bytes {
        let cache = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cache().get(tag) {
            return known.clone();
        }
        let mut packed = Vec::new();
        let options = BrotliEncoderParams {
            quality: QUALITY,
            ..BrotliEncoderParams::default()
        };
        // Writing to memory cannot fail.
        let _ = brotli::BrotliCompress(&mut html.as_bytes(), &mut packed, &options);
        let packed = Bytes::from(packed);
        cache().insert(tag.to_owned(), packed.clone());
        packed
    }
}
