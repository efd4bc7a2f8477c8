//! All words of an index, sorted by their folded form, so that words with a common prefix are adjacent.
//!
//! Each entry is one folded word with all its spellings. Every spelling has a number, and the numbers of an entry are
//! consecutive. Entries are stored in blocks of [`BLOCK`]; within a block, each entry stores only how it differs from
//! the previous one.

pub(crate) mod build;
mod spelling;

use crate::bytes::{Planes, leading, number};
use spelling::Spellings;

/// The number of entries per block. The first word of a block is written in full.
pub(crate) const BLOCK: usize = 16;

/// The folded words of an index and the positions of their postings.
#[derive(Clone, Copy)]
pub(crate) struct Lexicon<'a> {
    /// The entries.
    pub(crate) data: &'a [u8],
    /// The start of each block in `data`.
    pub(crate) blocks: Planes<'a>,
    /// The number of each block's first spelling.
    pub(crate) spellings: Planes<'a>,
    /// The start of the postings of each block's first entry.
    pub(crate) postings: Planes<'a>,
    /// The number of entries.
    pub(crate) entries: usize,
}

/// A folded word of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The position in the lexicon, counted from 0.
    pub(crate) index: u32,
    /// The number of its first spelling.
    pub(crate) first: u32,
    /// The number of spellings.
    pub(crate) spellings: u32,
    /// The start of the postings.
    pub(crate) postings: u32,
    /// The length in bytes of the postings in primary fields, which name a record.
    pub(crate) primary: u32,
    /// The length in bytes of the postings in secondary fields, which describe a record. They follow the primary ones.
    pub(crate) secondary: u32,
}

/// Reads entries one after the other, without reconstructing the words; see [`Step`].
pub(crate) struct Cursor<'a> {
    lexicon: Lexicon<'a>,
    index: usize,
    at: usize,
    spelling: u32,
    postings: u32,
}

/// One entry as it is stored: the length of the prefix shared with the previous word, and the remaining bytes.
pub(crate) struct Step<'a> {
    pub(crate) shared: usize,
    pub(crate) rest: &'a [u8],
    pub(crate) entry: Entry,
    spellings: Spellings<'a>,
}

impl<'a> Lexicon<'a> {
    /// A cursor at the first entry of a block.
    pub(crate) fn block(&self, block: usize) -> Cursor<'a> {
        Cursor {
            lexicon: *self,
            index: block * BLOCK,
            at: self.blocks.get(block),
            spelling: self.spellings.get(block) as u32,
            postings: self.postings.get(block) as u32,
        }
    }

    /// The first word of a block.
    pub(crate) fn head(&self, block: usize) -> &'a [u8] {
        self.block(block).next().map_or(&[], |step| step.rest)
    }

    /// The block that contains a word, if any block does.
    fn block_of(&self, word: &[u8]) -> usize {
        let up_to = leading(self.blocks.len(), |block| self.head(block) <= word);
        up_to.saturating_sub(1)
    }

    /// The entry of a folded word.
    pub(crate) fn find(&self, word: &[u8]) -> Option<Entry> {
        let mut found = None;
        self.from(word, |entry, folded| {
            found = (folded == word).then_some(entry);
            false
        });
        found
    }

    /// Calls `visit` with each entry from `word` onwards and its folded word, until `visit` returns `false`.
    pub(crate) fn from(&self, word: &[u8], mut visit: impl FnMut(Entry, &[u8]) -> bool) {
        let mut folded: Vec<u8> = Vec::with_capacity(32);
        for step in self.block(self.block_of(word)) {
            step.put(&mut folded);
            if folded.as_slice() >= word && !visit(step.entry, &folded) {
                return;
            }
        }
    }

    /// The entry of a spelling, with its folded word and the spelling itself.
    pub(crate) fn spelling(&self, spelling: u32) -> Option<(Entry, String, String)> {
        let block = self.spellings.up_to(spelling as usize).checked_sub(1)?;
        let mut folded = Vec::new();
        for step in self.block(block).take(BLOCK) {
            step.put(&mut folded);
            let which = spelling.checked_sub(step.entry.first)?;
            if which < step.entry.spellings {
                let word = std::str::from_utf8(&folded).ok()?;
                let spelt = step.spellings.get(which, word)?;
                return Some((step.entry, word.to_owned(), spelt));
            }
        }
        None
    }
}

impl Step<'_> {
    /// Turns the previous word into the word of this entry.
    pub(crate) fn put(&self, word: &mut Vec<u8>) {
        word.truncate(self.shared);
        word.extend_from_slice(self.rest);
    }
}

impl<'a> Iterator for Cursor<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if self.index >= self.lexicon.entries {
            return None;
        }
        let data = self.lexicon.data;
        let rest = data.get(self.at..)?;
        let (&[shared, length, spelt, primary, secondary], _) = rest.split_first_chunk()?;
        let (shared, length) = (usize::from(shared), usize::from(length));
        let (mut primary, mut secondary) = (u32::from(primary), u32::from(secondary));
        let mut at = self.at + 5;
        if primary | secondary >= 0x80 {
            at = self.at + 3;
            primary = number(data, &mut at)?;
            secondary = number(data, &mut at)?;
        }
        let rest = data.get(at..at + length)?;
        at += length;
        let spellings = Spellings::read(spelt, data, &mut at)?;
        let entry = Entry {
            index: self.index as u32,
            first: self.spelling,
            spellings: spellings.count(),
            postings: self.postings,
            primary,
            secondary,
        };
        self.index += 1;
        self.at = at;
        self.spelling = self.spelling.checked_add(entry.spellings)?;
        self.postings = self.postings.checked_add(primary)?.checked_add(secondary)?;
        // The first word of a block is written in full.
        let shared = if (entry.index as usize).is_multiple_of(BLOCK) {
            0
        } else {
            shared
        };
        Some(Step {
            shared,
            rest,
            entry,
            spellings,
        })
    }
}
