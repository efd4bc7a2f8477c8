//! Search options and results.

use crate::expansion::rank;
use crate::record::Field;
use std::ops::Range;

/// How a word of a record matched a typed word, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchClass {
    /// It is the typed word, ignoring case and accents.
    Exact,
    /// It is the typed word, in the synonyms of the record.
    Synonym,
    /// It begins with the typed word.
    Prefix,
    /// It is one word where the query has two, or the other way round, or it ends with the typed word.
    Compound,
    /// It is another inflection of the typed word.
    Stem,
    /// It differs from the typed word by one or two typos.
    Typo,
    /// It is the typed word in another keyboard layout.
    Layout,
}

/// A word of a record that matched a typed word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The field that contains it.
    pub field: Field,
    /// Its byte range in the text of the field, on character boundaries.
    pub range: Range<usize>,
    /// How it matched.
    pub class: MatchClass,
    /// The word as spelt in the record.
    pub word: String,
    /// The word as typed.
    pub typed: String,
}

/// A record in the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The number of the record, for [`crate::Search::text`] and [`Boost`].
    pub record: usize,
    /// The id of the record.
    pub id: String,
    /// How many of the query's significant words it matches.
    pub words: usize,
    /// Whether the title is the query, word for word.
    pub whole_title: bool,
    /// The relevance score. Scores are comparable only within one result.
    pub score: f32,
    /// The matches, ordered by field and position; at most [`MAX_MATCHES`].
    pub matches: Vec<Match>,
}

/// The maximum number of matches per hit.
pub const MAX_MATCHES: usize = 64;

/// The results of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// The best records, best first.
    pub hits: Vec<Hit>,
    /// The number of matching records, as far as they were counted: at least those that rank as high as the last hit,
    /// and more where counting was cheap.
    pub total: usize,
    /// The query converted to another keyboard layout, if only that found anything.
    pub layout: Option<String>,
}

/// A boost for a record for reasons outside of the query, for example because the user has opened it before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boost {
    /// The number of the record.
    pub record: usize,
    /// The strength of the boost, from 0 (none) to 1.
    pub weight: f32,
}

/// Search options.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options<'a> {
    /// The maximum number of hits.
    pub limit: usize,
    /// The kind of query.
    pub mode: Mode,
    /// Boosts, in ascending order of record numbers.
    pub boosts: &'a [Boost],
    /// Whether hits include their matches.
    pub matches: bool,
}

/// The kind of query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Interactive search: a few words, possibly misspelt, the last one possibly unfinished.
    Interactive,
    /// Full-text search: a longer text is compared with the records. Inflections match, and stop words are ignored.
    FullText,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            limit: 10,
            mode: Mode::Interactive,
            boosts: &[],
            matches: true,
        }
    }
}

/// The match class of a rank.
pub(crate) fn class(rank: u8, field: Field, layout: bool) -> MatchClass {
    match rank {
        _ if layout => MatchClass::Layout,
        rank::EXACT if field == Field::Synonyms => MatchClass::Synonym,
        rank::EXACT => MatchClass::Exact,
        rank::PREFIX | rank::LONGER => MatchClass::Prefix,
        rank::COMPOUND | rank::END => MatchClass::Compound,
        rank::STEM => MatchClass::Stem,
        _ => MatchClass::Typo,
    }
}
