//! The steps from collected records to the bytes of an index.

use super::incremental_sort::IncrementalSort;
use super::{Builder, TokenizedRecord};
use crate::bytes::{put_planes, put_text};
use crate::column::build::{Coder, Writer as ColumnWriter, codes};
use crate::column::{Codes, Token};
use crate::file::{FileBuilder, HeaderField, Section};
use crate::lexicon::build::Writer as LexiconWriter;
use crate::record::Field;
use crate::{ids, postings};
use std::collections::HashSet;
use std::ops::Range;

/// The number of gaps that have a code; rarer gaps become a space.
const MAX_GAPS: usize = crate::column::BASE * crate::column::BASE;
/// Postings in the secondary fields are not written for a word that occurs there in more than one of this many records:
/// such lists would make up most of the index.
const OFTEN: usize = 10;
/// Up to this many records, all postings are written.
const FEW: usize = 64;

/// An index that is being built.
pub struct IndexBuild {
    builder: Builder,
    stage: Stage,
    /// The added records in index order.
    order: Vec<u32>,
    /// The spellings in lexicon order.
    sorted: Vec<u32>,
    /// For each spelling as added: its final number and its entry.
    numbers: Vec<(u32, u32)>,
    /// For each gap as added: its final number.
    gap_numbers: Vec<u32>,
    codes: Codes,
    coder: Option<Coder>,
    columns: [ColumnWriter; Field::ALL.len()],
    /// For each entry, the records with the word in a primary field and those with it in a secondary field.
    found: Vec<[Vec<u32>; 2]>,
    lexicon: LexiconWriter,
    postings: Vec<u8>,
    /// The number of spellings written to the lexicon so far.
    written: usize,
}

enum Stage {
    SortRecords(IncrementalSort),
    SortWords(IncrementalSort),
    AssignNumbers,
    /// Write the record with this number.
    Write(usize),
    /// Write the entry with this number.
    List(usize),
    End,
}

impl IndexBuild {
    pub(super) fn new(builder: Builder) -> Self {
        Self {
            stage: Stage::SortRecords(IncrementalSort::new(builder.records.len())),
            builder,
            order: Vec::new(),
            sorted: Vec::new(),
            numbers: Vec::new(),
            gap_numbers: Vec::new(),
            codes: Codes::default(),
            coder: None,
            columns: Default::default(),
            found: Vec::new(),
            lexicon: LexiconWriter::default(),
            postings: Vec::new(),
            written: 0,
        }
    }

    /// Processes about `units` records or words. Returns the index when it is complete.
    ///
    /// The last step assembles the bytes, which takes a millisecond or two for 10,000 records.
    pub fn step(&mut self, units: usize) -> Option<Vec<u8>> {
        match &mut self.stage {
            Stage::SortRecords(incremental_sort) => {
                let records = &self.builder.records;
                let order = incremental_sort.step(units, |one, other| {
                    let key =
                        |number: &u32| records.get(*number as usize).map(TokenizedRecord::key);
                    key(one).cmp(&key(other))
                });
                if let Some(order) = order {
                    self.order = order;
                    self.drop_duplicates();
                    self.stage =
                        Stage::SortWords(IncrementalSort::new(self.builder.spellings.len()));
                }
            }
            Stage::SortWords(incremental_sort) => {
                let words = &self.builder.spellings;
                let order = incremental_sort.step(units, |one, other| {
                    let key = |number: &u32| {
                        let word = words.get(*number as usize);
                        word.map(|word| (&word.folded, word.bit, &word.spelt))
                    };
                    key(one).cmp(&key(other))
                });
                if let Some(order) = order {
                    self.sorted = order;
                    self.stage = Stage::AssignNumbers;
                }
            }
            Stage::AssignNumbers => {
                self.number();
                self.stage = Stage::Write(0);
            }
            Stage::Write(record) => {
                let records = part(*record, units, self.order.len());
                self.stage = match records.end == self.order.len() {
                    true => Stage::List(0),
                    false => Stage::Write(records.end),
                };
                records.for_each(|record| self.write(record));
            }
            Stage::List(entry) => {
                let entries = part(*entry, units, self.found.len());
                self.stage = match entries.end == self.found.len() {
                    true => Stage::End,
                    false => Stage::List(entries.end),
                };
                entries.for_each(|entry| self.list(entry));
            }
            Stage::End => return Some(self.end()),
        }
        None
    }

