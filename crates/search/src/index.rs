//! An open index. It is read in place: opening it only verifies the checksum and reads the header.

use crate::bytes::{Planes, text};
use crate::column::{Codes, Column, ReadPosition, Token};
use crate::file::{File, HeaderField, IndexError, Section};
use crate::ids::Ids;
use crate::lexicon::{BLOCK, Entry, Lexicon};
use crate::postings::Postings;
use crate::record::{Field, MAX_POPULAR, Record};
use crate::words::spans;
use std::ops::Range;

/// An index of records.
#[derive(Clone, Debug)]
pub struct Index {
    file: File,
    codes: Codes,
    /// The range of each gap in the gaps section.
    gaps: Vec<Range<usize>>,
    languages: Vec<String>,
    icons: Vec<String>,
    records: usize,
    spellings: usize,
}

impl Index {
    /// Opens the bytes written by [`crate::Builder`].
    ///
    /// # Errors
    /// If the bytes are not exactly what a builder of this version has written.
    pub fn open(bytes: Vec<u8>) -> Result<Self, IndexError> {
        let file = File::open(bytes)?;
        let mut index = Self {
            codes: Codes::default(),
            gaps: texts(file.section(Section::Gaps, 0)),
            languages: names(file.section(Section::Languages, 0)),
            icons: names(file.section(Section::Icons, 0)),
            records: file.number(HeaderField::Records, 0),
            spellings: file.number(HeaderField::Spellings, 0),
            file,
        };
        index.codes = index.read_codes().ok_or(IndexError::Damaged)?;
        if index.is_consistent() {
            Ok(index)
        } else {
            Err(IndexError::Damaged)
        }
    }

