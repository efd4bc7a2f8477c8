//! The steps from added records to the bytes of an index.

use super::{Added, Builder};
use crate::bytes::{put_planes, put_text};
use crate::column::build::{Coder, Writer as ColumnWriter, codes};
use crate::column::{Codes, Token};
use crate::file::{Draft, Number, Section};
use crate::lexicon::build::{Writer as LexiconWriter, order};
use crate::record::Field;
use crate::{ids, postings};

/// The gaps that a code can name; rarer ones become a space.
const MOST_GAPS: usize = crate::column::BASE * crate::column::BASE;
/// A word that describes more than one record in this many is not listed: most of the index would be such lists.
const OFTEN: usize = 10;
/// As long as there are few records, every word is listed.
const FEW: usize = 64;

/// An index while it is made.
pub struct Making {
    builder: Builder,
    stage: Stage,
    /// The spellings in the lexicon's order.
    sorted: Vec<u32>,
    /// From a spelling as it was added to its number, and to its entry.
    numbers: Vec<(u32, u32)>,
    /// From a gap as it was added to its number.
    gap_numbers: Vec<u32>,
    codes: Codes,
    coder: Option<Coder>,
    columns: [ColumnWriter; Field::ALL.len()],
    /// For each entry the records that it names, and that it describes.
    found: Vec<[Vec<u32>; 2]>,
    lexicon: LexiconWriter,
    postings: Vec<u8>,
    /// How many spellings the lexicon has so far.
    written: usize,
}

enum Stage {
    Sort,
    Number,
    /// The next record.
    Write(usize),
    /// The next entry.
    List(usize),
    End,
}

impl Making {
    pub(super) fn new(builder: Builder) -> Self {
        Self {
            builder,
            stage: Stage::Sort,
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

    /// Works on up to so many records or words, and answers the index when it is done.
    ///
    /// Sorting is one step: about 2 ms for 10,000 records.
    pub fn step(&mut self, units: usize) -> Option<Vec<u8>> {
        match self.stage {
            Stage::Sort => {
                self.sort();
                self.stage = Stage::Number;
            }
            Stage::Number => {
                self.number();
                self.stage = Stage::Write(0);
            }
            Stage::Write(record) => {
                let end = record.saturating_add(units).min(self.builder.records.len());
                for record in record..end {
                    self.write(record);
                }
                let done = end == self.builder.records.len();
                self.stage = if done {
                    Stage::List(0)
                } else {
                    Stage::Write(end)
                };
            }
            Stage::List(entry) => {
                let end = entry.saturating_add(units).min(self.found.len());
                for entry in entry..end {
                    self.list(entry);
                }
                let done = end == self.found.len();
                self.stage = if done { Stage::End } else { Stage::List(end) };
            }
            Stage::End => return Some(self.end()),
        }
        None
    }

    /// Puts records and words in their order.
    fn sort(&mut self) {
        let records = &mut self.builder.records;
        // Like records stand together, which makes the index smaller and keeps what is read together close.
        let key = |record: &Added| {
            (
                record.place.clone(),
                record.id.clone(),
                record.language.clone(),
            )
        };
        records.sort_by_cached_key(key);
        let mut known = std::collections::HashSet::new();
        records.retain(|record| known.insert(record.id.clone()));
        let spellings = &self.builder.spellings;
        let key = |number: &u32| {
            let (folded, spelling) = spellings.get(*number as usize).cloned().unwrap_or_default();
            let bit = order(&folded, &spelling).1.0;
            (folded, bit, spelling)
        };
        self.sorted = (0..spellings.len() as u32).collect();
        self.sorted.sort_by_cached_key(key);
    }

    /// Numbers words and gaps, and chooses their codes.
    fn number(&mut self) {
        let mut words = vec![0_u32; self.builder.spellings.len()];
        let mut gaps = vec![0_u32; self.builder.gaps.len()];
        for token in self
            .builder
            .records
            .iter()
            .flat_map(|record| &record.tokens)
        {
            let counts = if token & 1 == 0 {
                &mut words
            } else {
                &mut gaps
            };
            if let Some(count) = counts.get_mut(*token as usize >> 1) {
                *count += 1;
            }
        }
        // Words of records that were dropped for their id are not numbered.
        self.sorted
            .retain(|added| words.get(*added as usize).is_some_and(|count| *count > 0));
        self.numbers = vec![(0, 0); words.len()];
        let mut counts = Vec::with_capacity(self.sorted.len());
        let mut last = None;
        for (number, added) in self.sorted.iter().enumerate() {
            let added = *added as usize;
            let folded = self.builder.spellings.get(added).map(|(folded, _)| folded);
            if folded != last {
                self.found.push(Default::default());
                last = folded;
            }
            if let Some(place) = self.numbers.get_mut(added) {
                *place = (number as u32, self.found.len().saturating_sub(1) as u32);
            }
            counts.push(words.get(added).copied().unwrap_or(0));
        }
        let mut by_count: Vec<(u32, &str, usize)> = gaps
            .iter()
            .zip(&self.builder.gaps)
            .enumerate()
            .map(|(added, (count, gap))| (u32::MAX - count, gap.as_str(), added))
            .collect();
        by_count.sort_unstable();
        self.gap_numbers = vec![0; gaps.len()];
        for (number, (_, _, added)) in by_count.iter().enumerate() {
            if let Some(place) = self.gap_numbers.get_mut(*added) {
                *place = number as u32;
            }
        }
        gaps.sort_unstable_by(|one, other| other.cmp(one));
        self.codes = codes(&counts, &gaps);
        self.coder = Some(Coder::new(&self.codes, self.sorted.len()));
    }

    /// Writes the texts of a record and notes its words.
    fn write(&mut self, number: usize) {
        let (Some(record), Some(coder)) = (self.builder.records.get(number), &self.coder) else {
            return;
        };
        let mut start = 0;
        for (index, (column, end)) in self.columns.iter_mut().zip(record.ends).enumerate() {
            let end = end as usize;
            let tokens = record.tokens.get(start..end).unwrap_or_default();
            start = end;
            let kind = usize::from(index >= Field::NAMING);
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
                ((gap as usize) < MOST_GAPS).then_some(Token::Gap(gap))
            });
            column.add(coder, tokens);
        }
    }

