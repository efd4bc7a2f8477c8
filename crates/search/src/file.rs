//! The layout of an index file: a header of fixed length, followed by the sections.

use crate::bytes::{checksum, u32_at};
use std::ops::Range;

/// The first bytes of the file.
const MAGIC: [u8; 4] = *b"PTSX";
/// The only version that this crate reads.
const VERSION: u32 = 2;
/// The offset of the first byte covered by the checksum. The checksum is directly before it.
const COVERED: usize = 16;

/// The numbers in the header, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum HeaderField {
    Records,
    Entries,
    Spellings,
    GapCodes,
    ShortCodes,
    PairCodes,
    /// One per field: the base-2 logarithm of the number of records in a group. The fields follow each other.
    Shift,
    /// One per field: the total number of words.
    Words = HeaderField::Shift as isize + FIELDS as isize,
    End = HeaderField::Words as isize + FIELDS as isize,
}

/// The sections, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Section {
    Languages,
    LanguageOf,
    Popularity,
    Icons,
    IconOf,
    Beginnings,
    TokenKinds,
    Numbers,
    Heap,
    Gaps,
    Common,
    LexiconBlocks,
    LexiconSpellings,
    LexiconPostings,
    Lexicon,
    Postings,
    /// One per field: the starts of the groups. The fields follow each other.
    Groups,
    /// One per field: the texts.
    Texts = Section::Groups as isize + FIELDS as isize,
    End = Section::Texts as isize + FIELDS as isize,
}

const FIELDS: usize = crate::record::Field::ALL.len();
const NUMBERS: usize = HeaderField::End as usize;
const SECTIONS: usize = Section::End as usize;
/// After the checksum: the length of the file, the numbers, and the lengths of the sections.
const HEAD: usize = COVERED + 4 * (1 + NUMBERS + SECTIONS);

/// Why bytes were rejected as an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexError {
    /// The bytes are not an index.
    NotAnIndex,
    /// The index has a version that this crate does not read.
    OtherVersion,
    /// Bytes are missing, or there are too many.
    WrongLength,
    /// The bytes do not match their checksum or are inconsistent.
    Damaged,
}

impl std::fmt::Display for IndexError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotAnIndex => "this is not a search index",
            Self::OtherVersion => "the search index has another version",
            Self::WrongLength => "the search index is not complete",
            Self::Damaged => "the search index is damaged",
        })
    }
}

impl std::error::Error for IndexError {}

/// A file whose header was read.
#[derive(Clone, Debug)]
pub(crate) struct File {
    bytes: Vec<u8>,
    sections: [(u32, u32); SECTIONS],
}

impl File {
    /// Reads the header and verifies the checksum.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, IndexError> {
        if bytes.get(..4) != Some(&MAGIC) {
            return Err(IndexError::NotAnIndex);
        }
        if u32_at(&bytes, 4) != Some(VERSION) {
            return Err(IndexError::OtherVersion);
        }
        if u32_at(&bytes, COVERED).map(|length| length as usize) != Some(bytes.len()) {
            return Err(IndexError::WrongLength);
        }
        let covered = bytes.get(COVERED..).ok_or(IndexError::WrongLength)?;
        let sum = bytes.get(8..COVERED).and_then(|sum| sum.try_into().ok());
        if sum.map(u64::from_le_bytes) != Some(checksum(covered)) {
            return Err(IndexError::Damaged);
        }
        let mut sections = [(0, 0); SECTIONS];
        let mut start = HEAD as u32;
        for (index, section) in sections.iter_mut().enumerate() {
            let at = COVERED + 4 * (1 + NUMBERS + index);
            let length = u32_at(&bytes, at).ok_or(IndexError::WrongLength)?;
            let end = start.checked_add(length).ok_or(IndexError::Damaged)?;
            *section = (start, end);
            start = end;
        }
        if start as usize != bytes.len() {
            return Err(IndexError::Damaged);
        }
        Ok(Self { bytes, sections })
    }

    /// A number of the header. For numbers with one value per field, `plus` is the index of the field; otherwise it is
    /// 0.
    pub(crate) fn number(&self, number: HeaderField, plus: usize) -> usize {
        let at = COVERED + 4 * (1 + number as usize + plus);
        u32_at(&self.bytes, at).unwrap_or(0) as usize
    }

    /// A section. For sections that exist once per field, `plus` is the index of the field; otherwise it is 0.
    pub(crate) fn section(&self, section: Section, plus: usize) -> &[u8] {
        let range = self.sections.get(section as usize + plus);
        let range = range.map_or(0..0, |(start, end)| Range {
            start: *start as usize,
            end: *end as usize,
        });
        self.bytes.get(range).unwrap_or_default()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A file that is being assembled.
pub(crate) struct FileBuilder {
    numbers: [u32; NUMBERS],
    sections: [Vec<u8>; SECTIONS],
}

impl Default for FileBuilder {
    fn default() -> Self {
        Self {
            numbers: [0; NUMBERS],
            sections: std::array::from_fn(|_| Vec::new()),
        }
    }
}

impl FileBuilder {
    pub(crate) fn set_number(&mut self, number: HeaderField, plus: usize, value: usize) {
        if let Some(place) = self.numbers.get_mut(number as usize + plus) {
            *place = value as u32;
        }
    }

    pub(crate) fn set_section(&mut self, section: Section, plus: usize, bytes: Vec<u8>) {
        if let Some(place) = self.sections.get_mut(section as usize + plus) {
            *place = bytes;
        }
    }

    /// The bytes of the whole file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let length = HEAD + self.sections.iter().map(Vec::len).sum::<usize>();
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([0; 8]);
        bytes.extend((length as u32).to_le_bytes());
        for number in self.numbers {
            bytes.extend(number.to_le_bytes());
        }
        for section in &self.sections {
            bytes.extend((section.len() as u32).to_le_bytes());
        }
        for section in &self.sections {
            bytes.extend_from_slice(section);
        }
        seal(&mut bytes);
        bytes
    }
}

/// Writes the checksum of the current contents.
pub(crate) fn seal(bytes: &mut [u8]) {
    let sum = bytes.get(COVERED..).map_or(0, checksum).to_le_bytes();
    if let Some(place) = bytes.get_mut(8..COVERED) {
        place.copy_from_slice(&sum);
    }
}
