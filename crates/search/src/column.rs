//! The text of one field of all records, as numbers of spellings and of the gaps between them.
//!
//! The commonest words take one byte, so that scanning is fast and compression good; see [`Codes`].

pub(crate) mod build;

use crate::bytes::Planes;

/// Ends the text of a record. No other byte of a column is 0, so that records are skipped without being read.
pub(crate) const END: u8 = 0;
/// How many values each byte after the first can have.
pub(crate) const BASE: usize = 255;

/// What the first byte of a code means. The ranges follow each other in this order.
///
/// | first byte | meaning |
/// | --- | --- |
/// | 0 | the record ends |
/// | then `gaps` values | a gap that is no single space |
/// | one value | a rarer gap, its number in the next two bytes |
/// | then `short` values | a common word |
/// | then `pairs` values | a word, with the next byte |
/// | the rest | a word, with the next two bytes |
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    /// Gaps of one byte.
    pub(crate) gaps: usize,
    /// Words of one byte.
    pub(crate) short: usize,
    /// First bytes of words of two bytes.
    pub(crate) pairs: usize,
    /// The spellings of common words: those of one byte, and those of two unless two bytes are enough for all.
    pub(crate) common: Vec<u32>,
    /// What [`Column::scan`] goes by, for each first byte.
    kinds: Vec<Kind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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
            0 => Kind::End,
            _ if byte <= gaps => Kind::Gap(byte as u32 - 1),
            _ if byte == gaps + 1 => Kind::LongGap,
            _ if byte < first_pair => {
                let spelling = common.get(byte - first_short).copied();
                Kind::Word(spelling.unwrap_or(u32::MAX))
            }
            _ if byte < first_triple => Kind::Pair(((byte - first_pair) * BASE) as u32),
            _ => Kind::Triple(((byte - first_triple) * BASE * BASE) as u32),
        };
        Self {
            kinds: (0..256).map(kind).collect(),
            gaps,
            short,
            pairs,
            common,
        }
    }

    /// Whether words of two bytes are common ones; otherwise their code is their number.
    fn pairs_are_common(&self) -> bool {
        self.common.len() > self.short
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
    /// Where each group of records begins.
    pub(crate) groups: Planes<'a>,
    /// A group has two to this power records.
    pub(crate) shift: u32,
    pub(crate) codes: &'a Codes,
}

impl<'a> Column<'a> {
    /// The tokens of a record.
    pub(crate) fn tokens(&self, record: usize) -> Tokens<'a> {
        let mut rest = self
            .data
            .get(self.groups.get(record >> self.shift)..)
            .unwrap_or_default();
        for _ in 0..record & ((1 << self.shift) - 1) {
            let skipped = rest.iter().position(|byte| *byte == END);
            rest = rest.get(skipped.map_or(rest.len(), |end| end + 1)..).unwrap_or_default();
        }
        self.read(rest)
    }

    /// Whether the field has no text in any record.
    pub(crate) fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    fn read(&self, rest: &'a [u8]) -> Tokens<'a> {
        Tokens {
            rest: rest.iter(),
            codes: self.codes,
        }
    }
}

/// Reads the tokens of one record.
pub(crate) struct Tokens<'a> {
    rest: std::slice::Iter<'a, u8>,
    codes: &'a Codes,
}

impl Tokens<'_> {
    /// A byte after the first of a code.
    fn digit(&mut self) -> Option<u32> {
        self.rest.next()?.checked_sub(1).map(u32::from)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let first = *self.rest.next()?;
        match *self.codes.kinds.get(usize::from(first))? {
            Kind::End => None,
            Kind::Word(spelling) => Some(Token::Word(spelling)),
            Kind::Pair(high) => {
                let code = high + self.digit()?;
                if !self.codes.pairs_are_common() {
                    return Some(Token::Word(code));
                }
                let place = self.codes.short + code as usize;
                Some(Token::Word(*self.codes.common.get(place)?))
            }
            Kind::Triple(high) => {
                let middle = self.digit()? * BASE as u32;
                Some(Token::Word(high + middle + self.digit()?))
            }
            Kind::Gap(gap) => Some(Token::Gap(gap)),
            Kind::LongGap => {
                let high = self.digit()? * BASE as u32;
                Some(Token::Gap(high + self.digit()?))
            }
        }
    }
}