    /// Writes an entry of the lexicon and its postings.
    fn list(&mut self, entry: usize) {
        let Some([naming, telling]) = self.found.get_mut(entry).map(std::mem::take) else {
            return;
        };
        let mut same = Vec::new();
        let mut folded = "";
        for added in self.sorted.get(self.written..).unwrap_or_default() {
            let added = *added as usize;
            let Some((word, spelling)) = self.builder.spellings.get(added) else {
                break;
            };
            if self
                .numbers
                .get(added)
                .is_none_or(|(_, of)| *of as usize != entry)
            {
                break;
            }
            folded = word;
            same.push(spelling.as_str());
        }
        self.written += same.len();
        let records = self.builder.records.len();
        let start = self.postings.len();
        postings::write(&naming, &mut self.postings);
        let middle = self.postings.len();
        if telling.len() > FEW && telling.len() > records / OFTEN {
            postings::write_often(telling.len(), records, &mut self.postings);
        } else {
            postings::write(&telling, &mut self.postings);
        }
        let end = self.postings.len();
        self.lexicon
            .add(folded, &same, middle - start, end - middle);
    }

    /// Puts the file together.
    fn end(&mut self) -> Vec<u8> {
        let mut draft = Draft::default();
        let records = &self.builder.records;
        draft.set_number(Number::Records, 0, records.len());
        draft.set_number(Number::Entries, 0, self.lexicon.entries());
        draft.set_number(Number::Spellings, 0, self.sorted.len());
        draft.set_number(Number::GapCodes, 0, self.codes.gaps);
        draft.set_number(Number::ShortCodes, 0, self.codes.short);
        draft.set_number(Number::PairCodes, 0, self.codes.pairs);

        let mut languages: Vec<&str> = records
            .iter()
            .map(|record| record.language.as_str())
            .collect();
        languages.sort_unstable();
        languages.dedup();
        languages.truncate(256);
        draft.set_section(Section::Languages, 0, texts(languages.iter().copied()));
        if languages.len() > 1 {
            let of = |record: &Added| {
                languages
                    .binary_search(&record.language.as_str())
                    .unwrap_or(0)
            };
            let of = records.iter().map(|record| of(record) as u8).collect();
            draft.set_section(Section::LanguageOf, 0, of);
        }

        let ids = ids::write(records.iter().map(|record| record.id.as_str()));
        draft.set_section(Section::Beginnings, 0, ids.beginnings);
        draft.set_section(Section::Kinds, 0, ids.kinds);
        draft.set_section(Section::Numbers, 0, ids.numbers);
        draft.set_section(Section::Heap, 0, ids.heap);

        let mut gaps = vec![""; self.builder.gaps.len()];
        for (gap, number) in self.builder.gaps.iter().zip(&self.gap_numbers) {
            if let Some(place) = gaps.get_mut(*number as usize) {
                *place = gap;
            }
        }
        gaps.truncate(MOST_GAPS);
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
            draft.set_number(Number::Shift, field, shift as usize);
            draft.set_number(Number::Words, field, column.words as usize);
            draft.set_section(Section::Groups, field, planes(&groups));
            draft.set_section(Section::Texts, field, std::mem::take(&mut column.data));
        }
        draft.finish()
    }
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
