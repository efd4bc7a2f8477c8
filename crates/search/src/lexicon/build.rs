//! Writes a lexicon.

pub(crate) use super::spelling::order;
use super::{BLOCK, spelling};
use crate::bytes::put_number;

/// A lexicon that is being written. Words are added in lexicon order.
#[derive(Default)]
pub(crate) struct Writer {
    /// The entries.
    pub(crate) data: Vec<u8>,
    /// The start of each block.
    pub(crate) blocks: Vec<u32>,
    /// The number of each block's first spelling.
    pub(crate) spellings: Vec<u32>,
    /// The start of the postings of each block's first entry.
    pub(crate) postings: Vec<u32>,
    entries: usize,
    spelt: u32,
    posted: u32,
    last: String,
}

impl Writer {
    /// Adds a folded word with its sorted spellings and the lengths of its postings.
    pub(crate) fn add(
        &mut self,
        folded: &str,
        spellings: &[&str],
        primary: usize,
        secondary: usize,
    ) {
        let mut shared = 0;
        if self.entries.is_multiple_of(BLOCK) {
            self.blocks.push(self.data.len() as u32);
            self.spellings.push(self.spelt);
            self.postings.push(self.posted);
        } else {
            let pairs = folded.bytes().zip(self.last.bytes());
            shared = pairs.take_while(|(one, other)| one == other).count();
        }
        let (byte, after) = spelling::write(folded, spellings);
        let rest = folded.as_bytes().get(shared..).unwrap_or_default();
        self.data.extend([shared as u8, rest.len() as u8, byte]);
        put_number(&mut self.data, primary as u32);
        put_number(&mut self.data, secondary as u32);
        self.data.extend_from_slice(rest);
        self.data.extend_from_slice(&after);
        self.entries += 1;
        self.spelt += spellings.len() as u32;
        self.posted += (primary + secondary) as u32;
        folded.clone_into(&mut self.last);
    }

    /// The number of entries.
    pub(crate) fn entries(&self) -> usize {
        self.entries
    }
}
