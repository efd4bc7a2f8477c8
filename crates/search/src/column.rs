//! The text of one field of all records, encoded as numbers of spellings and of the gaps between them.
//!
//! The most common words take one byte, so that scanning is fast and the texts compress well; see [`Codes`].

pub(crate) mod build;

use crate::bytes::Planes;

/// Ends the text of a record. No other byte of a column is 0, so records can be skipped without decoding them.
pub(crate) const END: u8 = 0;
/// The number of values of each byte after the first.
pub(crate) const BASE: usize = 255;

/// The meaning of the first byte of a code. The ranges follow each other in this order.
///
/// | first byte | meaning |
/// | --- | --- |
/// | 0 | end of the record |
/// | next `gaps` values | a gap other than a single space |
/// | one value | a rarer gap, whose number is in the next two bytes |
/// | next `short` values | a common word |
/// | next `pairs` values | a word, together with the next byte |
/// | the rest | a word, together with the next two bytes |
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    /// The number of gaps with a one-byte code.
    pub(crate) gaps: usize,
    /// The number of words with a one-byte code.
    pub(crate) short: usize,
    /// The number of first bytes of two-byte words.
    pub(crate) pairs: usize,
    /// The spellings of common words: those with one byte and, unless two bytes are enough for all words, those with
    /// two.
    pub(crate) common: Vec<u32>,
    /// The kind of code that each first byte starts.
    kinds: TokenKinds,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct TokenKinds([TokenKind; 256]);

impl Default for TokenKinds {
    fn default() -> Self {
        Self([TokenKind::End; 256])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    End,
    Gap(u32),
    LongGap,
    Word(u32),
    Pair(u32),
    Triple(u32),
}

impl Codes {
    pub(crate) fn new(gaps: usize, short: usize, pairs: usize, common: Vec<u32>) -> Self {
        let first_short = gaps + 2;
        let first_pair = first_short + short;
        let first_triple = first_pair + pairs;
        let kind = |byte: usize| match byte {
            0 => TokenKind::End,
            _ if byte <= gaps => TokenKind::Gap(byte as u32 - 1),
            _ if byte == gaps + 1 => TokenKind::LongGap,
            _ if byte < first_pair => {
                let spelling = common.get(byte - first_short).copied();
                TokenKind::Word(spelling.unwrap_or(u32::MAX))
            }
            _ if byte < first_triple => TokenKind::Pair(((byte - first_pair) * BASE) as u32),
            _ => TokenKind::Triple(((byte - first_triple) * BASE * BASE) as u32),
        };
        Self {
            kinds: TokenKinds(std::array::from_fn(kind)),
            gaps,
            short,
            pairs,
            common,
        }
    }

    /// A table for scanning text quickly when only these spellings matter.
    pub(crate) fn steps(&self, spellings: &[u32]) -> ScanTable {
        let mut steps = [0; 256];
        for (step, kind) in steps.iter_mut().zip(&self.kinds.0) {
            *step = match kind {
                TokenKind::End => MUST_DECODE,
                TokenKind::Gap(_) => 1,
                TokenKind::LongGap => 3,
                TokenKind::Word(_) => IS_WORD | 1,
                TokenKind::Pair(_) => IS_WORD | 2,
                TokenKind::Triple(_) => IS_WORD | 3,
            };
        }
        let mut tell = |byte: usize| {
            if let Some(step) = steps.get_mut(byte) {
                *step |= MUST_DECODE;
            }
        };
        let first_short = self.gaps + 2;
        let first_pair = first_short + self.short;
        let (short, pairs) = self.common.split_at_checked(self.short).unwrap_or_default();
        for spelling in spellings {
            let word = *spelling as usize;
            if let Ok(place) = short.binary_search(spelling) {
                tell(first_short + place);
            } else if !self.pairs_are_common() {
                tell(first_pair + word / BASE);
            } else if let Ok(place) = pairs.binary_search(spelling) {
                tell(first_pair + place / BASE);
            } else {
                tell(first_pair + self.pairs + word / (BASE * BASE));
            }
        }
        ScanTable(steps)
    }

    /// Whether two-byte codes are reserved for common words; otherwise such a code is the number of the spelling.
    fn pairs_are_common(&self) -> bool {
        self.common.len() > self.short
    }
}

/// For each first byte of a code: its length, whether it is a word, and whether it has to be decoded.
///
/// A text without any byte that has to be decoded contains none of the spellings and can be skipped.
pub(crate) struct ScanTable([u8; 256]);

const LENGTH: u8 = 3;
const IS_WORD: u8 = 4;
const MUST_DECODE: u8 = 8;

impl ScanTable {
    fn of(&self, byte: u8) -> u8 {
        self.0
            .get(usize::from(byte))
            .copied()
            .unwrap_or(MUST_DECODE)
    }
}

/// A word or a gap of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// The number of a spelling.
    Word(u32),
    /// The number of a gap.
    Gap(u32),
}

