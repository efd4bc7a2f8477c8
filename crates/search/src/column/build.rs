//! Writes columns.

use super::{BASE, Codes, END, Token};

/// The number of first bytes for two-byte words. If they cannot encode all words, they are reserved for common ones.
const PAIRS: usize = 48;
/// The approximate size of a group of records in bytes, which bounds the cost of seeking to one record.
const GROUP: usize = 256;

/// Chooses the codes, given how often each spelling and each gap occurs.
///
/// Gaps are numbered by descending frequency.
pub(crate) fn codes(spellings: &[u32], gaps: &[u32]) -> Codes {
    let words = spellings.len();
    let short_gaps = gaps.iter().take(24).filter(|count| **count > 16).count();
    let (pairs, triples) = if words <= PAIRS * BASE {
        (words.div_ceil(BASE), 0)
    } else {
        (PAIRS, words.div_ceil(BASE * BASE))
    };
    let short = 256_usize
        .saturating_sub(2 + short_gaps + pairs + triples)
        .min(words);
    let kept = if triples == 0 {
        short
    } else {
        short + pairs * BASE
    };
    let mut by_count: Vec<u32> = (0..words as u32).collect();
    let count = |word: &u32| spellings.get(*word as usize).copied().unwrap_or(0);
    by_count.sort_unstable_by_key(|word| (std::cmp::Reverse(count(word)), *word));
    by_count.truncate(kept);
    // Within each length, codes ascend with the spelling numbers, so that the table compresses well.
    let (one, two) = by_count.split_at_mut(short.min(kept));
    one.sort_unstable();
    two.sort_unstable();
    Codes::new(short_gaps, short, pairs, by_count)
}

/// Encodes tokens.
pub(crate) struct Coder {
    /// For each spelling its position among the common ones, counted from 1; 0 for other spellings.
    places: Vec<u32>,
    codes: Codes,
}

impl Coder {
    pub(crate) fn new(codes: &Codes, spellings: usize) -> Self {
        let mut places = vec![0; spellings];
        for (place, spelling) in codes.common.iter().enumerate() {
            if let Some(known) = places.get_mut(*spelling as usize) {
                *known = place as u32 + 1;
            }
        }
        Self {
            places,
            codes: codes.clone(),
        }
    }

    fn put(&self, token: Token, out: &mut Vec<u8>) {
        let codes = &self.codes;
        let first_short = codes.gaps + 2;
        let first_pair = first_short + codes.short;
        let digits = |code: usize| [(code / BASE) as u8 + 1, (code % BASE) as u8 + 1];
        match token {
            Token::Gap(gap) if (gap as usize) < codes.gaps => out.push(gap as u8 + 1),
            Token::Gap(gap) => {
                out.push(codes.gaps as u8 + 1);
                out.extend(digits(gap as usize));
            }
            Token::Word(word) => {
                let place = self.places.get(word as usize).copied().unwrap_or(0) as usize;
                let pair = match place.checked_sub(1) {
                    Some(place) if place < codes.short => {
                        return out.push((first_short + place) as u8);
                    }
                    Some(place) => Some(place - codes.short),
                    None if codes.pairs_are_common() => None,
                    None => Some(word as usize),
                };
                if let Some(pair) = pair {
                    out.extend([(first_pair + pair / BASE) as u8, (pair % BASE) as u8 + 1]);
                } else {
                    let word = word as usize;
                    out.push((first_pair + codes.pairs + word / (BASE * BASE)) as u8);
                    out.extend(digits(word % (BASE * BASE)));
                }
            }
        }
    }
}

/// A column that is being written, record by record.
#[derive(Default)]
pub(crate) struct Writer {
    /// The encoded texts.
    pub(crate) data: Vec<u8>,
    starts: Vec<u32>,
    /// The total number of words.
    pub(crate) words: u32,
}

impl Writer {
    /// Appends the text of the next record.
    pub(crate) fn add(&mut self, coder: &Coder, tokens: impl Iterator<Item = Token>) {
        self.starts.push(self.data.len() as u32);
        for token in tokens {
            self.words += u32::from(matches!(token, Token::Word(_)));
            coder.put(token, &mut self.data);
        }
        self.data.push(END);
    }

    /// The starts of the groups, and the base-2 logarithm of the group size. A field without any text takes no space.
    pub(crate) fn groups(&mut self) -> (Vec<u32>, u32) {
        if self.data.iter().all(|byte| *byte == END) {
            self.data.clear();
            return (Vec::new(), 0);
        }
        let records = self.starts.len().max(1);
        let mut shift = 0;
        while shift < 7 && (self.data.len() << (shift + 1)) / records <= GROUP {
            shift += 1;
        }
        let starts = self.starts.iter().step_by(1 << shift);
        (starts.copied().collect(), shift)
    }
}
