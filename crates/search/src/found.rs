//! What a search answers.

use crate::expansion::rank;
use crate::record::Field;
use std::ops::Range;

/// How a word of a record came to stand for one that was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It is the same, but for case and accents.
    Exact,
    /// It is among the record's other words for the thing.
    Synonym,
    /// It begins with what was typed.
    Prefix,
    /// It is written as one word here and as two there, or is the end of a longer word.
    Compound,
    /// It is another form of the word.
    Stem,
    /// It is what was meant, with a slip or two.
    Typo,
    /// It is what the same keys mean in another keyboard layout.
    Layout,
}

/// A word of a record that stands for one that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Where it is.
    pub field: Field,
    /// Its bytes in the field's text, on borders of characters.
    pub range: Range<usize>,
    /// How it came to match.
    pub class: Class,
    /// The word as the record has it.
    pub word: String,
    /// What was typed.
    pub typed: String,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its number, for [`crate::Search::text`] and [`Prior`].
    pub record: usize,
    /// Its id.
    pub id: String,
    /// How many of the words that count it has.
    pub words: usize,
    /// The title is what was typed.
    pub whole_title: bool,
    /// How well it fits; only to be compared within one answer.
    pub score: f32,
    /// What matched, in the order of the fields and of their texts; at most [`MOST_MATCHES`].
    pub matches: Vec<Match>,
}

/// A hit tells of so many matches.
pub const MOST_MATCHES: usize = 64;

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best records, the best first.
    pub hits: Vec<Hit>,
    /// How many records there are, as far as they were counted: all that are at least as good as the last hit, and
    /// more where that took no time.
    pub total: usize,
    /// Nothing was found as it was typed; this is the same in another keyboard layout.
    pub layout: Option<String>,
}

/// How much a record is preferred by whoever searches, for reasons outside of the query: it was opened before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// The record's number.
    pub record: usize,
    /// From 0, nothing, to 1.
    pub weight: f32,
}

/// How to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options<'a> {
    /// So many hits at most.
    pub limit: usize,
    /// Who searches what.
    pub mode: Mode,
    /// By rising record number.
    pub priors: &'a [Prior],
    /// Whether hits tell what matched.
    pub matches: bool,
}

/// Who searches what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Somebody types: few words, the last one perhaps unfinished, with slips.
    Screen,
    /// A text is compared with texts: other forms of a word count, words that say little do not.
    Text,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            limit: 10,
            mode: Mode::Screen,
            priors: &[],
            matches: true,
        }
    }
}

/// What a rank means to people.
pub(crate) fn class(rank: u8, field: Field, layout: bool) -> Class {
    match rank {
        _ if layout => Class::Layout,
        rank::EXACT if field == Field::Synonyms => Class::Synonym,
        rank::EXACT => Class::Exact,
        rank::PREFIX | rank::LONGER => Class::Prefix,
        rank::COMPOUND | rank::END => Class::Compound,
        rank::STEM => Class::Stem,
        _ => Class::Typo,
    }
}
