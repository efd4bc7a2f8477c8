//! Posting lists: the records that contain a word, encoded as gaps between their numbers.

use crate::bits::Bits;

/// Gaps below this take one byte.
const SMALL: u32 = 192;
/// Remaining gaps below this, after subtracting [`SMALL`], take two bytes.
const MIDDLE: u32 = 63 * 256;
const LARGE: u8 = 255;

/// The decoded form of a posting list.
#[derive(Clone, Copy)]
pub(crate) enum Postings<'a> {
    /// The records of this list.
    In(&'a [u8]),
    /// Too many records to list: this many of 255.
    Often(u8),
}

impl<'a> Postings<'a> {
    /// Reads bytes written by [`write()`] or [`write_often`].
    pub(crate) fn read(bytes: &'a [u8]) -> Self {
        match bytes {
            [LARGE, LARGE, share] => Self::Often(*share),
            bytes => Self::In(bytes),
        }
    }
}

/// Sets the bits of the records of a list.
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

/// Writes record numbers, which must be ascending.
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

/// Writes that a word occurs in `count` of `of` records, without listing them.
pub(crate) fn write_often(count: usize, of: usize, out: &mut Vec<u8>) {
    let share = (count * 255).div_ceil(of.max(1)).min(255);
    out.extend([LARGE, LARGE, share as u8]);
}
