//! In which records a typed word is.

use crate::bits::Bits;
use crate::expansion::{Alternatives, Pair};
use crate::index::Index;
use crate::lexicon::Entry;
use crate::postings::{Postings, mark};

/// Records in which a typed word is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// All of them; more than it is where words are too common to be listed.
    pub(crate) all: Bits,
    /// Those where it is in a primary field, which names the record.
    pub(crate) primary: Bits,
    /// The records that common words without a list are in, as a share of 255.
    pub(crate) often: u32,
    /// Nothing was added.
    pub(crate) empty: bool,
}

impl Places {
    pub(crate) fn reset(&mut self, records: usize) {
        self.all.reset(records);
        self.primary.reset(records);
        self.often = 0;
        self.empty = true;
    }

    /// Adds the records of a word.
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

    /// Adds the records of all that would do and has a rank like that, until so many
    /// records are named by it, or twice as many are described.
    pub(crate) fn add_all(
        &mut self,
        index: &Index,
        alternatives: &Alternatives,
        ranks: impl Fn(u8) -> bool,
        most: usize,
    ) {
        let words = alternatives.words.iter().filter(|word| ranks(word.rank));
        // How long the lists are that were read since records were counted last; a byte is about a record.
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
        for pair in alternatives.pairs.iter().filter(|pair| ranks(pair.rank)) {
            self.add_pair(index, pair);
        }
        self.settle();
    }

    pub(crate) fn copy(&mut self, other: &Places) {
        self.all.copy(&other.all);
        self.primary.copy(&other.primary);
        self.often = other.often;
        self.empty = other.empty;
    }

    /// Ends adding.
    fn settle(&mut self) {
        if self.often == 0 && !self.empty {
            self.all.or(&self.primary);
        }
    }

    /// Adds the records that have both words of a pair.
    fn add_pair(&mut self, index: &Index, pair: &Pair) {
        self.empty = false;
        let records = index.len();
        let mut left = Places::default();
        left.reset(records);
        left.add(index, &pair.left);
        left.settle();
        let mut right = Places::default();
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

    /// In how many records it is, as far as that is known.
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