    /// Keeps one of the records that share an id.
    fn drop_duplicates(&mut self) {
        let mut known = HashSet::new();
        let Builder {
            records,
            spellings,
            gaps,
            ..
        } = &mut self.builder;
        self.order.retain(|number| {
            let Some(record) = records.get(*number as usize) else {
                return false;
            };
            let is_new = known.insert(record.id.as_str());
            let dropped = record.tokens.iter().filter(|_| !is_new);
            for token in dropped {
                let place = *token as usize >> 1;
                let count = match token & 1 {
                    0 => spellings.get_mut(place).map(|word| &mut word.count),
                    _ => gaps.get_mut(place).map(|(_, count)| count),
                };
                if let Some(count) = count {
                    *count -= 1;
                }
            }
            is_new
        });
    }

    /// Numbers the words and gaps and assigns their codes.
    fn number(&mut self) {
        let words = &self.builder.spellings;
        // Words that only occur in dropped records are not numbered.
        let occurs = |added: &u32| {
            words
                .get(*added as usize)
                .is_some_and(|word| word.count > 0)
        };
        self.sorted.retain(occurs);
        self.numbers = vec![(0, 0); words.len()];
        let mut counts = Vec::with_capacity(self.sorted.len());
        let mut last = None;
        for (number, added) in self.sorted.iter().enumerate() {
            let added = *added as usize;
            let Some(word) = words.get(added) else {
                continue;
            };
            if last != Some(&word.folded) {
                self.found.push(Default::default());
                last = Some(&word.folded);
            }
            if let Some(place) = self.numbers.get_mut(added) {
                *place = (number as u32, self.found.len().saturating_sub(1) as u32);
            }
            counts.push(word.count);
        }
        let gaps = self.builder.gaps.iter().enumerate();
        let mut by_count: Vec<(u32, &str, usize)> = gaps
            .map(|(added, (gap, count))| (u32::MAX - count, gap.as_str(), added))
            .collect();
        by_count.sort_unstable();
        self.gap_numbers = vec![0; by_count.len()];
        for (number, (_, _, added)) in by_count.iter().enumerate() {
            if let Some(place) = self.gap_numbers.get_mut(*added) {
                *place = number as u32;
            }
        }
        let gaps: Vec<u32> = by_count
            .iter()
            .map(|(count, ..)| u32::MAX - count)
            .collect();
        self.codes = codes(&counts, &gaps);
        self.coder = Some(Coder::new(&self.codes, self.sorted.len()));
    }

    /// Writes the texts of a record and adds it to the postings of its words.
    fn write(&mut self, number: usize) {
        let added = self.order.get(number).copied().unwrap_or(u32::MAX);
        let record = self.builder.records.get(added as usize);
        let (Some(record), Some(coder)) = (record, &self.coder) else {
            return;
        };
        let mut start = 0;
        for (index, (column, end)) in self.columns.iter_mut().zip(record.ends).enumerate() {
            let end = end as usize;
            let tokens = record.tokens.get(start..end).unwrap_or_default();
            start = end;
            let kind = usize::from(index >= Field::PRIMARY);
            for token in tokens.iter().filter(|token| *token & 1 == 0) {
                let (_, entry) = self
                    .numbers
                    .get(*token as usize >> 1)
                    .copied()
                    .unwrap_or_default();
                if let Some(list) = self
                    .found
                    .get_mut(entry as usize)
                    .and_then(|of| of.get_mut(kind))
                    && list.last() != Some(&(number as u32))
                {
                    list.push(number as u32);
                }
            }
            let tokens = tokens.iter().filter_map(|token| {
                let added = *token as usize >> 1;
                if token & 1 == 0 {
                    return Some(Token::Word(self.numbers.get(added)?.0));
                }
                let gap = *self.gap_numbers.get(added)?;
                ((gap as usize) < MAX_GAPS).then_some(Token::Gap(gap))
            });
            column.add(coder, tokens);
        }
    }

    /// Writes an entry of the lexicon and its postings.
    fn list(&mut self, entry: usize) {
        let Some([primary, secondary]) = self.found.get_mut(entry).map(std::mem::take) else {
            return;
        };
        let mut same = Vec::new();
        let mut folded = "";
        for added in self.sorted.get(self.written..).unwrap_or_default() {
            let added = *added as usize;
            let Some(word) = self.builder.spellings.get(added) else {
                break;
            };
            if self
                .numbers
                .get(added)
                .is_none_or(|(_, of)| *of as usize != entry)
            {
                break;
            }
            folded = &word.folded;
            same.push(word.spelt.as_str());
        }
        self.written += same.len();
        let records = self.order.len();
        let start = self.postings.len();
        postings::write(&primary, &mut self.postings);
        let middle = self.postings.len();
        if secondary.len() > FEW && secondary.len() > records / OFTEN {
            postings::write_often(secondary.len(), records, &mut self.postings);
        } else {
            postings::write(&secondary, &mut self.postings);
        }
        let end = self.postings.len();
        self.lexicon
            .add(folded, &same, middle - start, end - middle);
    }

