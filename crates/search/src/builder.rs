//! Builds an index from records, in steps whose size the caller chooses.

mod incremental_sort;
mod index_build;

pub use index_build::IndexBuild;

use crate::bytes::checksum;
use crate::fold::{Normalize, fold};
use crate::index::usual_gap;
use crate::lexicon::build::order;
use crate::record::{Field, MAX_POPULAR, Record};
use crate::words::spans;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Collects records. The index does not depend on the order in which they are added.
#[derive(Default)]
pub struct Builder {
    spellings: Vec<Spelling>,
    spelling_numbers: HashMap<String, u32, BuildHasherDefault<Fnv>>,
    /// Each gap (the text between two words) and how often it occurs.
    gaps: Vec<(String, u32)>,
    gap_numbers: HashMap<String, u32, BuildHasherDefault<Fnv>>,
    records: Vec<TokenizedRecord>,
    folded: String,
}

/// One spelling of a word.
struct Spelling {
    folded: String,
    /// Its sort position among the spellings of its folded form; see [`order`].
    bit: u8,
    spelt: String,
    /// How often it occurs.
    count: u32,
}

/// A tokenized record.
struct TokenizedRecord {
    id: String,
    language: String,
    icon: String,
    popularity: u8,
    /// Its category and title, so that similar records are sorted next to each other.
    place: (String, String),
    /// A hash that tells apart records with the same id and title.
    sum: u64,
    /// The tokens of all fields. The lowest bit says whether a token is a spelling (0) or a gap (1); the rest is its
    /// number.
    tokens: Vec<u32>,
    /// The end of each field in `tokens`.
    ends: [u32; Field::ALL.len()],
}

impl TokenizedRecord {
    /// The sort key. Similar records are adjacent, which makes the index smaller and keeps records that are read
    /// together close to each other.
    fn key(&self) -> (&(String, String), &str, &str, u64) {
        (&self.place, &self.id, &self.language, self.sum)
    }
}

impl Builder {
    /// Creates a builder without records.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record. If several records have the same id, only one of them is kept.
    pub fn add(&mut self, record: &Record, normalize: &dyn Normalize) {
        let mut tokens = Vec::new();
        let mut ends = [0; Field::ALL.len()];
        let popularity = record.popularity.min(MAX_POPULAR);
        let mut sum = u64::from(popularity) ^ checksum(record.icon.as_bytes()).rotate_left(8);
        for (field, end) in Field::ALL.into_iter().zip(&mut ends) {
            let text = record.text(field);
            sum = sum.rotate_left(9) ^ checksum(text.as_bytes());
            self.read(text, normalize, &mut tokens);
            *end = tokens.len() as u32;
        }
        self.records.push(TokenizedRecord {
            id: record.id.clone(),
            language: record.language.clone(),
            icon: record.icon.clone(),
            popularity,
            place: (record.category.clone(), record.title.clone()),
            sum,
            tokens,
            ends,
        });
    }

    /// Finishes adding; the remaining work is done in steps.
    #[must_use]
    pub fn finish(self) -> IndexBuild {
        IndexBuild::new(self)
    }

    /// Finishes adding and does all of the remaining work.
    #[must_use]
    pub fn build(self) -> Vec<u8> {
        let mut index_build = self.finish();
        loop {
            if let Some(bytes) = index_build.step(usize::MAX) {
                return bytes;
            }
        }
    }

    /// Tokenizes a text.
    fn read(&mut self, text: &str, normalize: &dyn Normalize, tokens: &mut Vec<u32>) {
        let mut end = 0;
        let mut after = None;
        for span in spans(text) {
            let gap = text.get(end..span.range.start).unwrap_or_default();
            if gap != usual_gap(after, span.single) {
                tokens.push(self.gap(gap) << 1 | 1);
            }
            let word = text.get(span.range.clone()).unwrap_or_default();
            tokens.push(self.spelling(word, normalize) << 1);
            end = span.range.end;
            after = Some(span.single);
        }
        let gap = text.get(end..).unwrap_or_default();
        if !gap.is_empty() {
            tokens.push(self.gap(gap) << 1 | 1);
        }
    }

    fn gap(&mut self, gap: &str) -> u32 {
        if let Some(number) = self.gap_numbers.get(gap) {
            if let Some((_, count)) = self.gaps.get_mut(*number as usize) {
                *count += 1;
            }
            return *number;
        }
        let number = self.gaps.len() as u32;
        self.gaps.push((gap.to_owned(), 1));
        self.gap_numbers.insert(gap.to_owned(), number);
        number
    }

    fn spelling(&mut self, word: &str, normalize: &dyn Normalize) -> u32 {
        if let Some(number) = self.spelling_numbers.get(word) {
            if let Some(known) = self.spellings.get_mut(*number as usize) {
                known.count += 1;
            }
            return *number;
        }
        fold(word, normalize, &mut self.folded);
        let number = self.spellings.len() as u32;
        self.spellings.push(Spelling {
            folded: self.folded.clone(),
            bit: order(&self.folded, word),
            spelt: word.to_owned(),
            count: 1,
        });
        self.spelling_numbers.insert(word.to_owned(), number);
        number
    }
}

/// FNV-1a, a hash that is the same on every platform and needs no randomness.
#[derive(Clone)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
