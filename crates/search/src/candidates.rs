//! The records that match a typed word.

use crate::bits::Bits;
use crate::expansion::{Pair, WordMatches};
use crate::index::Index;
use crate::lexicon::Entry;
use crate::postings::{Postings, mark};

/// The records that match a typed word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidates {
    /// All matching records. A superset if one of the words is too common to have postings.
    pub(crate) all: Bits,
    /// The records that match in a primary field, one that names the record.
    pub(crate) primary: Bits,
    /// The share, in units of 1/255, of records that contain words without postings.
    pub(crate) often: u32,
    /// Whether nothing has been added.
    pub(crate) empty: bool,
}

impl Candidates {
    pub(crate) fn reset(&mut self, records: usize) {
        self.all.reset(records);
        self.primary.reset(records);
        self.often = 0;
        self.empty = true;
    }

    /// Adds the records with an entry.
    fn add(&mut self, index: &Index, entry: &Entry) {
        self.empty = false;
        let (primary, secondary) = index.postings(entry);
        if let Postings::In(list) = primary {
            mark(list, &mut self.primary);
        }
        match secondary {
            Postings::In(list) if self.often == 0 => mark(list, &mut self.all),
            Postings::In(_) => {}
            Postings::Often(share) => {
                if self.often == 0 {
                    self.all.fill();
                }
                self.often += u32::from(share).max(1);
            }
        }
    }

    /// Adds the records of all alternatives with an accepted rank, until about `most` records match in a primary field
    /// or twice as many in any field.
    pub(crate) fn add_all(
        &mut self,
        index: &Index,
        word_matches: &WordMatches,
        ranks: impl Fn(u8) -> bool,
        most: usize,
    ) {
        let words = word_matches.words.iter().filter(|word| ranks(word.rank));
        // The length of the lists read since the records were last counted; one byte is about one record.
        let mut listed = 0;
        for word in words {
            self.add(index, &word.entry);
            listed += word.entry.primary.saturating_add(word.entry.secondary) as usize;
            if listed >= most / 2 {
                listed = 0;
                if self.primary.count() >= most || self.all.count() >= most.saturating_mul(2) {
                    break;
                }
            }
        }
        for pair in word_matches.pairs.iter().filter(|pair| ranks(pair.rank)) {
            self.add_pair(index, pair);
        }
        self.settle();
    }

    pub(crate) fn copy(&mut self, other: &Candidates) {
        self.all.copy(&other.all);
        self.primary.copy(&other.primary);
        self.often = other.often;
        self.empty = other.empty;
    }

    /// Finishes adding: merges the primary matches into `all`.
    fn settle(&mut self) {
        if self.often == 0 && !self.empty {
            self.all.or(&self.primary);
        }
    }

    /// Adds the records that contain both words of a pair.
    fn add_pair(&mut self, index: &Index, pair: &Pair) {
        self.empty = false;
        let records = index.len();
        let mut left = Candidates::default();
        left.reset(records);
        left.add(index, &pair.left);
        left.settle();
        let mut right = Candidates::default();
        right.reset(records);
        for entry in &pair.right {
            right.add(index, entry);
        }
        right.settle();
        left.all.and(&right.all);
        left.primary.and(&right.primary);
        self.all.or(&left.all);
        self.primary.or(&left.primary);
    }

    /// The number of matching records, estimated for words without postings.
    pub(crate) fn frequency(&self, records: usize) -> usize {
        if self.empty {
            0
        } else if self.often == 0 {
            self.all.count()
        } else {
            (self.often.min(255) as usize * records / 255).clamp(1, records)
        }
    }
}