/// The texts of one field.
#[derive(Clone, Copy)]
pub(crate) struct Column<'a> {
    pub(crate) data: &'a [u8],
    /// The start of each group of records.
    pub(crate) groups: Planes<'a>,
    /// The base-2 logarithm of the number of records in a group.
    pub(crate) shift: u32,
    pub(crate) codes: &'a Codes,
}

impl<'a> Column<'a> {
    /// The tokens of a record. When records are read in order, `place` avoids searching for the next one.
    pub(crate) fn tokens(&self, record: usize, place: &mut ReadPosition<'a>) -> Tokens<'a> {
        let group = record >> self.shift;
        if place.group != Some(group) || place.record > record {
            let start = self.groups.get(group);
            place.group = Some(group);
            place.record = group << self.shift;
            place.rest = self.data.get(start..).unwrap_or_default();
        }
        place.skip(record - place.record);
        self.read(place.rest)
    }

    /// The tokens of a record, or `None` if no byte of it has to be decoded.
    pub(crate) fn tokens_with(
        &self,
        steps: &ScanTable,
        record: usize,
        place: &mut ReadPosition<'a>,
    ) -> Option<Tokens<'a>> {
        let tokens = self.tokens(record, place);
        let rest = place.rest;
        let stop = rest
            .iter()
            .position(|byte| steps.of(*byte) & MUST_DECODE != 0);
        let stop = stop.unwrap_or(rest.len());
        if rest.get(stop).is_some_and(|byte| *byte != END) {
            return Some(tokens);
        }
        place.rest = rest.get(stop + 1..).unwrap_or_default();
        place.record += 1;
        None
    }

    /// Whether the field is empty in all records.
    pub(crate) fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    fn read(&self, rest: &'a [u8]) -> Tokens<'a> {
        Tokens {
            rest,
            codes: self.codes,
        }
    }
}

/// The position of the last read in a column.
#[derive(Clone, Copy, Default)]
pub(crate) struct ReadPosition<'a> {
    group: Option<usize>,
    record: usize,
    rest: &'a [u8],
}

impl ReadPosition<'_> {
    /// Skips `records` records.
    fn skip(&mut self, records: usize) {
        if records > 0 {
            let next = after_ends(self.rest, records);
            self.rest = self.rest.get(next..).unwrap_or_default();
            self.record += records;
        }
    }
}

/// The bytes after this many end markers. Eight bytes are examined at a time.
fn after_ends(bytes: &[u8], ends: usize) -> usize {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let mut left = ends as u32;
    let mut at = 0;
    let (chunks, _) = bytes.as_chunks::<8>();
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk);
        // Sets the highest bit of every zero byte, and no other bit.
        let mut zeros = !(((word & LOW) + LOW) | word | LOW);
        let count = zeros.count_ones();
        if count >= left {
            for _ in 1..left {
                zeros &= zeros - 1;
            }
            return at + zeros.trailing_zeros() as usize / 8 + 1;
        }
        left -= count;
        at += 8;
    }
    let rest = bytes
        .iter()
        .enumerate()
        .skip(at)
        .filter(|(_, byte)| **byte == END);
    let last = rest.map(|(at, _)| at + 1).nth(left as usize - 1);
    last.unwrap_or(bytes.len())
}

/// Reads the tokens of one record.
pub(crate) struct Tokens<'a> {
    rest: &'a [u8],
    codes: &'a Codes,
}

impl Tokens<'_> {
    /// Advances to the next word that may be one of the searched spellings, or to the end, and counts the words passed.
    #[inline]
    pub(crate) fn next_of(&mut self, steps: &ScanTable, words: &mut u32) -> Option<u32> {
        loop {
            let mut at = 0;
            let step = loop {
                let step = steps.of(*self.rest.get(at)?);
                if step & MUST_DECODE != 0 {
                    break step;
                }
                at += usize::from(step & LENGTH);
                *words += u32::from(step & IS_WORD != 0);
            };
            self.rest = self.rest.get(at..)?;
            *words += u32::from(step & IS_WORD != 0);
            if let Token::Word(spelling) = self.next()? {
                return Some(spelling);
            }
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// Reads a byte after the first of a code.
    fn digit(&mut self) -> Option<u32> {
        self.byte()?.checked_sub(1).map(u32::from)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        match *self.codes.kinds.0.get(usize::from(self.byte()?))? {
            TokenKind::End => {
                // The following bytes belong to the next record.
                self.rest = &[];
                None
            }
            TokenKind::Word(spelling) => Some(Token::Word(spelling)),
            TokenKind::Pair(high) => {
                let code = high + self.digit()?;
                if !self.codes.pairs_are_common() {
                    return Some(Token::Word(code));
                }
                let place = self.codes.short + code as usize;
                Some(Token::Word(*self.codes.common.get(place)?))
            }
            TokenKind::Triple(high) => {
                let middle = self.digit()? * BASE as u32;
                Some(Token::Word(high + middle + self.digit()?))
            }
            TokenKind::Gap(gap) => Some(Token::Gap(gap)),
            TokenKind::LongGap => {
                let high = self.digit()? * BASE as u32;
                Some(Token::Gap(high + self.digit()?))
            }
        }
    }
}