    /// Assembles the file.
    fn end(&mut self) -> Vec<u8> {
        let mut draft = FileBuilder::default();
        let records = self.order.iter();
        let records = records.filter_map(|number| self.builder.records.get(*number as usize));
        let records: Vec<&TokenizedRecord> = records.collect();
        draft.set_number(HeaderField::Records, 0, records.len());
        draft.set_number(HeaderField::Entries, 0, self.lexicon.entries());
        draft.set_number(HeaderField::Spellings, 0, self.sorted.len());
        draft.set_number(HeaderField::GapCodes, 0, self.codes.gaps);
        draft.set_number(HeaderField::ShortCodes, 0, self.codes.short);
        draft.set_number(HeaderField::PairCodes, 0, self.codes.pairs);

        let (languages, of) = named(records.iter().map(|record| record.language.as_str()));
        draft.set_section(Section::Languages, 0, languages);
        draft.set_section(Section::LanguageOf, 0, of);

        if records.iter().any(|record| !record.icon.is_empty()) {
            let (icons, of) = named(records.iter().map(|record| record.icon.as_str()));
            draft.set_section(Section::Icons, 0, icons);
            draft.set_section(Section::IconOf, 0, of);
        }

        if records.iter().any(|record| record.popularity > 0) {
            let popularity = records.iter().map(|record| record.popularity).collect();
            draft.set_section(Section::Popularity, 0, popularity);
        }

        let ids = ids::write(records.iter().map(|record| record.id.as_str()));
        draft.set_section(Section::Beginnings, 0, ids.beginnings);
        draft.set_section(Section::TokenKinds, 0, ids.kinds);
        draft.set_section(Section::Numbers, 0, ids.numbers);
        draft.set_section(Section::Heap, 0, ids.heap);

        let mut gaps = vec![""; self.builder.gaps.len()];
        for ((gap, _), number) in self.builder.gaps.iter().zip(&self.gap_numbers) {
            if let Some(place) = gaps.get_mut(*number as usize) {
                *place = gap;
            }
        }
        gaps.truncate(MAX_GAPS);
        draft.set_section(Section::Gaps, 0, texts(gaps.into_iter()));
        draft.set_section(Section::Common, 0, planes(&self.codes.common));

        let lexicon = std::mem::take(&mut self.lexicon);
        draft.set_section(Section::LexiconBlocks, 0, planes(&lexicon.blocks));
        draft.set_section(Section::LexiconSpellings, 0, planes(&lexicon.spellings));
        draft.set_section(Section::LexiconPostings, 0, planes(&lexicon.postings));
        draft.set_section(Section::Lexicon, 0, lexicon.data);
        draft.set_section(Section::Postings, 0, std::mem::take(&mut self.postings));
        for (field, column) in self.columns.iter_mut().enumerate() {
            let (groups, shift) = column.groups();
            draft.set_number(HeaderField::Shift, field, shift as usize);
            draft.set_number(HeaderField::Words, field, column.words as usize);
            draft.set_section(Section::Groups, field, planes(&groups));
            draft.set_section(Section::Texts, field, std::mem::take(&mut column.data));
        }
        draft.finish()
    }
}

/// The next part of a step: at most `units` numbers from `start` on, below `all`.
fn part(start: usize, units: usize, all: usize) -> Range<usize> {
    start..start.saturating_add(units).min(all)
}

fn planes(numbers: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if !numbers.is_empty() {
        put_planes(&mut bytes, numbers);
    }
    bytes
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut bytes = Vec::new();
    texts.for_each(|text| put_text(&mut bytes, text));
    bytes
}

/// A section with at most 256 distinct names, and a section with the index of each record's name. The second is empty
/// if there is only one name. A record whose name does not fit gets the first name.
fn named<'a>(names: impl Iterator<Item = &'a str> + Clone) -> (Vec<u8>, Vec<u8>) {
    let mut all: Vec<&str> = names.clone().collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(256);
    let place = |name: &str| all.binary_search(&name).unwrap_or(0) as u8;
    let of = if all.len() > 1 {
        names.map(place).collect()
    } else {
        Vec::new()
    };
    (texts(all.iter().copied()), of)
}
