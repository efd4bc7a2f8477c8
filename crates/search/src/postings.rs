//! Which records hold a word: the gaps between their numbers.

use crate::bits::Bits;

/// A gap below this takes one byte.
const SMALL: u32 = 192;
/// A gap below this, after the small ones, takes two.
const MIDDLE: u32 = 63 * 256;
const LARGE: u8 = 255;

/// Where a word stands, as its bytes say it.
#[derive(Clone, Copy)]
pub(crate) enum Postings<'a> {
    /// In these records.
    In(&'a [u8]),
    /// In so many that they are not written down: this many of 255 records.
    Often(u8),
}

impl<'a> Postings<'a> {
    /// Reads what [`write`] or [`write_often`] wrote.
    pub(crate) fn read(bytes: &'a [u8]) -> Self {
        match bytes {
            [LARGE, LARGE, share] => Self::Often(*share),
            bytes => Self::In(bytes),
        }
    }
}

/// Marks the records of a list.
pub(crate) fn mark(list: &[u8], bits: &mut Bits) {
    let mut rest = list.iter();
    let mut next = 0_usize;
    while let Some(&byte) = rest.next() {
        let gap = match byte {
            0..192 => u32::from(byte),
            LARGE => {
                let mut gap = 0_u32;
                for _ in 0..4 {
                    gap = gap << 8 | u32::from(*rest.next().unwrap_or(&0));
                }
                gap
            }
            byte => {
                let low = u32::from(*rest.next().unwrap_or(&0));
                SMALL + (u32::from(byte) - SMALL) * 256 + low
            }
        };
        next = next.saturating_add(gap as usize);
        bits.set(next);
        next = next.saturating_add(1);
    }
}

/// Writes rising record numbers.
pub(crate) fn write(records: &[u32], out: &mut Vec<u8>) {
    let mut next = 0;
    for record in records {
        let gap = record - next;
        if gap < SMALL {
            out.push(gap as u8);
        } else if gap - SMALL < MIDDLE {
            let gap = gap - SMALL;
            out.extend([(SMALL + (gap >> 8)) as u8, gap as u8]);
        } else {
            out.push(LARGE);
            out.extend(gap.to_be_bytes());
        }
        next = record + 1;
    }
}

/// Writes that a word is in so many records that nobody needs to know which.
pub(crate) fn write_often(count: usize, of: usize, out: &mut Vec<u8>) {
    let share = (count * 255).div_ceil(of.max(1)).min(255);
    out.extend([LARGE, LARGE, share as u8]);
}
