//! The ids of records. Most are a common prefix and a number, such as `i17`.

use crate::bytes::{Planes, put_planes, put_text, text};
use std::collections::BTreeMap;

/// A kind that means: the number is the position of the whole id in the heap.
const WHOLE: u8 = 255;

/// The ids of all records.
#[derive(Clone, Copy)]
pub(crate) struct Ids<'a> {
    /// The prefixes, one after the other.
    pub(crate) beginnings: &'a [u8],
    /// The index of each record's prefix.
    pub(crate) kinds: &'a [u8],
    /// The numbers after the prefixes.
    pub(crate) numbers: Planes<'a>,
    /// The ids that are not a prefix and a number.
    pub(crate) heap: &'a [u8],
}

impl Ids<'_> {
    /// The id of a record.
    pub(crate) fn get(&self, record: usize) -> Option<String> {
        let kind = *self.kinds.get(record)?;
        let number = self.numbers.get(record);
        if kind == WHOLE {
            let mut at = number;
            return text(self.heap, &mut at).map(str::to_owned);
        }
        let mut at = 0;
        for _ in 0..kind {
            text(self.beginnings, &mut at)?;
        }
        Some(format!("{}{number}", text(self.beginnings, &mut at)?))
    }

    /// The record with this id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let (beginning, number) = split(id);
        let mut at = 0;
        let mut known = std::iter::from_fn(|| text(self.beginnings, &mut at));
        let kind = number.and_then(|_| known.position(|known| known == beginning));
        let kinds = self.kinds.iter().enumerate();
        let mut whole = kinds
            .clone()
            .filter(|(_, of)| **of == WHOLE)
            .map(|(record, _)| record);
        let Some(kind) = kind else {
            return whole.find(|record| {
                let mut at = self.numbers.get(*record);
                text(self.heap, &mut at) == Some(id)
            });
        };
        let mut numbered = kinds.filter(|(_, of)| usize::from(**of) == kind);
        let number = number.unwrap_or(0) as usize;
        numbered
            .find(|(record, _)| self.numbers.get(*record) == number)
            .map(|(record, _)| record)
    }
}

/// The encoded ids.
#[derive(Default)]
pub(crate) struct EncodedIds {
    pub(crate) beginnings: Vec<u8>,
    pub(crate) kinds: Vec<u8>,
    pub(crate) numbers: Vec<u8>,
    pub(crate) heap: Vec<u8>,
}

/// Encodes ids.
pub(crate) fn write<'a>(ids: impl Iterator<Item = &'a str>) -> EncodedIds {
    let mut written = EncodedIds::default();
    let mut known: BTreeMap<&str, u8> = BTreeMap::new();
    let mut numbers = Vec::new();
    for id in ids {
        let (beginning, number) = split(id);
        let next = known.len() as u8;
        let kind = match number {
            None => WHOLE,
            Some(_) if next == WHOLE && !known.contains_key(beginning) => WHOLE,
            Some(_) => *known.entry(beginning).or_insert_with(|| {
                put_text(&mut written.beginnings, beginning);
                next
            }),
        };
        written.kinds.push(kind);
        if kind == WHOLE {
            numbers.push(written.heap.len() as u32);
            put_text(&mut written.heap, id);
        } else {
            numbers.push(number.unwrap_or(0));
        }
    }
    put_planes(&mut written.numbers, &numbers);
    written
}

/// Splits an id into a prefix and the number at its end, if that number would be written the same way again.
fn split(id: &str) -> (&str, Option<u32>) {
    let digits = id
        .bytes()
        .rev()
        .take(7)
        .take_while(u8::is_ascii_digit)
        .count();
    for length in (1..=digits).rev() {
        if let Some((beginning, number)) = id.split_at_checked(id.len() - length)
            && (length == 1 || !number.starts_with('0'))
        {
            return (beginning, number.parse().ok());
        }
    }
    (id, None)
}