    /// The bytes of the index.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.file.bytes()
    }

    /// The number of records; they are numbered from 0.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// The id of a record.
    #[must_use]
    pub fn id(&self, record: usize) -> Option<String> {
        self.ids().get(record)
    }

    /// The number of the record with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.ids().find(id)
    }

    /// The language of a record.
    #[must_use]
    pub fn language(&self, record: usize) -> Option<&str> {
        self.languages
            .get(self.language_place(record))
            .map(String::as_str)
    }

    /// The name of a record's icon, or an empty string.
    #[must_use]
    pub fn icon(&self, record: usize) -> &str {
        let which = self.file.section(Section::IconOf, 0).get(record);
        let icon = self.icons.get(which.copied().map_or(0, usize::from));
        icon.map_or("", String::as_str)
    }

    /// The popularity of a record, from 0 to 100.
    pub(crate) fn popularity(&self, record: usize) -> u8 {
        let popularity = self.file.section(Section::Popularity, 0).get(record);
        popularity.map_or(0, |popularity| (*popularity).min(MAX_POPULAR))
    }

    /// The position of a record's language in [`Index::languages`].
    pub(crate) fn language_place(&self, record: usize) -> usize {
        let which = self.file.section(Section::LanguageOf, 0).get(record);
        which.copied().map_or(0, usize::from)
    }

    /// The text of a field, exactly as it was added.
    #[must_use]
    pub fn text(&self, record: usize, field: Field) -> String {
        let mut text = String::new();
        self.write_text(record, field, |written, _| text.push_str(written));
        text
    }

    /// The record as it was added.
    #[must_use]
    pub fn record(&self, record: usize) -> Option<Record> {
        Some(Record {
            id: self.id(record)?,
            language: self.language(record).unwrap_or_default().to_owned(),
            title: self.text(record, Field::Title),
            keywords: self.text(record, Field::Keywords),
            synonyms: self.text(record, Field::Synonyms),
            category: self.text(record, Field::Category),
            summary: self.text(record, Field::Summary),
            body: self.text(record, Field::Body),
            icon: self.icon(record).to_owned(),
            popularity: self.popularity(record),
        })
    }

    /// Passes the pieces of a field's text to a callback: gaps with `None`, words with the number of their spelling.
    pub(crate) fn write_text(
        &self,
        record: usize,
        field: Field,
        mut write: impl FnMut(&str, Option<u32>),
    ) {
        if record >= self.records {
            return;
        }
        let lexicon = self.lexicon();
        // The gap before the next word, if it is not the default one.
        let mut gap: Option<&str> = None;
        let mut after: Option<bool> = None;
        for token in self
            .column(field)
            .tokens(record, &mut ReadPosition::default())
        {
            match token {
                Token::Gap(number) => gap = Some(self.gap(number)),
                Token::Word(spelling) => {
                    let Some((_, _, word)) = lexicon.spelling(spelling) else {
                        continue;
                    };
                    let single = is_single(&word);
                    write(gap.take().unwrap_or_else(|| usual_gap(after, single)), None);
                    write(&word, Some(spelling));
                    after = Some(single);
                }
            }
        }
        write(gap.unwrap_or_default(), None);
    }

    pub(crate) fn languages(&self) -> &[String] {
        &self.languages
    }

    pub(crate) fn codes(&self) -> &Codes {
        &self.codes
    }

    pub(crate) fn spellings(&self) -> usize {
        self.spellings
    }

    /// The average number of words per record in a field.
    pub(crate) fn average(&self, field: Field) -> f32 {
        let words = self.file.number(HeaderField::Words, field as usize);
        words as f32 / self.records.max(1) as f32
    }

    pub(crate) fn lexicon(&self) -> Lexicon<'_> {
        let entries = self.file.number(HeaderField::Entries, 0);
        let table = |section| Planes::new(self.file.section(section, 0), entries.div_ceil(BLOCK));
        Lexicon {
            data: self.file.section(Section::Lexicon, 0),
            blocks: table(Section::LexiconBlocks),
            spellings: table(Section::LexiconSpellings),
            postings: table(Section::LexiconPostings),
            entries,
        }
    }

    pub(crate) fn column(&self, field: Field) -> Column<'_> {
        let shift = self.file.number(HeaderField::Shift, field as usize) as u32;
        let groups = self.file.section(Section::Groups, field as usize);
        Column {
            data: self.file.section(Section::Texts, field as usize),
            groups: Planes::new(groups, groups_of(self.records, shift, groups)),
            shift,
            codes: &self.codes,
        }
    }

    /// The postings of an entry in the primary fields and in the secondary fields.
    pub(crate) fn postings(&self, entry: &Entry) -> (Postings<'_>, Postings<'_>) {
        let bytes = self.file.section(Section::Postings, 0);
        let start = entry.postings as usize;
        let middle = start.saturating_add(entry.primary as usize);
        let end = middle.saturating_add(entry.secondary as usize);
        let part = |range| Postings::read(bytes.get(range).unwrap_or_default());
        (part(start..middle), part(middle..end))
    }

    fn gap(&self, number: u32) -> &str {
        let range = self.gaps.get(number as usize).cloned().unwrap_or_default();
        let gap = self.file.section(Section::Gaps, 0).get(range);
        gap.map_or("", |gap| std::str::from_utf8(gap).unwrap_or_default())
    }

    fn ids(&self) -> Ids<'_> {
        Ids {
            beginnings: self.file.section(Section::Beginnings, 0),
            kinds: self.file.section(Section::TokenKinds, 0),
            numbers: Planes::new(self.file.section(Section::Numbers, 0), self.records),
            heap: self.file.section(Section::Heap, 0),
        }
    }

    fn read_codes(&self) -> Option<Codes> {
        let [gaps, short, pairs] = [
            HeaderField::GapCodes,
            HeaderField::ShortCodes,
            HeaderField::PairCodes,
        ]
        .map(|number| self.file.number(number, 0));
        if gaps > 255 || short > 255 || pairs > 255 || gaps + short + pairs + 2 > 256 {
            return None;
        }
        let bytes = self.file.section(Section::Common, 0);
        let most = (short + pairs * crate::column::BASE).min(self.spellings);
        // The table has one to four bytes per number. Its length follows from how many numbers it has.
        let count = if self.spellings > pairs * crate::column::BASE {
            most
        } else {
            short
        };
        let table = Planes::new(bytes, count);
        if !table.fits() {
            return None;
        }
        let common = (0..count).map(|place| table.get(place) as u32).collect();
        Some(Codes::new(gaps, short, pairs, common))
    }

    /// Whether the tables have the lengths given in the header. Their contents are checked when they are used.
    fn is_consistent(&self) -> bool {
        let lexicon = self.lexicon();
        let for_each = |section| {
            let bytes = self.file.section(section, 0);
            bytes.is_empty() || bytes.len() == self.records
        };
        let ids = self.ids();
        let columns = Field::ALL.into_iter().all(|field| {
            let column = self.column(field);
            column.shift < 16 && (column.is_empty() || column.groups.fits())
        });
        columns
            && ids.kinds.len() == self.records
            && ids.numbers.fits()
            && for_each(Section::LanguageOf)
            && for_each(Section::Popularity)
            && for_each(Section::IconOf)
            && lexicon.blocks.fits()
            && lexicon.spellings.fits()
            && lexicon.postings.fits()
            // Every entry takes at least five bytes and has at least one spelling.
            && lexicon.entries <= lexicon.data.len()
            && self.spellings <= lexicon.data.len() * 8
    }
}

/// The number of groups of a column.
fn groups_of(records: usize, shift: u32, groups: &[u8]) -> usize {
    if groups.is_empty() {
        0
    } else {
        records.div_ceil(1 << shift.min(15))
    }
}

/// The default gap between words: none at the start and between characters of a script without spaces, else a space.
pub(crate) fn usual_gap(after: Option<bool>, single: bool) -> &'static str {
    match after {
        None => "",
        Some(true) if single => "",
        Some(_) => " ",
    }
}

/// Whether a word is a single character of a script without spaces.
fn is_single(word: &str) -> bool {
    !word.is_ascii() && spans(word).next().is_some_and(|span| span.single)
}

fn names(bytes: &[u8]) -> Vec<String> {
    let names = texts(bytes)
        .into_iter()
        .filter_map(|range| bytes.get(range));
    names
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect()
}

/// The byte ranges of consecutive texts. Reading stops at the first bytes that are not a text.
fn texts(bytes: &[u8]) -> Vec<Range<usize>> {
    let (mut ranges, mut at) = (Vec::new(), 0);
    while let Some(text) = text(bytes, &mut at) {
        ranges.push(at - text.len()..at);
    }
    ranges
}
