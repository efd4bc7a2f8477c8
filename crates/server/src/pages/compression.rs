//! Compressed pages. Equal pages are compressed once.

use crate::limits::{PAGE_COMPRESSION_WAITS, PAGE_COMPRESSIONS};
use crate::worker_pool::WorkerPool;
use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;
use hashlink::LruCache;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The number of pages that are kept.
const MOST: usize = 256;

/// Fast enough for a page that is sent once, and within a few percent of the best compression.
const QUALITY: i32 = 5;

/// Compressed pages by their tags.
pub(super) struct Compressed {
    pages: Mutex<LruCache<String, Bytes>>,
    compressors: WorkerPool,
}

impl Default for Compressed {
    fn default() -> Self {
        Self {
            pages: Mutex::new(LruCache::new(MOST)),
            compressors: WorkerPool::new(PAGE_COMPRESSIONS, PAGE_COMPRESSION_WAITS),
        }
    }
}

impl Compressed {
    /// The page with this tag, compressed by Brotli; `None` if too many other pages are being
    /// compressed.
    pub(super) async fn of(&self, tag: &str, html: Bytes) -> Option<Bytes> {
        if let Some(known) = self.pages().get(tag) {
            return Some(known.clone());
        }
        let slot = self.compressors.slot().await.ok()?;
        let packed = slot.run(move |_| compress(&html)).await.ok()?;
        self.pages().insert(tag.to_owned(), packed.clone());
        Some(packed)
    }

    fn pages(&self) -> MutexGuard<'_, LruCache<String, Bytes>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn compress(html: &[u8]) -> Bytes {
    let mut packed = Vec::new();
    let options = BrotliEncoderParams {
        quality: QUALITY,
        ..BrotliEncoderParams::default()
    };
    // Writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &*html, &mut packed, &options);
    packed.into()
}
