//! The spellings of a folded word. Most words occur as folded, capitalized or in capitals; each of these takes one bit.

use crate::bytes::{number, put_number, put_text, text};

const SAME: u8 = 1;
const CAPITAL: u8 = 2;
const CAPITALS: u8 = 4;
/// The bits from this one on hold the number of other spellings, which are written out.
const OTHERS: u8 = 3;
/// The value that means: the number of other spellings follows as a separate number.
const MANY: u8 = 31;

/// The spellings of one entry.
#[derive(Clone, Copy)]
pub(crate) struct Spellings<'a> {
    bits: u8,
    others: u32,
    texts: &'a [u8],
}

impl<'a> Spellings<'a> {
    /// Reads the spellings that follow an entry's word and advances `at`.
    pub(crate) fn read(byte: u8, data: &'a [u8], at: &mut usize) -> Option<Self> {
        let mut others = u32::from(byte >> OTHERS);
        if others == 0 {
            let (bits, texts) = (byte, &[][..]);
            return Some(Self {
                bits,
                others,
                texts,
            });
        }
        if others == u32::from(MANY) {
            others = number(data, at)?;
        }
        let start = *at;
        for _ in 0..others {
            let length = number(data, at)? as usize;
            *at = at.checked_add(length)?;
        }
        Some(Self {
            bits: byte & 7,
            others,
            texts: data.get(start..*at)?,
        })
    }

    pub(crate) fn count(&self) -> u32 {
        self.bits.count_ones() + self.others
    }

    /// The spelling with this position.
    pub(crate) fn get(&self, which: u32, folded: &str) -> Option<String> {
        let mut left = which;
        for bit in [SAME, CAPITAL, CAPITALS] {
            if self.bits & bit != 0 {
                if left == 0 {
                    return Some(spell(bit, folded));
                }
                left -= 1;
            }
        }
        let mut at = 0;
        for _ in 0..left {
            text(self.texts, &mut at)?;
        }
        text(self.texts, &mut at).map(str::to_owned)
    }
}

fn spell(bit: u8, folded: &str) -> String {
    let mut letters = folded.chars();
    match (bit, letters.next()) {
        (CAPITAL, Some(first)) => first.to_uppercase().chain(letters).collect(),
        (CAPITALS, _) => folded.chars().flat_map(char::to_uppercase).collect(),
        _ => folded.to_owned(),
    }
}

/// The bit of a spelling, or 0 if it has to be written out.
fn bit(folded: &str, spelling: &str) -> u8 {
    [SAME, CAPITAL, CAPITALS]
        .into_iter()
        .find(|bit| spell(*bit, folded) == spelling)
        .unwrap_or(0)
}

/// The primary sort key of the spellings of one folded word; their bytes come second.
pub(crate) fn order(folded: &str, spelling: &str) -> u8 {
    // Spellings that are written out come last.
    bit(folded, spelling).wrapping_sub(1)
}

/// The byte before an entry's word and the bytes after it.
pub(crate) fn write(folded: &str, spellings: &[&str]) -> (u8, Vec<u8>) {
    let (mut byte, mut texts, mut others) = (0, Vec::new(), 0_u32);
    for spelling in spellings {
        match bit(folded, spelling) {
            0 => {
                put_text(&mut texts, spelling);
                others += 1;
            }
            bit => byte |= bit,
        }
    }
    if others < u32::from(MANY) {
        return (byte | (others as u8) << OTHERS, texts);
    }
    let mut after = Vec::new();
    put_number(&mut after, others);
    after.append(&mut texts);
    (byte | MANY << OTHERS, after)
}
